/** A requested author: by identifier where a source has named them, else whoever has the name and was born that year. */
import { authorKey } from "../../authors/name.ts";
import { fillAuthor } from "../../authors/save.ts";
import { type AuthorRow, authorsById } from "../../authors/store.ts";
import type { Provider } from "../../books/record.ts";
import { byAuthor } from "../cache.ts";
import { type Asked, ask } from "../client.ts";
import { identifiersOf } from "../identifiers.ts";
import { type Attempt, answered } from "../pipeline.ts";
import type { ProviderAuthor } from "../providers/provider.ts";
import { type Service, serviceOf } from "../services.ts";
import { type Done, outcomeOf, type Processing, patienceMs } from "./outcome.ts";

const patience = { patienceMs, isFresh: false, kind: byAuthor };
/** Who knows people; in this order. */
const biographers = ["WIKIDATA", "OPEN_LIBRARY"] as const;

/** Asks Wikidata, then Open Library for what is missing still; fills what is empty. */
export async function enrichAuthor(
  processing: Processing,
  id: string,
  inOrder: readonly Provider[],
): Promise<Done> {
  const { env, db, now } = processing;
  const identifiers = await identifiersOf(db, "AUTHOR", id);
  const attempts: Attempt[] = [];
  for (const name of biographers.filter((one) => inOrder.includes(one))) {
    // Read anew: the one before may have told the year of birth or an identifier.
    const [author] = await authorsById(db, [id]);
    const service = serviceOf(env, name);
    if (!author || !service || isComplete(author)) continue;
    const identifier = identifiers[name] ?? (name === "WIKIDATA" ? author.wikidata_id : null);
    const asked = await askAbout(processing, service, author, identifier);
    if (!asked) continue;
    const said = asked.result.outcome === "found" ? asked.result.records : [];
    const same = identifier ? said[0] : said.find((one) => isSame(one, author));
    const facts = same && { ...same, wikidataId: same.identifiers.wikidata };
    const fieldsUpdated = facts ? await fillAuthor(db, author, facts, now()) : [];
    attempts.push({ ...answered(name, asked), fieldsUpdated });
  }
  return { attempts, outcome: outcomeOf(attempts) };
}

async function askAbout(
  processing: Processing,
  service: Service,
  author: AuthorRow,
  identifier: string | null,
): Promise<Asked<ProviderAuthor> | null> {
  const { author: byIdentifier, authorsNamed } = service.adapter;
  if (identifier && byIdentifier) return ask(service, byIdentifier, identifier, processing, patience);
  return authorsNamed
    ? ask(service, authorsNamed, { name: author.name, limit: 5 }, processing, patience)
    : null;
}

function isSame({ name, birthYear }: ProviderAuthor, author: AuthorRow): boolean {
  if (authorKey(name) !== authorKey(author.name)) return false;
  return author.birth_year === null || birthYear === null || birthYear === author.birth_year;
}

function isComplete({ bio, birth_year, nationality, photo }: AuthorRow): boolean {
  return bio !== null && birth_year !== null && nationality !== null && photo !== null;
}
