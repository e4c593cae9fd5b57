/** Creating automations and saving their drafts. */
import { draftDocument } from "../automation/draft-document.ts";
import { problem } from "../automation/problems.ts";
import { schemaProblems } from "../automation/schema-problems.ts";
import type { JsonObject } from "../domain/json.ts";
import { notFound, Refusal } from "../domain/refusal.ts";
import { findUnstorable } from "../domain/storable.ts";
import { findAutomation, insertAutomation, lockAutomation, saveDraft } from "../store/automations.ts";
import { type Db, inTransaction } from "../store/db.ts";
import { notifyWork } from "../store/notify.ts";
import { touchWorkspace } from "../store/revision.ts";
import { violatedIndex } from "../store/unique-violation.ts";
import type { AutomationContext } from "./automation-context.ts";

/** The name of a draft that can be kept. @throws {Refusal} `invalid_input`, with the problems where its form is no draft's */
function nameOf(draft: JsonObject): string {
  const { error } = draftDocument.safeParse(draft);
  const unstorable = findUnstorable(draft);
  const problems = [
    ...(error ? schemaProblems(error, []) : []),
    ...(unstorable ? [problem("invalid_config", unstorable, "This text holds characters that cannot be kept.", "Write it anew.")] : []),
  ];
  const [first] = problems;
  if (first) throw new Refusal("invalid_input", `${first.path}: ${first.message} ${first.fix}`, { problems });
  const name = String(draft["name"]).trim();
  if (name === "") throw new Refusal("invalid_input", "The automation needs a name.");
  return name;
}

function descriptionOf(draft: JsonObject): string | null {
  return typeof draft["description"] === "string" ? draft["description"] : null;
}

async function refuseTakenName<T>(name: string, work: Promise<T>): Promise<T> {
  return await work.catch((error: unknown) => {
    if (violatedIndex(error) === undefined) throw error;
    throw new Refusal("name_taken", `There is another automation "${name}".`, { name }, { cause: error });
  });
}

/** Returns the id. @throws {Refusal} `name_taken` */
export async function createAutomation(
  { pool, clock }: AutomationContext,
  workspaceId: string,
  draft: JsonObject,
  folder: string | null,
): Promise<string> {
  const name = nameOf(draft);
  return await refuseTakenName(
    name,
    inTransaction(pool, async ({ db, client }) => {
      const id = await insertAutomation(db, workspaceId, {
        name,
        description: descriptionOf(draft) ?? undefined,
        draft: { ...draft, name },
        folder,
        now: clock.now(),
      });
      await notifyWork(client, {}, [{ w: workspaceId, t: "automation.changed", id, automationId: id }]);
      return id;
    }),
  );
}

export interface DraftSaveRequest {
  draft: JsonObject;
  /** The revision it was made from; null overwrites whatever is there. */
  draftRevision: number | null;
  savedBy: string | null;
}

/** Returns the new revision. @throws {Refusal} `draft_changed` with the current draft, or `name_taken` */
export async function saveAutomationDraft(
  { pool, db: outer, clock }: AutomationContext,
  workspaceId: string,
  id: string,
  request: DraftSaveRequest,
): Promise<number> {
  const name = nameOf(request.draft);
  return await refuseTakenName(
    name,
    inTransaction(pool, async ({ db, client }) => {
      const current = await lockAutomation(db, workspaceId, id);
      if (!current) throw notFound("automation");
      if (request.draftRevision !== null && current.draft_revision !== request.draftRevision)
        throw await draftChanged(outer, workspaceId, id);
      const revision = await saveDraft(db, workspaceId, id, {
        name,
        description: descriptionOf(request.draft),
        draft: { ...request.draft, name },
        savedBy: request.savedBy,
        now: clock.now(),
      });
      // Its name is how other automations start and stop it.
      if (name !== current.name) await touchWorkspace(db, workspaceId);
      await notifyWork(client, {}, [{ w: workspaceId, t: "draft.saved", id, automationId: id }]);
      return revision;
    }),
  );
}

async function draftChanged(db: Db, workspaceId: string, id: string): Promise<Refusal> {
  const now = await findAutomation(db, workspaceId, id);
  return new Refusal("draft_changed", `${now?.draft_saved_by ?? "Somebody else"} saved the draft meanwhile.`, {
    draftRevision: now?.draft_revision ?? 0,
    draft: now?.draft ?? {},
    savedBy: now?.draft_saved_by ?? null,
  });
}
