/** The schema: every slice adds its part to the builder, then it is built once. */
import "./authors/schema.ts";
import "./books/schema.ts";
import "./editing/schema.ts";
import "./enrichment/batch-schema.ts";
import "./enrichment/request-schema.ts";
import "./enrichment/schema.ts";
import "./imports/schema.ts";
import "./imports/start-schema.ts";
import "./jobs/schema.ts";
import "./search/schema.ts";
import "./works/schema.ts";
import "./service/schema.ts";
import "./recommendations/schema.ts";
import { builder } from "./builder.ts";

// Sorting builds every type a second time, at every start; codegen sorts what it prints.
export const schema = builder.toSchema({ sortSchema: false });
