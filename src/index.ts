import { DurableObject } from "cloudflare:workers";

export class JobObject extends DurableObject<Env> {}

export default {
  fetch: () => new Response("BooksTrack API"),
} satisfies ExportedHandler<Env>;
