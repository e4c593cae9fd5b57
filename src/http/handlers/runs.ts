import type { RunControlEvent } from "../../automation/event.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { findVersion } from "../../store/automation-versions.ts";
import { inTransaction } from "../../store/db.ts";
import { insertEvents } from "../../store/engine-write.ts";
import { notifyWork } from "../../store/notify.ts";
import { activeRunRefs, findRun, listRuns, presentWholeRun, type RunRef } from "../../store/runs.ts";
import type { Context } from "../contact-access.ts";
import { api } from "../procedures.ts";

/** Runs belong to the engine: what people want of them goes in as an event, in its turn with everything else of that contact. */
async function control({ app, caller }: Context, runs: RunRef[], event: Omit<RunControlEvent, "type" | "runId">): Promise<void> {
  const now = app.clock.now();
  await inTransaction(app.pool, async ({ client }) => {
    await insertEvents(
      client,
      runs.map(({ id, contact_id }) => ({
        workspace_id: caller.workspaceId,
        contact_key: `c:${contact_id}`,
        contact_id,
        type: "run_control",
        payload: { runId: id, ...event },
        occurred_at: now,
        received_at: now,
      })),
    );
    await notifyWork(client, { worker: runs.length > 0 });
  });
}

async function mustFindRun({ app, caller }: Context, id: string) {
  const row = await findRun(app.db, caller.workspaceId, id, caller.onlyAssignedTo);
  if (!row) throw notFound("run");
  return row;
}

async function controlOne(context: Context, id: string, event: Omit<RunControlEvent, "type" | "runId">) {
  const row = await mustFindRun(context, id);
  if (row.ended_at !== null) throw new Refusal("conflict", "This run has ended.");
  await control(context, [row], event);
  return { accepted: true as const };
}

interface Step {
  id: string;
  type: string;
}

export const runs = {
  list: api.runs.list.handler(({ context: { app, caller }, input }) =>
    listRuns(app.db, caller.workspaceId, { ...input, onlyAssignedTo: caller.onlyAssignedTo }),
  ),

  get: api.runs.get.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const row = await mustFindRun(context, input.id);
    const version = await findVersion(app.db, caller.workspaceId, row.automation_id, { id: row.version_id });
    const steps = (version?.document["steps"] ?? []) as unknown as Step[];
    return await presentWholeRun(app.db, caller.workspaceId, row, (stepId) => steps.find(({ id }) => id === stepId)?.type ?? "");
  }),

  stop: api.runs.stop.handler(({ context, input }) =>
    controlOne(context, input.id, { action: "stop", reason: input.reason ?? "stopped_by_operator" }),
  ),
  skipWait: api.runs.skipWait.handler(({ context, input }) => controlOne(context, input.id, { action: "skip_wait" })),
  restartHere: api.runs.restartHere.handler(({ context, input }) =>
    controlOne(context, input.id, { action: "restart_here", stepId: input.stepId }),
  ),

  stopMany: api.runs.stopMany.handler(async ({ context, input }) => {
    if (!input.ids && !input.automationId) throw new Refusal("invalid_input", "Name the runs, or an automation.");
    const { app, caller } = context;
    const found = await activeRunRefs(app.db, caller.workspaceId, { ...input, onlyAssignedTo: caller.onlyAssignedTo });
    await control(context, found, { action: "stop", reason: "stopped_by_operator" });
    return { stopping: found.length };
  }),
};
