import { expect, it } from "vitest";
import { comingMonday, isMonday, mondayOf, nextRefresh } from "../../src/recommendations/week.ts";

it.each([
  ["a Monday at midnight", "2026-11-23T00:00:00Z", "2026-11-23"],
  ["a Sunday at 23:59", "2026-11-22T23:59:59Z", "2026-11-16"],
  ["New Year's Eve", "2026-12-31T23:00:00Z", "2026-12-28"],
  ["New Year's Day", "2027-01-01T00:00:00Z", "2026-12-28"],
  ["a leap day", "2028-02-29T12:00:00Z", "2028-02-28"],
])("the week of %s begins on its Monday", (_what, moment, monday) => {
  expect(mondayOf(new Date(moment))).toBe(monday);
  expect(isMonday(monday)).toBe(true);
});

it.each([
  ["a Sunday's cron", "2026-11-22T00:00:00Z", "2026-11-23"],
  ["a cron that comes late on Sunday", "2026-11-22T23:59:00Z", "2026-11-23"],
  ["the last Sunday of a year", "2026-12-27T00:00:00Z", "2026-12-28"],
  ["a Sunday that is New Year's Day", "2023-01-01T00:00:00Z", "2023-01-02"],
])("%s works for the Monday after", (_what, moment, monday) => {
  expect(comingMonday(new Date(moment))).toBe(monday);
});

it("a week's picks are followed by those made on its Sunday", () => {
  expect(nextRefresh("2026-11-23")).toEqual(new Date("2026-11-29T00:00:00Z"));
});
