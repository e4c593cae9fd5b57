import type { Role } from "../domain/role.ts";
import { workspaceSettings } from "../domain/workspace-settings.ts";
import { insertSandboxChannel } from "../store/channels.ts";
import type { Tx } from "../store/db.ts";
import { newId } from "../store/id.ts";
import { insertMember } from "../store/members.ts";
import type { SecretBox } from "../store/secret.ts";
import { insertWorkspace } from "../store/workspaces.ts";

export interface WorkspaceInput {
  name: string;
  timeZone: string;
  language: string;
  country?: string | undefined;
}

export interface CreatedWorkspace {
  workspaceId: string;
  memberId: string;
  channelId: string;
}

/** A workspace with its first member and a sandbox number, ready to be tried. */
export async function createWorkspace(
  tx: Tx,
  secrets: SecretBox,
  { name, timeZone, language, country }: WorkspaceInput,
  owner: { userId: string; role?: Role },
  now: number,
): Promise<CreatedWorkspace> {
  const workspaceId = newId();
  const settings = workspaceSettings({
    timeZone,
    defaultLanguage: language,
    ...(country !== undefined && { defaultCountry: country.toUpperCase() }),
  });
  await insertWorkspace(tx.db, { id: workspaceId, name, settings: JSON.parse(JSON.stringify(settings)), now });
  const memberId = await insertMember(tx, workspaceId, owner.userId, owner.role ?? "owner", now);
  const channelId = await insertSandboxChannel(tx.db, secrets, workspaceId, "Sandbox", now);
  return { workspaceId, memberId, channelId };
}
