/** What assigning operators needs to know beyond the contact: whose turn it is, and who has how many contacts. */
import type pg from "pg";
import { executeBulk, insertStatement } from "./bulk.ts";
import type { Catalog } from "./workspace-snapshot.ts";

const ROTATION = { workspace_id: "uuid", automation_id: "uuid", step_id: "text", turn: "bigint" } as const;
// Added, not set: two workers may have assigned from the same sequence at the same time.
const ADD_TURNS = insertStatement(
  "rotation",
  ROTATION,
  "ON CONFLICT (workspace_id, automation_id, step_id) DO UPDATE SET turn = rotation.turn + excluded.turn",
);

/** The next number of each sequence, by `automation id/step id`. */
export async function loadTurns(client: pg.ClientBase, automationIds: string[]): Promise<Map<string, number>> {
  if (automationIds.length === 0) return new Map();
  const { rows } = await client.query({
    name: "load-turns",
    text: "SELECT automation_id, step_id, turn FROM rotation WHERE automation_id = ANY($1::uuid[])",
    values: [automationIds],
  });
  return new Map(rows.map((row) => [`${row.automation_id}/${row.step_id}`, row.turn]));
}

export async function saveTurns(
  client: pg.ClientBase,
  before: Map<string, number>,
  after: Map<string, number>,
  workspaceOf: (automationId: string) => string | undefined,
): Promise<void> {
  const rows = [...after].flatMap(([key, turn]) => {
    const [automationId, stepId] = key.split("/") as [string, string];
    const added = turn - (before.get(key) ?? 0);
    const workspaceId = workspaceOf(automationId);
    return added === 0 || workspaceId === undefined
      ? []
      : [{ workspace_id: workspaceId, automation_id: automationId, step_id: stepId, turn: added }];
  });
  await executeBulk(
    client,
    "add-turns",
    ADD_TURNS,
    rows.sort((a, b) => (a.automation_id + a.step_id < b.automation_id + b.step_id ? -1 : 1)),
  );
}

/** Contacts assigned to each operator of these workspaces, by e-mail. */
export async function loadOperatorLoads(client: pg.ClientBase, catalogs: Catalog[]): Promise<Map<string, number>> {
  const loads = new Map<string, number>();
  for (const { snapshot, operatorEmail } of catalogs) {
    const { rows } = await client.query({
      name: "operator-loads",
      text: `SELECT m.id, (SELECT count(*) FROM contact c WHERE c.workspace_id = $1 AND c.operator_ids @> ARRAY[m.id]) AS load FROM member m WHERE m.workspace_id = $1`,
      values: [snapshot.id],
    });
    for (const row of rows) loads.set(operatorEmail.get(row.id) as string, row.load);
  }
  return loads;
}
