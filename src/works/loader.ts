/** The Work ref: ids in, works out, one statement a tick. */
import { builder } from "../builder.ts";
import { worksById } from "./store.ts";

export const Work = builder.loadableNodeRef("Work", {
  load: (ids: string[], context) => worksById(context.db, ids),
  id: { resolve: (work) => work.id },
  toKey: (work) => work.id,
  sort: true,
});

export const WorkConnection = builder.connectionObject({
  type: Work,
  name: "WorkConnection",
  description: "A page of works.",
});
