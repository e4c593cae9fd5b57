import { z } from "zod";
import { durationMs, durationSchema } from "../../domain/duration.ts";
import { connectionProblems } from "../connection-problems.ts";
import { liquidText } from "../liquid-text.ts";
import { problem } from "../problems.ts";
import { reference } from "../reference.ts";
import { answered, askOutside, saveAnswer, savedParts } from "../request-step.ts";
import { defineStep, failed } from "../step.ts";
import { renderUrlTemplate } from "../template.ts";
import { usedLater } from "../variable-use.ts";
import { contentTypeOf, fillBody, fillHeaders, isJsonType, isReservedHeader, jsonBodyProblems } from "../webhook-body.ts";

const MAX_TIMEOUT_MS = 60_000;
/** RFC 9110 §5.6.2: a token. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;
/** What a document writes to ask how the call ended. */
const STATUS = "webhook_status";

const headers = z
  .record(z.string().regex(HEADER_NAME, "not a header's name"), liquidText(8192))
  .refine((value) => Object.keys(value).length <= 50, { error: "at most 50 headers" });

const config = z.strictObject({
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).default("POST"),
  url: liquidText(4000).describe("Address to call; values are encoded for their place in it"),
  headers: headers.default({}).describe("Further headers; Content-Type is application/json unless given"),
  body: liquidText(65_536).optional().describe("What is sent, usually JSON; values are escaped inside it. Not for GET"),
  save: savedParts(),
  timeout: durationSchema
    .refine((value) => durationMs(value) > 0 && durationMs(value) <= MAX_TIMEOUT_MS, { error: "more than nothing, at most 60 seconds" })
    .default({ seconds: 15 })
    .describe("How long one attempt may take"),
  auth: reference("connection").optional().describe("Connection whose credentials the call carries"),
});

export const step = defineStep({
  type: "send_webhook",
  group: "integration",
  title: "Send webhook",
  summary:
    "Calls an address of another system, signed after Standard Webhooks, and tries again for up to an hour when that system is busy or away. It waits for the answer only where something depends on it: values to save, a connected failed exit, or {{ vars.webhook_status }} later on.",
  config,
  exits: () => [{ name: "next" }, { name: "failed" }],
  enter(config, context) {
    const filled = fillHeaders(config.headers, context);
    if (!filled.ok) return failed(filled.error.code, filled.error.detail);
    const url = renderUrlTemplate(config.url, context.variables()).trim();
    const hasBody = config.body !== undefined && config.method !== "GET";
    const body = hasBody ? fillBody(config.body as string, contentTypeOf(filled.value), context) : null;
    if (body && !body.ok) return failed(body.error.code, body.error.detail);
    return askOutside(context, {
      connector: "webhook",
      connection: config.auth,
      payload: {
        method: config.method,
        url,
        headers: filled.value,
        timeoutMs: durationMs(config.timeout),
        ...(body && { body: body.value }),
      },
      wanted: Object.keys(config.save).length > 0 || statusUsed(context),
    });
  },
  resume: (config, context, wait, event) =>
    answered(context, wait.data, event, (answer) => {
      context.run.vars[STATUS] = answer.status ?? answer.code ?? null;
      return answer.ok ? saveAnswer(context, config.save, answer.body ?? null) : null;
    }),
  problems(config, { workspace }) {
    const reserved = Object.keys(config.headers).filter(isReservedHeader);
    return [
      ...connectionProblems(config.auth, "http", "auth", workspace),
      ...reserved.map((name) => problem("invalid_config", ["headers", name], `the header ${name} is set by Parola itself`, "Remove it.")),
      ...(/^(https?:\/\/|\{\{|%%)/i.test(config.url.trim())
        ? []
        : [problem("invalid_config", ["url"], "an address begins with https:// or http://", "Write the whole address.")]),
      ...(config.body !== undefined && isJsonType(contentTypeOf(config.headers)) ? jsonBodyProblems(config.body, ["body"]) : []),
    ];
  },
  examples: [
    {
      title: "A new lead for the CRM, its number kept",
      config: {
        url: "https://crm.example.com/leads",
        body: '{"phone": "{{ contact.phone }}", "name": "{{ contact.first_name }}"}',
        save: { "data.id": "vars.crm_id" },
      },
    },
    {
      title: "Looking something up",
      config: {
        method: "GET",
        url: "https://shop.example.com/orders/{{ vars.order_id }}",
        headers: { Accept: "application/json" },
        save: { "order.status": "vars.order_status" },
        timeout: { seconds: 5 },
      },
    },
  ],
});

function statusUsed({ workspace, run, node }: Parameters<typeof askOutside>[0]): boolean {
  const definition = workspace.automations[run.automationId]?.definition;
  return definition !== undefined && usedLater(definition, node, `vars.${STATUS}`);
}
