/** A fake OpenAI-compatible server: says what it was told to say next, and refuses requests that the real ones refuse. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Json, JsonObject } from "../../domain/json.ts";
import { defineSandboxConnection, type SandboxConnection } from "../connection.ts";
import type { OutsideAnswer, OutsideCall } from "../http/fake-outside.ts";

const KEY = "sandbox-ai-key";
const MODEL = "sandbox-model";
const EMBEDDING_MODEL = "sandbox-embedding";

/** What the model says next. `arguments` as it is, for calls that are no JSON. */
export type PlannedReply =
  | { answer: string }
  | { handOver: string; summary?: string }
  | { tool: string; arguments: Json }
  | { http: number; retryAfter?: number }
  | "timeout";

export interface FakeModel extends SandboxConnection {
  plan(reply: PlannedReply, times?: number): void;
  /** Bodies of the requests for a chat completion, in their order. */
  asked: JsonObject[];
}

export const connection = defineSandboxConnection<FakeModel>({
  kind: "ai",
  create(world, { embeddings = false, name = "ai" }) {
    const origin = `https://${String(name)}.model.example.com`;
    const planned: PlannedReply[] = [];
    const asked: JsonObject[] = [];
    let count = 0;

    function complete(call: OutsideCall): OutsideAnswer {
      const request = chatRequest.safeParse(call.body);
      if (!request.success) return refused(400, z.prettifyError(request.error));
      const fault = orderFault(request.data.messages);
      if (fault !== null) return refused(400, fault);
      asked.push(call.body as JsonObject);
      const reply = planned.shift() ?? silence(request.data);
      if (reply === "timeout") return "drop";
      if ("http" in reply) {
        const headers: Record<string, string> = reply.retryAfter === undefined ? {} : { "retry-after": String(reply.retryAfter) };
        return { status: reply.http, body: errorBody("Injected by the sandbox"), headers };
      }
      return { status: 200, body: completion(request.data, reply, `chatcmpl-${++count}`, call.at) };
    }

    function answer(call: OutsideCall): OutsideAnswer {
      if (call.headers["authorization"] !== `Bearer ${KEY}`) return refused(401, "Incorrect API key provided");
      const { pathname } = new URL(call.url);
      if (pathname === "/v1/models" && call.method === "GET") {
        const data = [MODEL, EMBEDDING_MODEL].map((id) => ({ id, object: "model", created: 1_750_000_000, owned_by: "sandbox" }));
        return { status: 200, body: { object: "list", data } };
      }
      if (pathname === "/v1/chat/completions" && call.method === "POST") return complete(call);
      if (pathname === "/v1/embeddings" && call.method === "POST") return embed(call.body as JsonObject);
      return refused(404, `Unknown request URL: ${call.method} ${pathname}`);
    }

    world.outside.serve(origin, answer);
    return {
      settings: {
        baseUrl: `${origin}/v1`,
        model: MODEL,
        inputPrice: "1",
        outputPrice: "4",
        currency: "USD",
        ...(embeddings === true && { embeddingModel: EMBEDDING_MODEL }),
      },
      secrets: { apiKey: KEY },
      asked,
      plan(reply, times = 1) {
        for (let i = 0; i < times; i++) planned.push(reply);
      },
    };
  },
});

const message = z.object({
  role: z.enum(["system", "developer", "user", "assistant", "tool"]),
  content: z.union([z.string(), z.array(z.looseObject({}))]).nullish(),
  tool_calls: z.array(z.object({ id: z.string(), type: z.literal("function"), function: z.looseObject({ name: z.string() }) })).optional(),
  tool_call_id: z.string().optional(),
});
const chatRequest = z.object({
  model: z.literal(MODEL),
  messages: z.array(message).min(1),
  tools: z
    .array(z.object({ type: z.literal("function"), function: z.looseObject({ name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/) }) }))
    .optional(),
  temperature: z.number().min(0).max(2).optional(),
});
type ChatRequest = z.output<typeof chatRequest>;

/** Results must follow the message that asked for them at once, one for each call. */
function orderFault(messages: ChatRequest["messages"]): string | null {
  let open: string[] = [];
  for (const { role, tool_calls, tool_call_id } of messages) {
    if (role === "tool") {
      if (!open.includes(tool_call_id ?? ""))
        return "messages with role 'tool' must be a response to a preceding message with 'tool_calls'";
      open = open.filter((id) => id !== tool_call_id);
      continue;
    }
    if (open.length > 0)
      return "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'";
    open = tool_calls?.map(({ id }) => id) ?? [];
  }
  return null;
}

/** With nothing planned it has nothing to say. */
function silence({ tools }: ChatRequest): PlannedReply {
  return tools?.some((tool) => tool.function.name === "no_reply")
    ? { tool: "no_reply", arguments: {} }
    : { answer: "Nothing was planned." };
}

function completion(request: ChatRequest, reply: Exclude<PlannedReply, "timeout" | { http: number }>, id: string, at: number): JsonObject {
  const call = "tool" in reply ? { name: reply.tool, arguments: textOf(reply.arguments) } : "handOver" in reply ? handOver(reply) : null;
  const content = "answer" in reply ? reply.answer : null;
  const prompt = Math.ceil(JSON.stringify(request.messages).length / 4);
  const completionTokens = Math.ceil(JSON.stringify(call ?? content).length / 4);
  return {
    id,
    object: "chat.completion",
    created: Math.floor(at / 1000),
    model: request.model,
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content,
          refusal: null,
          ...(call && { tool_calls: [{ id: `call_${id.replace("chatcmpl-", "")}`, type: "function", function: call }] }),
        },
        logprobs: null,
        finish_reason: call ? "tool_calls" : "stop",
      },
    ],
    usage: { prompt_tokens: prompt, completion_tokens: completionTokens, total_tokens: prompt + completionTokens },
  };
}

function handOver({ handOver: reason, summary }: { handOver: string; summary?: string }): { name: string; arguments: string } {
  return { name: "hand_over", arguments: JSON.stringify({ reason, ...(summary !== undefined && { summary }) }) };
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Texts that share words lie near each other: each word is one direction of 64. */
function embed({ input, model }: JsonObject): OutsideAnswer {
  if (model !== EMBEDDING_MODEL) return refused(404, `The model "${String(model)}" does not exist`);
  const texts = ([input].flat() as Json[]).map(String);
  const data = texts.map((text, index) => ({ object: "embedding", index, embedding: vectorOf(text) }));
  const tokens = Math.ceil(texts.join(" ").length / 4);
  return { status: 200, body: { object: "list", data, model: EMBEDDING_MODEL, usage: { prompt_tokens: tokens, total_tokens: tokens } } };
}

function vectorOf(text: string): number[] {
  const vector = Array.from({ length: 64 }, () => 0);
  for (const word of text.toLowerCase().match(/\p{L}{3,}/gu) ?? []) {
    const index = (createHash("sha256").update(word).digest()[0] as number) % 64;
    vector[index] = (vector[index] as number) + 1;
  }
  return vector;
}

function refused(status: number, text: string): OutsideAnswer {
  return { status, body: errorBody(text) };
}

function errorBody(text: string): JsonObject {
  return { error: { message: text, type: "invalid_request_error", param: null, code: null } };
}
