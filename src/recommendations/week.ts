/** Weeks begin on Monday, in UTC, and are named by it: "2026-11-23". */

const day = 86_400_000;

/** The Monday of the week that holds this moment. */
export function mondayOf(moment: Date): string {
  const weekday = (moment.getUTCDay() + 6) % 7;
  return new Date(moment.getTime() - weekday * day).toISOString().slice(0, 10);
}

/** The Monday after this moment's week: what a Sunday's cron works for. */
export function comingMonday(moment: Date): string {
  return weeksAfter(mondayOf(moment), 1);
}

/** A Monday some weeks later, or earlier. */
export function weeksAfter(monday: string, weeks: number): string {
  return new Date(Date.parse(monday) + weeks * 7 * day).toISOString().slice(0, 10);
}

/** Whether a date, YYYY-MM-DD, is a Monday. */
export function isMonday(date: string): boolean {
  return new Date(date).getUTCDay() === 1;
}

/** When the picks of the week after this Monday are made: the Sunday before it, 00:00 UTC. */
export function nextRefresh(monday: string): Date {
  return new Date(Date.parse(monday) + 6 * day);
}
