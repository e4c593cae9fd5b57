/** What the job queue carries out; `main.ts` gives this list to graphile-worker. */
import { inTransaction } from "../store/db.ts";
import { deleteOldCalls } from "../store/hooks.ts";
import { deleteOldKeys } from "../store/idempotency.ts";
import type { JobName } from "../store/jobs.ts";
import type { AutomationContext } from "./automation-context.ts";
import { runImport } from "./import-contacts.ts";
import { type StartRequest, startForContacts } from "./start-automation.ts";
import { undoImport } from "./undo-import.ts";

export type JobHandlers = Record<JobName, (payload: unknown) => Promise<void>>;

/** Every hour: what nobody can ask for any more is deleted. */
export const CRONTAB = "17 * * * * housekeeping";

export function createJobs(context: AutomationContext): JobHandlers {
  return {
    async start_contacts(payload) {
      const { workspaceId, request, contactIds } = payload as { workspaceId: string; request: StartRequest; contactIds: string[] };
      await inTransaction(context.pool, ({ client }) => startForContacts(client, workspaceId, request, contactIds, context.clock.now()));
    },
    async import_contacts(payload) {
      const { workspaceId, id } = payload as { workspaceId: string; id: string };
      await runImport(context, workspaceId, id);
    },
    async undo_import(payload) {
      const { workspaceId, id } = payload as { workspaceId: string; id: string };
      await undoImport(context, workspaceId, id);
    },
    async housekeeping() {
      const now = context.clock.now();
      await deleteOldKeys(context.db, now);
      await deleteOldCalls(context.db, now);
    },
  };
}
