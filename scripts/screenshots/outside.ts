/** What the flower shop is connected with, on this machine: a model that knows its answers, a florist's till that takes every call. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export const MODEL = "gpt-4.1-mini";
const EMBEDDINGS = "text-embedding-3-small";

/** What the model says to a question with this word in it. */
const ANSWERS: readonly [RegExp, string][] = [
  [
    /monza|deliver/i,
    "Yes, we deliver to Monza every day but Sunday. Ordered before 12 your flowers arrive the same afternoon; delivery is €6.",
  ],
  [/tulip/i, "Tulips are in season until the end of April: 10 stems for €15, in white, yellow, pink or mixed."],
  [/./, "We are open 9–13 and 15–19, on Saturday until 13."],
];

export interface Outside {
  url: string;
  close(): void;
}

export async function startOutside(): Promise<Outside> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const path = request.url ?? "";
      const answer = (status: number, value: unknown) => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(JSON.stringify(value));
      };
      if (path.endsWith("/models")) return answer(200, { data: [{ id: MODEL }, { id: EMBEDDINGS }] });
      if (path.endsWith("/chat/completions")) return answer(200, completion(JSON.parse(body) as Asked));
      // The online shop: it has no orders yet and takes every webhook.
      if (path.includes("/wp-json/")) return answer(200, request.method === "GET" ? [] : { id: 1, status: "active" });
      if (path.startsWith("/old")) return answer(410, { error: "This address is no longer used" });
      answer(200, { order: { id: 1043, total: 45, status: "ready" } });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

interface Asked {
  messages: { role: string; content: string }[];
}

function completion({ messages }: Asked): unknown {
  const question = messages.findLast(({ role }) => role === "user")?.content ?? "";
  const content = ANSWERS.find(([words]) => words.test(question))?.[1] ?? "";
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_770_000_000,
    model: MODEL,
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
    usage: { prompt_tokens: 420, completion_tokens: 38, total_tokens: 458 },
  };
}
