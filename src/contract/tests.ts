/** Test mode: an automation's draft on the real engine, in an isolated workspace whose clock can be moved. */
import { z } from "zod";
import { all, byId, done, id, instant, json, jsonObject, name } from "./common.ts";
import { draftDocument, problem } from "./document.ts";
import { message } from "./message.ts";
import { procedure, refusal, refusals } from "./procedure.ts";
import { runStep } from "./runs.ts";
import { sandboxAction } from "./sandbox.ts";

export const testState = z.object({
  sessionId: id,
  automationId: id,
  /** The session's own time. */
  now: instant,
  /** When the next timer fires; null where nothing waits for time. */
  nextTimer: z.object({ at: instant, stepId: z.string().nullable() }).nullable(),
  messages: z.array(message),
  runs: z.array(
    z.object({
      id,
      /** Its name; steps have their ids within it. */
      automation: z.string(),
      /** Of the automation that is tried, not of one it started. */
      own: z.boolean(),
      triggerId: z.string().nullable(),
      status: z.string(),
      reason: z.string().nullable(),
      at: z.array(z.string()),
      steps: z.array(runStep),
      vars: jsonObject,
      reply: json.nullable(),
    }),
  ),
  contact: z.object({
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    email: z.string().nullable(),
    language: z.string().nullable(),
    consent: z.string(),
    blocked: z.boolean(),
    fields: z.record(z.string(), json),
    tags: z.array(z.string()),
    lists: z.array(z.string()),
    operators: z.array(z.string()),
  }),
  /** Calls to the outside that the session answered by itself. */
  requests: z.array(
    z.object({
      at: instant,
      connector: z.string(),
      method: z.string().nullable(),
      url: z.string().nullable(),
      body: json.nullable(),
      status: z.number().nullable(),
    }),
  ),
  tickets: z.array(z.object({ reference: z.string(), title: z.string(), status: z.string(), priority: z.string() })),
});
export type TestState = z.infer<typeof testState>;

const session = z.object({ sessionId: id });

export const simulatedError = z.discriminatedUnion("kind", [
  /** WhatsApp answers the next sends with this error. */
  z.object({
    kind: z.literal("provider"),
    code: z.int().optional(),
    http: z.int().optional(),
    timeout: z.boolean().optional(),
    times: z.int().min(1).max(100).default(1),
  }),
  /** The last message fails on its way. */
  z.object({ kind: z.literal("delivery"), code: z.int() }),
  /** The last message arrives, or is read. */
  z.object({ kind: z.literal("receipt"), status: z.enum(["delivered", "read"]) }),
  /** What the model says next, or why it hands over. */
  z.object({ kind: z.literal("ai"), answer: z.string().min(1).max(4096).optional(), handOver: z.string().max(500).optional() }),
  /** How the next call to the customer ends. */
  z.object({ kind: z.literal("call"), outcome: z.enum(["success", "neutral", "call_back", "no_answer", "failed"]) }),
  /** The next calls to outside systems answer so. */
  z.object({
    kind: z.literal("webhook"),
    status: z.int().min(100).max(599),
    body: json.optional(),
    times: z.int().min(1).max(100).default(1),
  }),
]);

/** What a line of the file expected, and what was there instead. */
const failure = z.object({ line: z.number().nullable(), expected: z.string(), found: z.string() });

const scenario = z.object({
  id,
  name: z.string(),
  content: z.string(),
  lastResult: z.enum(["passed", "failed"]).nullable(),
  lastFailure: failure.nullable(),
  lastRunAt: instant.nullable(),
  updatedAt: instant,
});
const result = z.object({
  id,
  name: z.string(),
  passed: z.boolean(),
  failure: failure.nullable(),
  durationMs: z.number(),
});

export const tests = {
  start: procedure("automations:write", "POST", "/automations/{automationId}/tests", {
    summary: "Start a test session on a draft",
    status: 201,
  })
    .input(
      z.object({
        automationId: id,
        /** The draft as it is in the editor; the saved one when left out. */
        document: draftDocument.optional(),
        clock: instant.optional(),
        contact: z
          .object({
            firstName: z.string().optional(),
            lastName: z.string().optional(),
            email: z.string().optional(),
            language: z.string().optional(),
            fields: jsonObject.optional(),
            tags: z.array(z.string()).optional(),
            lists: z.array(z.string()).optional(),
          })
          .optional(),
      }),
    )
    .output(testState)
    .errors({
      not_publishable: { ...refusal("not_publishable"), data: z.object({ problems: z.array(problem) }) },
      ...refusals.notAvailable,
    }),
  state: procedure("automations:write", "GET", "/tests/{sessionId}", "Where the session stands").input(session).output(testState),
  act: procedure("automations:write", "POST", "/tests/{sessionId}/actions", "Write, press, send as the customer")
    .input(session.extend({ action: sandboxAction }))
    .output(testState)
    .errors(refusals.conflict),
  trigger: procedure("automations:write", "POST", "/tests/{sessionId}/triggers", "Set off a start step that no message sets off")
    .input(session.extend({ triggerId: z.string().max(64), payload: jsonObject.optional() }))
    .output(testState)
    .errors(refusals.conflict),
  advance: procedure(
    "automations:write",
    "POST",
    "/tests/{sessionId}/clock",
    "Move the clock on, or to an instant; everything on the way happens",
  )
    .input(
      session.extend({
        byMs: z
          .int()
          .min(0)
          .max(366 * 86_400_000)
          .optional(),
        to: instant.optional(),
      }),
    )
    .output(testState)
    .errors(refusals.conflict),
  jump: procedure("automations:write", "POST", "/tests/{sessionId}/next-timer", "Jump to the next timer")
    .input(session)
    .output(testState)
    .errors(refusals.conflict),
  simulate: procedure("automations:write", "POST", "/tests/{sessionId}/errors", "Let the outside fail")
    .input(session.extend({ error: simulatedError }))
    .output(testState)
    .errors(refusals.conflict),
  end: procedure("automations:write", "DELETE", "/tests/{sessionId}", "End the session and forget it").input(session).output(done),
  record: procedure("automations:write", "GET", "/tests/{sessionId}/scenario", "The session as a scenario file")
    .input(session)
    .output(z.object({ content: z.string() })),
  scenarios: procedure("automations:read", "GET", "/automations/{automationId}/scenarios", "Saved tests")
    .input(z.object({ automationId: id }))
    .output(all(scenario)),
  saveScenario: procedure("automations:write", "POST", "/automations/{automationId}/scenarios", { summary: "Save a test", status: 201 })
    .input(z.object({ automationId: id, name, sessionId: id.optional(), content: z.string().max(1_000_000).optional() }))
    .output(scenario)
    .errors(refusals.nameTaken),
  updateScenario: procedure("automations:write", "PATCH", "/scenarios/{id}", "Change a saved test")
    .input(byId.extend({ name: name.optional(), content: z.string().max(1_000_000).optional() }))
    .output(scenario)
    .errors(refusals.nameTaken),
  deleteScenario: procedure("automations:write", "DELETE", "/scenarios/{id}", "Delete a saved test").input(byId).output(done),
  run: procedure(
    "automations:write",
    "POST",
    "/automations/{automationId}/scenarios/run",
    "Run saved tests on the draft; all when none is named",
  )
    .input(
      z.object({
        automationId: id,
        ids: z.array(id).max(200).optional(),
        /** The draft as it is in the editor; the saved one when left out. */
        document: draftDocument.optional(),
      }),
    )
    .output(z.object({ results: z.array(result), passed: z.number(), failed: z.number() }))
    .errors(refusals.notAvailable),
};
