/** Where a test stands, as the builder shows it. */
import type { TestState } from "../../contract/tests.ts";
import { listContactMessages } from "../../store/messages.ts";
import { findRun, presentWholeRun } from "../../store/runs.ts";
import { findContactId, readContact, readRuns, readTickets } from "../../store/scenario/read.ts";
import type { ScenarioDocument } from "../scenario-schema.ts";
import type { World } from "../world.ts";

interface Shown {
  sessionId: string;
  automationId: string;
  subject: ScenarioDocument;
  person: string;
}

/** Newer ones beyond it are left out: nobody reads them, and a loop could make thousands. */
const MAX_RUNS = 50;
const MAX_REQUESTS = 100;

type StepTypes = Map<string, string>;

export async function presentState(world: World, { sessionId, automationId, subject, person }: Shown): Promise<TestState> {
  const contactId = await findContactId(world, person);
  const types: StepTypes = new Map(((subject["steps"] ?? []) as { id: string; type: string }[]).map(({ id, type }) => [id, type]));
  const runs = await wholeRuns(world, subject.name, types);
  const due = await world.nextDue();
  return {
    sessionId,
    automationId,
    now: iso(world.clock.now()),
    nextTimer: due === null ? null : { at: iso(due), stepId: waitingUntil(runs, iso(due)) },
    messages: contactId === null ? [] : await listContactMessages(world.db, world.workspaceId, contactId),
    runs,
    contact: contactId === null ? NOBODY : await presentContact(world, contactId),
    requests: world.outside.answered.slice(-MAX_REQUESTS).map(({ call, status }) => ({
      at: iso(call.at),
      connector: new URL(call.url).host,
      method: call.method,
      url: call.url,
      body: call.raw === "" ? null : call.body,
      status,
    })),
    tickets: (await readTickets(world)).map(({ reference, title, status, priority }) => ({ reference, title, status, priority })),
  };
}

/** Of whoever was in the world, in the order in which they started. */
async function wholeRuns(world: World, subject: string, types: StepTypes): Promise<TestState["runs"]> {
  const shown: TestState["runs"] = [];
  for (const { id, automation } of (await readRuns(world)).slice(0, MAX_RUNS)) {
    const row = await findRun(world.db, world.workspaceId, id, null);
    if (!row) continue;
    const own = automation === subject;
    const run = await presentWholeRun(world.db, world.workspaceId, row, (stepId) => (own ? (types.get(stepId) ?? "") : ""));
    const { status, reason, triggerId, at, steps, vars, reply } = run;
    shown.push({
      id,
      automation,
      own,
      triggerId,
      status,
      reason,
      at: row.ended_at === null ? at : [],
      steps: steps.filter(leftOrThere(row.ended_at)),
      vars,
      reply,
    });
  }
  return shown;
}

/** Where a run ended there is nobody any more. */
function leftOrThere(endedAt: Date | null) {
  return ({ leftAt }: { leftAt: string | null }) => endedAt === null || leftAt !== null;
}

function waitingUntil(runs: TestState["runs"], at: string): string | null {
  const waiting = runs.flatMap(({ own, steps }) => (own ? steps : [])).find(({ wait }) => wait !== null && wait.deadline === at);
  return waiting?.stepId ?? null;
}

const NOBODY: TestState["contact"] = {
  firstName: null,
  lastName: null,
  email: null,
  language: null,
  consent: "not_declared",
  blocked: false,
  fields: {},
  tags: [],
  lists: [],
  operators: [],
};

async function presentContact(world: World, contactId: string): Promise<TestState["contact"]> {
  const { first_name, last_name, email, language, consent, blocked, fields, tags, lists, operators } = await readContact(world, contactId);
  return { firstName: first_name, lastName: last_name, email, language, consent, blocked, fields, tags, lists, operators };
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
