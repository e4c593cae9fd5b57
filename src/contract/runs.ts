import { z } from "zod";
import { RUN_STATUSES } from "../automation/state.ts";
import { byId, id, instant, json, jsonObject, named, page, pageQuery } from "./common.ts";
import { procedure, refusals } from "./procedure.ts";

export const runSummary = z.object({
  id,
  automation: named,
  contact: z.object({ id, name: z.string(), phone: z.string().nullable() }),
  status: z.enum(RUN_STATUSES),
  reason: z.string().nullable(),
  triggerId: z.string().nullable(),
  /** Step ids where its paths are now. */
  at: z.array(z.string()),
  wakeAt: instant.nullable(),
  startedAt: instant,
  endedAt: instant.nullable(),
});
export type RunSummary = z.infer<typeof runSummary>;

/** One step of a run's path. */
export const runStep = z.object({
  pathId: z.string(),
  stepId: z.string(),
  stepType: z.string(),
  visit: z.number(),
  enteredAt: instant,
  /** Null where the path is now. */
  leftAt: instant.nullable(),
  exit: z.string().nullable(),
  error: z.string().nullable(),
  result: json.nullable(),
  /** Where it waits: until when, and for what. */
  wait: z.object({ deadline: instant.nullable(), on: z.array(z.string()) }).nullable(),
});

export const run = runSummary.extend({
  versionId: id,
  version: z.number(),
  trigger: jsonObject,
  vars: jsonObject,
  reply: json.nullable(),
  steps: z.array(runStep),
});
export type Run = z.infer<typeof run>;

const control = z.object({ accepted: z.literal(true) });

export const runs = {
  list: procedure("runs:read", "GET", "/runs", "Runs, newest first")
    .input(
      pageQuery.extend({
        automationId: id.optional(),
        contactId: id.optional(),
        status: z.enum(RUN_STATUSES).optional(),
        /** Only runs that have not ended. */
        active: z.boolean().optional(),
        stepId: z.string().max(64).optional(),
      }),
    )
    .output(page(runSummary)),
  get: procedure("runs:read", "GET", "/runs/{id}", "One run with its whole path").input(byId).output(run),
  stop: procedure("runs:write", "POST", "/runs/{id}/stop", { summary: "End a run", status: 202 })
    .input(byId.extend({ reason: z.string().max(200).optional() }))
    .output(control)
    .errors(refusals.conflict),
  skipWait: procedure("runs:write", "POST", "/runs/{id}/skip-wait", {
    summary: "Let a waiting run go on now, as if its deadline had come",
    status: 202,
  })
    .input(byId)
    .output(control)
    .errors(refusals.conflict),
  restartHere: procedure("runs:write", "POST", "/runs/{id}/restart-here", {
    summary: "Put a run at a step and go on from there",
    status: 202,
  })
    .input(byId.extend({ stepId: z.string().max(64) }))
    .output(control)
    .errors(refusals.conflict),
  stopMany: procedure("runs:write", "POST", "/runs/stop", { summary: "End named runs, or all of an automation (at a step)", status: 202 })
    .input(z.object({ ids: z.array(id).max(1000).optional(), automationId: id.optional(), stepId: z.string().max(64).optional() }))
    .output(z.object({ stopping: z.number() })),
};
