// TEMPORARY until the operations land
import { parseDefinition } from "../automation/parse-definition.ts";
import { normalizePhrase } from "../domain/phrase.ts";
import { Refusal } from "../domain/refusal.ts";
import { newId } from "../store/id.ts";
import type { World } from "./world.ts";
export async function publishDocument(world: World, document: Record<string, unknown>, active: boolean): Promise<void> {
  const { definition, problems } = parseDefinition(world.registry, document);
  if (!definition) throw new Refusal("not_publishable", "x", { problems });
  const [id, v] = [newId(), newId()];
  const now = new Date(world.clock.now());
  await world.pool.query(
    `INSERT INTO automation (workspace_id,id,name,state,draft,published_version_id,created_at,updated_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$7)`,
    [world.workspaceId, id, document["name"], active ? "active" : "draft", JSON.stringify(document), active ? v : null, now],
  );
  if (!active) return;
  await world.pool.query(
    `INSERT INTO automation_version (workspace_id,id,automation_id,number,document,created_at) VALUES ($1,$2,$3,1,$4,$5)`,
    [world.workspaceId, v, id, JSON.stringify(document), now],
  );
  await world.pool.query(`UPDATE workspace SET revision = revision+1 WHERE id=$1`, [world.workspaceId]);
  void normalizePhrase;
}
