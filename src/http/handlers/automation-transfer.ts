import { stringify } from "yaml";
import { readDocument, UnreadableDocument } from "../../automation/read-document.ts";
import { ROLE_PERMISSIONS, type Role } from "../../contract/roles.ts";
import type { JsonObject } from "../../domain/json.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { copyAutomation, freeName } from "../../operations/copy-automation.ts";
import { createAutomation, saveAutomationDraft } from "../../operations/save-automation.ts";
import { validateAutomation } from "../../operations/validate-automation.ts";
import { findVersion } from "../../store/automation-versions.ts";
import { findAutomationByName } from "../../store/automations.ts";
import { findMembership } from "../../store/members.ts";
import { api } from "../procedures.ts";
import { mustFindAutomation, readAutomation } from "./automations.ts";

function readText(content: string): JsonObject {
  try {
    return readDocument(content);
  } catch (cause) {
    if (cause instanceof UnreadableDocument) throw new Refusal("file_invalid", cause.message, undefined, { cause });
    throw cause;
  }
}

export const automationTransfer = {
  duplicate: api.automations.duplicate.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const automation = await mustFindAutomation(context, input.id);
    const toWorkspaceId = input.workspaceId ?? caller.workspaceId;
    if (toWorkspaceId !== caller.workspaceId) {
      const membership = caller.userId === null ? null : await findMembership(app.db, caller.userId, toWorkspaceId, true);
      if (!membership || !ROLE_PERMISSIONS[membership.role as Role].includes("automations:write")) throw notFound("workspace");
    }
    const { id, created } = await copyAutomation(app, {
      draft: automation.draft,
      name: input.name ?? (toWorkspaceId === caller.workspaceId ? `${automation.name} (copy)` : automation.name),
      // A copy lies beside what it was made from; folders of another workspace are its own.
      folder: toWorkspaceId === caller.workspaceId ? automation.folder : null,
      fromWorkspaceId: caller.workspaceId,
      toWorkspaceId,
      withTemplates: input.withTemplates,
    });
    return { id, workspaceId: toWorkspaceId, created };
  }),

  export: api.automations.export.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const automation = await mustFindAutomation(context, input.id);
    const version =
      input.version === undefined ? undefined : await findVersion(app.db, caller.workspaceId, input.id, { number: input.version });
    if (input.version !== undefined && !version) throw notFound("version");
    const document = version?.document ?? automation.draft;
    const base =
      automation.name
        .replace(/[^\p{L}\p{N}]+/gu, "-")
        .replace(/^-|-$/g, "")
        .toLowerCase() || "automation";
    const content =
      input.format === "yaml"
        ? stringify(document, { lineWidth: 120, aliasDuplicateObjects: false })
        : `${JSON.stringify(document, null, 2)}\n`;
    return { filename: `${base}.${input.format}`, content };
  }),

  import: api.automations.import.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const document = readText(input.content);
    const wanted = typeof document["name"] === "string" ? document["name"].trim() : "";
    const name = input.rename && wanted !== "" ? await freeName(app.db, caller.workspaceId, wanted) : wanted;
    if (name !== wanted) document["name"] = name;
    const existing = input.replace ? await findAutomationByName(app.db, caller.workspaceId, name) : undefined;
    if (existing !== undefined)
      await saveAutomationDraft(app, caller.workspaceId, existing, { draft: document, draftRevision: null, savedBy: caller.memberId });
    const id = existing ?? (await createAutomation(app, caller.workspaceId, document, null));
    const { problems } = await validateAutomation(app, caller.workspaceId, document, id, "publish");
    return { automation: await readAutomation(context, id), created: existing === undefined, problems };
  }),
};
