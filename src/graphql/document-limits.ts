/**
 * How long, wide and deep a document may be. All of it is known from the text, so it is said before anything is validated:
 * validation compares fields with each other, and takes its time over a document that was written to make it.
 */
import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  Kind,
  Lexer,
  parse,
  type SelectionSetNode,
  Source,
  TokenKind,
  visit,
} from "graphql";
import type { Plugin } from "graphql-yoga";

/**
 * Fifty aliased books with everything that hangs off them are 2,300 tokens and 10 KB. `nesting` counts brackets of any kind,
 * `fields` what is asked once fragments are written out, `repeats` how often one name may then stand in one place.
 */
export const documentLimits = {
  bytes: 20_000,
  tokens: 3_000,
  nesting: 60,
  depth: 12,
  aliases: 100,
  directives: 50,
  fragments: 60,
  fields: 5_000,
  repeats: 25,
};

type DocumentLimit = keyof typeof documentLimits;

const refusals: Record<DocumentLimit, { code: string; rule: string }> = {
  bytes: { code: "DOCUMENT_TOO_LARGE", rule: "is longer than the {n} bytes" },
  tokens: { code: "TOO_MANY_TOKENS", rule: "has more than the {n} tokens" },
  nesting: { code: "QUERY_TOO_DEEP", rule: "has brackets within brackets more than the {n} levels" },
  depth: { code: "QUERY_TOO_DEEP", rule: "is more than the {n} levels deep" },
  aliases: { code: "TOO_MANY_ALIASES", rule: "has more than the {n} aliases" },
  directives: { code: "TOO_MANY_DIRECTIVES", rule: "has more than the {n} directives" },
  fragments: { code: "TOO_MANY_FRAGMENTS", rule: "has more than the {n} fragments" },
  fields: { code: "QUERY_TOO_WIDE", rule: "asks for more than the {n} fields" },
  repeats: { code: "TOO_MANY_REPEATS", rule: "asks for one field in one place more than the {n} times" },
};

/** Parses with limits in the place of graphql-js's own parse; a document that Yoga has kept passed them before. */
export function useDocumentLimits(): Plugin {
  return { onParse: ({ setParseFn }) => setParseFn(parseWithinLimits) };
}

/** The parsed document. @throws for the first limit that it breaks, with a code of its own; or for a syntax error. */
export function parseWithinLimits(source: string | Source): DocumentNode {
  const text = typeof source === "string" ? source : source.body;
  if (text.length > documentLimits.bytes || new TextEncoder().encode(text).length > documentLimits.bytes)
    throw refusal("bytes");
  checkTokens(text);
  const document = parse(source);
  checkDocument(document);
  return document;
}

/** Reads the text once, token by token and without recursion, which the parser does not. */
function checkTokens(text: string): void {
  const lexer = new Lexer(new Source(text));
  let [tokens, nesting, directives] = [0, 0, 0];
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    if (++tokens > documentLimits.tokens) throw refusal("tokens");
    if (opening.has(token.kind) && ++nesting > documentLimits.nesting) throw refusal("nesting");
    if (closing.has(token.kind)) nesting--;
    if (token.kind === TokenKind.AT && ++directives > documentLimits.directives) throw refusal("directives");
  }
}

const opening = new Set<TokenKind>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing = new Set<TokenKind>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

function checkDocument(document: DocumentNode): void {
  const fragments = new Map<string, SelectionSetNode>();
  let aliases = 0;
  visit(document, {
    Field: ({ alias }) => {
      if (alias && ++aliases > documentLimits.aliases) throw refusal("aliases");
    },
    FragmentDefinition: ({ name, selectionSet }) => {
      fragments.set(name.value, selectionSet);
      if (fragments.size > documentLimits.fragments) throw refusal("fragments");
    },
  });
  let fields = 0;
  /** One level, with everything that fragments and fields of one name bring to it: as execution would merge it. */
  const measure = (sets: SelectionSetNode[], depth: number, deepest: number): void => {
    const groups = new Map<string, { times: number; field: FieldNode; sets: SelectionSetNode[] }>();
    const spread = new Set<string>();
    const merged = [...sets];
    for (const { selections } of merged) {
      for (const selection of selections) {
        if (++fields > documentLimits.fields) throw refusal("fields");
        if (selection.kind === Kind.INLINE_FRAGMENT) merged.push(selection.selectionSet);
        if (selection.kind === Kind.FRAGMENT_SPREAD && !spread.has(selection.name.value)) {
          spread.add(selection.name.value);
          const fragment = fragments.get(selection.name.value);
          if (fragment) merged.push(fragment);
        }
        if (selection.kind !== Kind.FIELD) continue;
        const name = (selection.alias ?? selection.name).value;
        const group = groups.get(name) ?? { times: 0, field: selection, sets: [] };
        if (++group.times > documentLimits.repeats) throw refusal("repeats");
        if (selection.selectionSet) group.sets.push(selection.selectionSet);
        groups.set(name, group);
      }
    }
    if (groups.size > 0 && depth > deepest) throw refusal("depth");
    for (const { field, sets: below } of groups.values()) {
      const isIntrospection = field.name.value.startsWith("__");
      if (below.length > 0) measure(below, depth + 1, isIntrospection ? deepestIntrospection : deepest);
    }
  };
  for (const definition of document.definitions) {
    if (!("selectionSet" in definition)) continue;
    const type = "typeCondition" in definition ? definition.typeCondition.name.value : "";
    measure(
      [definition.selectionSet],
      1,
      type.startsWith("__") ? deepestIntrospection : documentLimits.depth,
    );
  }
}

/** What GraphiQL asks: types within types. Lists within lists have a rule of their own in graphql-js. */
const deepestIntrospection = 20;

const badRequest = { status: 400, spec: true };

function refusal(limit: DocumentLimit): GraphQLError {
  const [most, { code, rule }] = [documentLimits[limit], refusals[limit]];
  return new GraphQLError(`The document ${rule.replace("{n}", most.toLocaleString("en"))} that are served.`, {
    extensions: { code, limit: { [limit]: most }, http: badRequest },
  });
}
