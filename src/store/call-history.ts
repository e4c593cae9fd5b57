/** Calls as people look at them. */
import { decodeCursor, toPage } from "./cursor.ts";
import type { Db } from "./db.ts";

export interface CallFilter {
  contactId?: string | undefined;
  direction?: "inbound" | "outbound" | undefined;
  outcome?: string | undefined;
  agentId?: string | undefined;
  /** A member who sees only their own contacts. */
  onlyAssignedTo: string | null;
  cursor?: string | undefined;
  limit: number;
}

/** Newest first. */
export async function listCalls(db: Db, workspaceId: string, filter: CallFilter) {
  const after = decodeCursor(filter.cursor, ["time", "id"]);
  let query = db
    .selectFrom("call")
    .innerJoin("contact", (join) =>
      join.onRef("contact.workspace_id", "=", "call.workspace_id").onRef("contact.id", "=", "call.contact_id"),
    )
    .selectAll("call")
    .select(["contact.first_name", "contact.last_name"])
    .where("call.workspace_id", "=", workspaceId);
  if (filter.contactId !== undefined) query = query.where("call.contact_id", "=", filter.contactId);
  if (filter.direction !== undefined) query = query.where("direction", "=", filter.direction);
  if (filter.outcome !== undefined) query = query.where("outcome", "=", filter.outcome);
  if (filter.agentId !== undefined) query = query.where("agent_id", "=", filter.agentId);
  const member = filter.onlyAssignedTo;
  if (member !== null) query = query.where((eb) => eb(eb.val(member), "=", eb.fn.any("contact.operator_ids")));
  if (after) {
    const [at, id] = [new Date(after[0]), after[1]];
    query = query.where((eb) => eb(eb.refTuple("call.created_at", "call.id"), "<", eb.tuple(at, id)));
  }
  const rows = await query
    .orderBy("call.created_at", "desc")
    .orderBy("call.id", "desc")
    .limit(filter.limit + 1)
    .execute();
  return toPage(rows, filter.limit, presentCall, (row) => [row.created_at.toISOString(), row.id]);
}

interface CallRow {
  id: string;
  contact_id: string;
  first_name: string | null;
  last_name: string | null;
  direction: string;
  provider: string;
  phone: string | null;
  agent: string | null;
  state: string;
  outcome: string | null;
  reason: string | null;
  answered_by: string | null;
  digits: string | null;
  speech: string | null;
  summary: string | null;
  duration: number | null;
  test: boolean;
  automation_id: string | null;
  run_id: string | null;
  step_id: string | null;
  created_at: Date;
  answered_at: Date | null;
  ended_at: Date | null;
}

function presentCall(row: CallRow) {
  const { id, phone, agent, state, outcome, reason, digits, speech, summary, duration, test, provider } = row;
  return {
    ...{ id, phone, agent, state, outcome, reason, digits, speech, summary, duration, test, provider },
    direction: row.direction as "inbound" | "outbound",
    answeredBy: row.answered_by,
    contactId: row.contact_id,
    contactName: [row.first_name, row.last_name].filter(Boolean).join(" "),
    automationId: row.automation_id,
    runId: row.run_id,
    stepId: row.step_id,
    createdAt: row.created_at.toISOString(),
    answeredAt: row.answered_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}
