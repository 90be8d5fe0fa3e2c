/** Workers AI as far as the product uses it: https://developers.cloudflare.com/workers-ai/models/bge-m3/. */
import { WorkerEntrypoint } from "cloudflare:workers";
import * as z from "zod";
import { behave } from "./behaviour.ts";
import { dimensions, embed, localModel } from "./embedding.ts";

const input = z.object({ text: z.union([z.string(), z.array(z.string()).min(1).max(100)]) });

/** https://platform.openai.com/docs/api-reference/embeddings, which Ollama and others speak as well. */
const openAiAnswer = z.object({
  model: z.string().optional(),
  data: z.array(z.object({ index: z.int(), embedding: z.array(z.number()).length(dimensions) })),
});

/** What the model answers: a vector a text. `model` names who really made them; the real binding leaves it out. */
export type Embeddings = { shape: number[]; data: number[][]; model?: string };

export class LocalAi extends WorkerEntrypoint<PlatformEnv> {
  /** Embeds up to 100 texts. Other models are unknown here, as a wrong name is to the platform. */
  async run(model: string, inputs: unknown): Promise<Embeddings> {
    await behave(this.env, "ai");
    if (model !== "@cf/baai/bge-m3") throw new Error(`5007: No such model ${model} or task`);
    const parsed = input.safeParse(inputs);
    if (!parsed.success) throw new Error("5006: Error: oneOf at '/' not met: text takes 1 to 100 texts");
    const texts = [parsed.data.text].flat();
    const { data, model: answering } = this.env.EMBEDDINGS_URL
      ? await this.#ask(this.env.EMBEDDINGS_URL, texts)
      : { data: texts.map(embed), model: localModel };
    return { shape: [data.length, dimensions], data, model: answering };
  }

  async #ask(url: string, texts: string[]): Promise<{ data: number[][]; model: string }> {
    const model = this.env.EMBEDDINGS_MODEL ?? "bge-m3";
    const response = await fetch(new URL("/v1/embeddings", url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model, input: texts }),
    });
    if (!response.ok) throw new Error(`EMBEDDINGS_URL answered ${response.status}`);
    const { data, model: name } = openAiAnswer.parse(await response.json());
    const inOrder = data.toSorted((one, other) => one.index - other.index);
    return { data: inOrder.map(({ embedding }) => embedding), model: name ?? model };
  }
}
