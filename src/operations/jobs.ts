/** What the job queue carries out; `main.ts` gives this list to graphile-worker. */
import { inTransaction } from "../store/db.ts";
import type { JobName } from "../store/jobs.ts";
import type { AutomationContext } from "./automation-context.ts";
import { type HousekeepingContext, keepHouse } from "./housekeeping.ts";
import { runImport } from "./import-contacts.ts";
import { type NumbersContext, readNumbers } from "./read-numbers.ts";
import { type StartRequest, startForContacts } from "./start-automation.ts";
import { undoImport } from "./undo-import.ts";

export type JobHandlers = Record<JobName, (payload: unknown) => Promise<void>>;

/** Every hour; numbers three times an hour, of the 200 questions that Meta allows for an account in one. */
export const CRONTAB = "17 * * * * housekeeping\n*/20 * * * * read_numbers";

export function createJobs(context: AutomationContext & HousekeepingContext & NumbersContext): JobHandlers {
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
      await keepHouse(context);
    },
    async read_numbers() {
      await readNumbers(context);
    },
  };
}
