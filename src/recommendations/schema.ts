import { GraphQLError } from "graphql";
import { type BookAhead, booksAhead } from "../books/ahead.ts";
import { Book } from "../books/loader.ts";
import { builder } from "../builder.ts";
import type { Context } from "../context.ts";
import { badUserInput } from "../errors.ts";
import { cacheControl } from "../graphql/cache-hint.ts";
import type { Pick } from "./curate.ts";
import type { WeeklyPicks } from "./store.ts";
import { comingMonday, isMonday, mondayOf, nextRefresh } from "./week.ts";
import { makeWeeklyPicks, readWeeklyPicks } from "./weekly.ts";

/** A pick with its book. */
type Recommended = Pick & { book: NonNullable<BookAhead> };

const Recommendation = builder.objectRef<Recommended>("Recommendation").implement({
  description: "A picked book.",
  fields: (t) => ({
    book: t.field({ type: Book, description: "The book.", resolve: ({ book }) => book }),
    reason: t.exposeString("reason", { description: "Why it is worth a look, in one sentence." }),
  }),
});

const WeeklyRecommendations = builder.objectRef<WeeklyPicks>("WeeklyRecommendations");

builder.node(WeeklyRecommendations, {
  description: "Five books for a week, the same for everybody.",
  extensions: cacheControl(300),
  id: { resolve: ({ weekOf }) => weekOf },
  loadOne: (weekOf, context) => readWeeklyPicks(stores(context), weekOf, context.now()),
  isTypeOf: (value) => typeof value === "object" && value !== null && "weekOf" in value,
  fields: (t) => ({
    weekOf: t.expose("weekOf", { type: "Date", description: "The Monday that the week begins with." }),
    picks: t.field({
      type: [Recommendation],
      description:
        "Five, in the order to show; fewer only from a very small catalogue, or when a picked book has been deleted since.",
      resolve: async ({ picks }, _args, context, info) => {
        const isbns = picks.map(({ isbn }) => isbn);
        const books = await booksAhead(isbns, context, info, ["book"]);
        return picks.flatMap((pick, place) => {
          const book = books[place];
          return book ? [{ ...pick, book }] : [];
        });
      },
    }),
    curatedBy: t.exposeString("curatedBy", {
      description: 'The language model that chose them, or "catalogue" when it chose by itself.',
    }),
    generatedAt: t.expose("generatedAt", { type: "DateTime", description: "When they were chosen." }),
    nextRefresh: t.field({
      type: "DateTime",
      description: "When the next week's picks are made: Sunday, 00:00 UTC.",
      resolve: ({ weekOf }) => nextRefresh(weekOf),
    }),
  }),
});

builder.queryField("weeklyRecommendations", (t) =>
  t.field({
    type: WeeklyRecommendations,
    nullable: true,
    description:
      "The picks of a week. Null when none were made for it, and then `extensions.notes` of the answer says so: picks are made on the Sunday before, never in a request.",
    args: { weekOf: t.arg({ type: "Date", description: "A Monday; the present week's by default." }) },
    resolve: async (_root, { weekOf }, context) => {
      const week = monday(weekOf) ?? mondayOf(context.now());
      const picks = await readWeeklyPicks(stores(context), week, context.now());
      if (!picks)
        context.notes.push(
          `No picks were made for the week of ${week}; they are made on Sundays at 00:00 UTC.`,
        );
      return picks;
    },
  }),
);

builder.mutationField("refreshWeeklyRecommendations", (t) =>
  t.field({
    type: WeeklyRecommendations,
    description:
      "Makes a week's picks anew, whatever was there; the same books again while the catalogue is the same. The error NOTHING_TO_PICK when no book has a description and either a cover or a nearly complete record. Needs the role admin.",
    args: { weekOf: t.arg({ type: "Date", description: "A Monday; the coming one by default." }) },
    authScopes: { role: "admin" },
    resolve: async (_root, { weekOf }, context) => {
      const week = monday(weekOf) ?? comingMonday(context.now());
      const picks = await makeWeeklyPicks(stores(context), week, { now: context.now(), isForced: true });
      if (!picks) throw nothingToPick(week);
      return picks;
    },
  }),
);

function monday(weekOf: string | null | undefined): string | null {
  if (weekOf && !isMonday(weekOf)) throw badUserInput("weekOf", `must be a Monday; ${weekOf} is not`);
  return weekOf ?? null;
}

function nothingToPick(week: string): GraphQLError {
  return new GraphQLError(`The catalogue has no book to pick for the week of ${week}.`, {
    extensions: { code: "NOTHING_TO_PICK" },
  });
}

function stores({ db, env }: Context) {
  return { db, cache: env.CACHE, vectors: env.BOOK_VECTORS };
}
