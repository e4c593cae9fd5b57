/** Saved tests of automations: scenario files, and how they ended last. */
import type { Db } from "./db.ts";
import { newId } from "./id.ts";

export interface ScenarioFailure {
  /** Line of the file; null where it is about the whole. */
  line: number | null;
  expected: string;
  found: string;
}

export interface StoredScenario {
  id: string;
  automation_id: string;
  name: string;
  content: string;
  /** Name of the automation in the file whose place the draft takes. */
  subject: string;
  last_result: "passed" | "failed" | null;
  last_failure: ScenarioFailure | null;
  last_run_at: Date | null;
  updated_at: Date;
}

function scenarios(db: Db, workspaceId: string) {
  return db
    .selectFrom("automation_scenario")
    .select(["id", "automation_id", "name", "content", "subject", "last_result", "last_failure", "last_run_at", "updated_at"])
    .where("workspace_id", "=", workspaceId);
}

/** By name. */
export async function listScenarios(db: Db, workspaceId: string, automationId: string): Promise<StoredScenario[]> {
  const rows = await scenarios(db, workspaceId).where("automation_id", "=", automationId).orderBy("name").execute();
  return rows as unknown as StoredScenario[];
}

export async function findScenario(db: Db, workspaceId: string, id: string): Promise<StoredScenario | undefined> {
  return (await scenarios(db, workspaceId).where("id", "=", id).executeTakeFirst()) as unknown as StoredScenario | undefined;
}

export interface NewScenario {
  automationId: string;
  name: string;
  content: string;
  subject: string;
  /** Epoch milliseconds. */
  now: number;
}

export async function insertScenario(db: Db, workspaceId: string, scenario: NewScenario): Promise<string> {
  const id = newId();
  const { automationId: automation_id, name, content, subject } = scenario;
  const now = new Date(scenario.now);
  await db
    .insertInto("automation_scenario")
    .values({ workspace_id: workspaceId, id, automation_id, name, content, subject, created_at: now, updated_at: now })
    .execute();
  return id;
}

/** Another content has not been tried yet. */
export async function updateScenario(
  db: Db,
  workspaceId: string,
  id: string,
  { name, content, now }: { name?: string | undefined; content?: string | undefined; now: number },
): Promise<void> {
  await db
    .updateTable("automation_scenario")
    .set({
      ...(name !== undefined && { name }),
      ...(content !== undefined && { content, last_result: null, last_failure: null, last_run_at: null }),
      updated_at: new Date(now),
    })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .execute();
}

/** Unless the content was changed while it was played. */
export async function keepScenarioResult(
  db: Db,
  workspaceId: string,
  played: Pick<StoredScenario, "id" | "content">,
  failure: ScenarioFailure | null,
  now: number,
): Promise<void> {
  await db
    .updateTable("automation_scenario")
    .set({
      last_result: failure ? "failed" : "passed",
      last_failure: failure && JSON.stringify(failure),
      last_run_at: new Date(now),
    })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", played.id)
    .where("content", "=", played.content)
    .execute();
}

export async function deleteScenario(db: Db, workspaceId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("automation_scenario")
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
