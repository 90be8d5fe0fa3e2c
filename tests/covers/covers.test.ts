import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { editionRecord } from "../../src/books/record.ts";
import { harvestCovers } from "../../src/covers/harvest.ts";
import { parseIsbn } from "../../src/isbn.ts";
import { RequestDatabase } from "../../src/platform/d1.ts";
import { execute } from "../support/api.ts";
import { shelve } from "../support/library.ts";
import { BookDocument } from "../support/operations.gen.ts";
import { picture } from "./picture.ts";

/** The head of a PNG of any size: all that telling its size needs. */
function png(width: number, height: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(64);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

const pictures: Record<string, () => Response | Promise<Response>> = {
  "https://covers.example/good-S.png": () => new Response(png(80, 120)),
  "https://covers.example/good-L.png": () => new Response(png(400, 600)),
  "https://covers.example/dot.png": () => new Response(png(1, 1)),
  "https://covers.example/page.html": () =>
    new Response("<html>captcha</html>", { headers: { "content-type": "image/png" } }),
  "https://covers.example/huge.png": () =>
    new Response(png(400, 600), { headers: { "content-length": "9000000" } }),
  "https://covers.example/gone.png": () => new Response(null, { status: 404 }),
  "https://covers.example/down.png": () => Promise.reject(new Error("down")),
};

let fetched = 0;
const harvest = (images: ImagesBinding | undefined = env.IMAGES) =>
  harvestCovers({
    db: new RequestDatabase(env.DB),
    bucket: env.FILES,
    images,
    now: () => new Date(),
    fetch: async (request) => {
      fetched += 1;
      return pictures[request.url]?.() ?? new Response(null, { status: 500 });
    },
  });

const isbns = [
  "9780306406157",
  "9780735619678",
  "9780304333769",
  "9784873113364",
  "9783642387456",
  "9782070375165",
].map(parseIsbn);
const names = ["good-L", "dot", "page", "huge", "gone", "down"];

beforeAll(() =>
  shelve(
    isbns.map((isbn, index) => {
      const url = `https://covers.example/${names[index]}.${names[index] === "page" ? "html" : "png"}`;
      const small = index === 0 ? "https://covers.example/good-S.png" : null;
      return editionRecord({ isbn, title: `Covered ${index}`, cover: { small, medium: null, large: url } });
    }),
  ),
);

async function coverOf(isbn: string) {
  const { data } = await execute(BookDocument, { isbn });
  return data.book?.cover ?? null;
}

describe("the harvest", () => {
  it("keeps what is a cover, in the sizes there are, and says why the others are none", async () => {
    expect(await coverOf("9780306406157")).toBe("https://covers.example/good-L.png");
    expect(await harvest()).toBe(1);
    const failures = await env.DB.prepare(
      "SELECT isbn, failure FROM covers WHERE failure IS NOT NULL AND size = 'LARGE' ORDER BY isbn",
    ).all();
    expect(failures.results).toEqual([
      { isbn: "9780304333769", failure: "It is not a JPEG, PNG, WebP or GIF image." },
      { isbn: "9780735619678", failure: "It is 1 by 1 pixels: a placeholder." },
      { isbn: "9782070375165", failure: "No connection." },
      { isbn: "9783642387456", failure: "The service answered 404." },
      { isbn: "9784873113364", failure: "It is larger than 5 MB." },
    ]);
  });

  it("fetches nothing twice that is kept, and gives the others up after three times", async () => {
    fetched = 0;
    await harvest();
    await harvest();
    expect(fetched).toBe(10);
    await harvest();
    expect(fetched).toBe(10);
  });

  it("gives the book this Worker's own URL", async () => {
    expect(await coverOf("9780306406157")).toMatch(
      /^http:\/\/bookstrack\.example\/covers\/9780306406157\/large\?v=[0-9a-f]{12}$/,
    );
    expect(await coverOf("9780735619678")).toBe("https://covers.example/dot.png");
  });
});

describe("a picture that can be read", () => {
  const sizesOf = async (isbn: string) =>
    (
      await env.DB.prepare(
        "SELECT size, width, height, content_type AS type FROM covers WHERE isbn = ? ORDER BY width",
      )
        .bind(isbn)
        .all()
    ).results;

  it("is kept in three sizes, none larger than it came", async () => {
    const url = "https://covers.example/picture.png";
    pictures[url] = () => new Response(picture(600, 900, [200, 30, 30]));
    const cover = { small: null, medium: null, large: url };
    await shelve([editionRecord({ isbn: parseIsbn("9780140449136"), title: "Read me", cover })]);
    expect(await harvest()).toBe(1);
    expect(await sizesOf("9780140449136")).toEqual([
      { size: "SMALL", width: 128, height: 192, type: "image/webp" },
      { size: "MEDIUM", width: 320, height: 480, type: "image/webp" },
      { size: "LARGE", width: 600, height: 900, type: "image/webp" },
    ]);
  });

  it("is kept as it is where nothing can resize it", async () => {
    const url = "https://covers.example/other.png";
    pictures[url] = () => new Response(picture(600, 900, [30, 200, 30]));
    const cover = { small: null, medium: null, large: url };
    await shelve([editionRecord({ isbn: parseIsbn("9780141439518"), title: "Read me too", cover })]);
    const failing = {
      input: () => {
        throw new Error("down");
      },
    } as unknown as ImagesBinding;
    expect(await harvest(failing)).toBe(1);
    expect(new Set((await sizesOf("9780141439518")).map(({ width }) => width))).toEqual(new Set([600]));
  });

  it("is a placeholder when four works have it: it is taken away, and never kept again", async () => {
    const cover = (number: number) => ({
      small: null,
      medium: null,
      large: `https://covers.example/none-${number}.png`,
    });
    for (const number of [1, 2, 3, 4, 5])
      pictures[cover(number).large] = () => new Response(picture(300, 400, [9, 9, 9]));
    const five = ["9780000000019", "9780000000026", "9780000000033", "9780000000040", "9780000000057"].map(
      parseIsbn,
    );
    const none = five.map((isbn, index) =>
      editionRecord({ isbn, title: `Coverless ${index}`, cover: cover(index + 1) }),
    );
    await shelve(none.slice(0, 4));
    expect(await harvest()).toBe(0);
    await shelve(none.slice(4));
    expect(await harvest()).toBe(0);
    const kept = await env.DB.prepare(
      "SELECT count(*) AS kept FROM covers JOIN books USING (isbn) WHERE title LIKE 'Coverless%' AND hash IS NOT NULL",
    ).first();
    expect(kept).toEqual({ kept: 0 });
    const lying = await env.FILES.list({ prefix: "covers/" });
    const referenced = await env.DB.prepare("SELECT count(DISTINCT hash) AS hashes FROM covers").first<{
      hashes: number;
    }>();
    expect(lying.objects).toHaveLength(referenced?.hashes ?? -1);
  });
});

describe("a kept cover", () => {
  const get = (path: string, init: RequestInit = {}) =>
    exports.default.fetch(`http://bookstrack.example/covers/${path}`, init);

  it("is served to be cached for good, and not sent again to who has it", async () => {
    const cover = await get("9780306406157/large");
    expect(cover.status).toBe(200);
    expect(cover.headers.get("content-type")).toBe("image/png");
    expect(cover.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(new Uint8Array(await cover.arrayBuffer())).toEqual(png(400, 600));
    const etag = cover.headers.get("etag") ?? "";
    const again = await get("9780306406157/large", { headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
    const head = await get("9780306406157/small", { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(await head.text()).toBe("");
  });

  it("is the nearest size where one is missing", async () => {
    const medium = await get("9780306406157/medium");
    expect(new Uint8Array(await medium.arrayBuffer())).toEqual(png(400, 600));
  });

  it.each([
    "9780735619678/large",
    "9780000000002/large",
    "9780306406157/giant",
    "9780306406157",
    "..%2F..%2Fjobs/x",
    "",
  ])("is not found at %j", async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it("is only read", async () => {
    expect((await get("9780306406157/large", { method: "DELETE" })).status).toBe(405);
  });
});
