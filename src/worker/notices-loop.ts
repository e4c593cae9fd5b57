/** Sends operators the e-mails that they want: at least once, and given up after two hours without a mail server. */
import type { Mailer } from "../connectors/mail/mailer.ts";
import { type DueNotice, deleteNotice, dropNotices, nextNoticeDue, postponeNotice, takeNotices } from "../store/notices.ts";
import { queueTransaction } from "../store/transaction.ts";
import type { WorkerContext } from "./context.ts";
import type { Loop } from "./loop.ts";
import { noticeMail } from "./notices/notice-mail.ts";

const BATCH_SIZE = 20;
/** Longer than a mail server takes for a batch. */
const LEASE_MS = 300_000;
/** After the first, second, … attempt. */
const DELAYS_MS = [60_000, 300_000, 1_800_000, 5_400_000];

interface NoticesContext extends Pick<WorkerContext, "pool" | "clock" | "logger"> {
  /** Absent where the installation has no mail server. */
  mailer?: Pick<Mailer, "send"> | undefined;
  /** Where browsers reach us, without a slash at the end. */
  publicUrl: string;
}

export function createNoticesLoop({ pool, clock, logger, mailer, publicUrl }: NoticesContext): Loop {
  async function send(notice: DueNotice, to: Pick<Mailer, "send">): Promise<void> {
    const { workspaceId, id, attempts } = notice;
    try {
      await to.send(noticeMail(notice, publicUrl));
    } catch (error) {
      const delay = DELAYS_MS[attempts - 1];
      logger.warn({ err: error, noticeId: id, attempts }, "an e-mail to an operator could not be sent");
      if (delay !== undefined) return await postponeNotice(pool, workspaceId, id, clock.now() + delay);
    }
    await deleteNotice(pool, workspaceId, id);
  }

  return {
    name: "notices",
    async runOnce() {
      if (!mailer) return await dropNotices(pool);
      const due = await queueTransaction(pool, (client) => takeNotices(client, clock.now(), LEASE_MS, BATCH_SIZE));
      for (const notice of due) await send(notice, mailer);
      return due.length;
    },
    nextDueAt: () => nextNoticeDue(pool),
  };
}
