/** Meanings as vectors, by the embeddings call of the same protocol. */
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { embedMany } from "ai";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { createGuardedFetch } from "./guarded-fetch.ts";
import { type ModelFailure, modelFailure } from "./model-failure.ts";
import type { AiSettings } from "./settings.ts";

const TIMEOUT_MS = 30_000;
/** Texts of one request: 64 vectors of 3,072 numbers are about 4 MB of JSON. */
const BATCH = 64;
const MAX_BYTES = 8 * 1024 * 1024;

/** Vectors of length 1, in the order of `texts`. `maxMs` is for all of them together. */
export async function embedTexts(
  http: OutgoingHttp,
  settings: AiSettings,
  texts: string[],
  { now, maxMs }: { now: number; maxMs: number },
): Promise<{ ok: true; vectors: number[][] } | ModelFailure> {
  const provider = createOpenAICompatible({
    name: "ai",
    baseURL: settings.baseUrl,
    ...(settings.apiKey !== "" && { apiKey: settings.apiKey }),
    fetch: createGuardedFetch(http, { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES }, maxMs),
  });
  const vectors: number[][] = [];
  try {
    for (let at = 0; at < texts.length; at += BATCH) {
      const { embeddings } = await embedMany({
        model: provider.embeddingModel(settings.embeddingModel),
        values: texts.slice(at, at + BATCH),
        maxRetries: 0,
      });
      vectors.push(...embeddings.map(ofLengthOne));
    }
    return { ok: true, vectors };
  } catch (error) {
    return modelFailure(error, now);
  }
}

function ofLengthOne(vector: number[]): number[] {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}
