import { bareEnvironment } from "../../automation/bare-environment.ts";
import type { RunState } from "../../automation/state.ts";
import { templateVariables } from "../../automation/variables.ts";
import type { Json } from "../../domain/json.ts";
import { resolvePeriod } from "../../domain/period.ts";
import { changeContacts, contactScope } from "../../operations/change-contact.ts";
import { createMissing } from "../../operations/upsert-contacts.ts";
import { contactIdsAtStep, contactsAtStep, dailyRuns, messageCounts, nodeCounts } from "../../store/automation-counts.ts";
import { readContactState } from "../../store/contact-state.ts";
import { contactName } from "../../store/contacts.ts";
import { inTransaction } from "../../store/db.ts";
import { countActive, findRun, waitingBySteps } from "../../store/runs.ts";
import { type Context, catalogOf, mustFindContact, sourceOf } from "../contact-access.ts";
import { api } from "../procedures.ts";
import { mustFindAutomation } from "./automations.ts";

async function periodOf(context: Context, input: { from?: string | undefined; to?: string | undefined }) {
  const { timeZone } = (await catalogOf(context)).snapshot;
  return { ...resolvePeriod(input, context.app.clock.now(), timeZone), timeZone };
}

/** A thousand contacts change per transaction. */
const PORTION = 1000;

export const automationCounts = {
  counts: api.automations.counts.handler(async ({ context, input }) => {
    const { app, caller } = context;
    await mustFindAutomation(context, input.id);
    const period = await periodOf(context, input);
    const [counts, messages, waiting, daily, active] = await Promise.all([
      nodeCounts(app.db, caller.workspaceId, input.id, period),
      messageCounts(app.db, caller.workspaceId, input.id, period, period.timeZone),
      waitingBySteps(app.db, caller.workspaceId, input.id),
      dailyRuns(app.db, caller.workspaceId, input.id, period, period.timeZone),
      countActive(app.db, caller.workspaceId, input.id),
    ]);
    const sent = new Map(messages.map(({ step_id, ...rest }) => [step_id, rest]));
    const ids = new Set([...counts.map((count) => count.node_id), ...waiting.keys(), ...sent.keys()]);
    const nodes = [...ids].map((nodeId) => {
      const own = counts.filter((count) => count.node_id === nodeId);
      const of = (what: string) => own.find((count) => count.what === what)?.count ?? 0;
      return {
        nodeId,
        entered: of("entered"),
        errors: of("error"),
        exits: Object.fromEntries(own.filter(({ what }) => what !== "entered" && what !== "error").map(({ what, count }) => [what, count])),
        waiting: waiting.get(nodeId) ?? 0,
        messages: sent.get(nodeId) ?? null,
      };
    });
    const sum = (key: "started" | "completed" | "failed" | "stopped") => daily.reduce((total, row) => total + row[key], 0);
    return { nodes, started: sum("started"), active, completed: sum("completed"), failed: sum("failed"), stopped: sum("stopped") };
  }),

  daily: api.automations.daily.handler(async ({ context, input }) => {
    await mustFindAutomation(context, input.id);
    const period = await periodOf(context, input);
    return { items: await dailyRuns(context.app.db, context.caller.workspaceId, input.id, period, period.timeZone) };
  }),

  contactsAt: api.automations.contactsAt.handler(async ({ context, input }) => {
    const { app, caller } = context;
    await mustFindAutomation(context, input.id);
    const query = { ...input, ...(await periodOf(context, input)), onlyAssignedTo: caller.onlyAssignedTo };
    return await contactsAtStep(app.db, caller.workspaceId, input.id, query);
  }),

  listFromStep: api.automations.listFromStep.handler(async ({ context, input }) => {
    const { app, caller } = context;
    await mustFindAutomation(context, input.id);
    const query = { ...input, ...(await periodOf(context, input)), onlyAssignedTo: caller.onlyAssignedTo };
    const ids = await contactIdsAtStep(app.db, caller.workspaceId, input.id, query);
    const change = { addToLists: [input.list] };
    await createMissing(app, caller.workspaceId, [{ ...change, createMissing: true }], true);
    let added = 0;
    for (let start = 0; start < ids.length; start += PORTION) {
      const changes = ids.slice(start, start + PORTION).map((contactId) => ({ contactId, change }));
      added += (await inTransaction(app.pool, (tx) => changeContacts(tx, app, caller.workspaceId, changes, { source: sourceOf(caller) })))
        .length;
    }
    return { added };
  }),

  testValues: api.automations.testValues.handler(async ({ context, input }) => {
    const { app, caller } = context;
    await mustFindAutomation(context, input.id);
    const run = input.runId === undefined ? undefined : await findRun(app.db, caller.workspaceId, input.runId, caller.onlyAssignedTo);
    const contactId = input.contactId ?? run?.contact_id;
    if (contactId === undefined) return { contact: null, values: {} };
    const row = await mustFindContact(context, contactId);
    const catalog = await catalogOf(context);
    const state = await readContactState(app.pool, catalog, contactId);
    if (!state) return { contact: null, values: {} };
    const scope = contactScope(catalog, state);
    const environment = bareEnvironment(app.clock.now());
    const values = templateVariables(scope, run ? runState(run) : null, environment);
    return { contact: { id: row.id, name: contactName(row) }, values: JSON.parse(JSON.stringify(values)) as Record<string, Json> };
  }),
};

function runState(run: NonNullable<Awaited<ReturnType<typeof findRun>>>): RunState {
  return { ...run.state, trigger: run.trigger } as unknown as RunState;
}
