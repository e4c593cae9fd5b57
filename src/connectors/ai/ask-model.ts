/**
 * One answer of a model, tools included, over the chat completions protocol that OpenAI and nearly every other server speak.
 * What comes back is untrusted: tools' arguments have passed their schema, nothing else has been checked.
 */
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText, stepCountIs, type ToolSet, tool } from "ai";
import type { z } from "zod";
import type { Json, JsonObject } from "../../domain/json.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { createGuardedFetch } from "./guarded-fetch.ts";
import { type ModelFailure, modelFailure } from "./model-failure.ts";
import type { AiSettings } from "./settings.ts";

// Its warnings are about settings a server may not know; they would go to the console.
(globalThis as { AI_SDK_LOG_WARNINGS?: boolean }).AI_SDK_LOG_WARNINGS = false;

const TIMEOUT_MS = 60_000;
/** All rounds of one answer together; below the turn's lease. */
const BUDGET_MS = 120_000;
const MAX_BYTES = 1024 * 1024;

export interface ModelTool {
  name: string;
  description: string;
  input: z.ZodType<JsonObject>;
  /** What the model is told; a thrown error is told too, by its message. */
  run(input: JsonObject): Promise<Json>;
  /** No further round follows: the model said what is to happen. */
  ends?: boolean;
}

export interface ModelRequest {
  model: string;
  system: string;
  messages: { role: "user" | "assistant"; text: string }[];
  /** Null: the model's own. */
  temperature: number | null;
  /** Of one answer. */
  maxTokens: number;
  tools: ModelTool[];
  /** Requests to the model at most, the first included. */
  maxRounds: number;
  /** Epoch milliseconds. */
  now: number;
}

export interface ModelAnswer {
  ok: true;
  /** Of the last round; empty where it only called tools. */
  text: string;
  /** The tool that ended it. */
  ended: { tool: string; input: JsonObject } | null;
  /** `stop`, `length`, `content-filter`, `tool-calls` … */
  finishReason: string;
  inputTokens: number;
  outputTokens: number;
  /** Tool calls in order, with what came of each. */
  steps: JsonObject[];
}

export async function askModel(http: OutgoingHttp, settings: AiSettings, request: ModelRequest): Promise<ModelAnswer | ModelFailure> {
  const { model, system, messages, temperature, maxTokens, tools, maxRounds, now } = request;
  const provider = createOpenAICompatible({
    name: "ai",
    baseURL: settings.baseUrl,
    ...(settings.apiKey !== "" && { apiKey: settings.apiKey }),
    fetch: createGuardedFetch(http, { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES }, BUDGET_MS),
    transformRequestBody: (body) => withTokenLimit(settings.baseUrl, body),
  });
  const ends = new Set(tools.flatMap(({ name, ends: last }) => (last ? [name] : [])));
  try {
    const result = await generateText({
      model: provider.chatModel(model),
      system,
      messages: messages.map(({ role, text }) => ({ role, content: text })),
      maxOutputTokens: maxTokens,
      maxRetries: 0,
      ...(temperature !== null && { temperature }),
      ...(tools.length > 0 && { tools: toolSet(tools) }),
      stopWhen: [
        stepCountIs(maxRounds),
        ({ steps }) => steps.at(-1)?.toolCalls.some((call) => !call.invalid && ends.has(call.toolName)) ?? false,
      ],
    });
    const ended = result.toolCalls.find((call) => !call.invalid && ends.has(call.toolName));
    return {
      ok: true,
      text: result.text,
      ended: ended ? { tool: ended.toolName, input: ended.input as JsonObject } : null,
      finishReason: result.finishReason,
      inputTokens: result.totalUsage.inputTokens ?? 0,
      outputTokens: result.totalUsage.outputTokens ?? 0,
      steps: result.steps.flatMap(({ content }) => content.flatMap(stepOf)),
    };
  } catch (error) {
    return modelFailure(error, now);
  }
}

/** OpenAI's own newer models refuse `max_tokens`; older servers know nothing else. */
function withTokenLimit(baseUrl: string, body: Record<string, unknown>): Record<string, unknown> {
  if (!/^https:\/\/[^/]*\bopenai\.(com|azure\.com)\b/.test(baseUrl)) return body;
  const { max_tokens, ...rest } = body;
  return max_tokens === undefined ? rest : { ...rest, max_completion_tokens: max_tokens };
}

function toolSet(tools: ModelTool[]): ToolSet {
  return Object.fromEntries(
    tools.map(({ name, description, input, run }) => [
      name,
      tool({ description, inputSchema: input, execute: async (given: JsonObject) => await run(given) }),
    ]),
  );
}

/** Longest record of one tool call's result. */
const MAX_KEPT = 2000;

function stepOf(part: { type: string }): JsonObject[] {
  if (part.type === "tool-result") {
    const { toolName, input, output } = part as unknown as { toolName: string; input: Json; output: Json };
    return [{ tool: toolName, input: input ?? null, result: shortened(output) }];
  }
  if (part.type === "tool-error") {
    const { toolName, input, error } = part as unknown as { toolName: string; input: Json; error: unknown };
    return [{ tool: toolName, input: input ?? null, error: (error instanceof Error ? error.message : String(error)).slice(0, MAX_KEPT) }];
  }
  return [];
}

function shortened(output: Json): Json {
  const text = JSON.stringify(output ?? null);
  return text.length > MAX_KEPT ? `${text.slice(0, MAX_KEPT)}…` : (output ?? null);
}
