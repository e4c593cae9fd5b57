/** Sends operators the notices that they want, by e-mail and to their devices: at least once, and given up after two hours of failing. */
import type { Mailer } from "../connectors/mail/mailer.ts";
import { noticeMail, noticePush } from "../operations/notices/notice-text.ts";
import { type PushContext, pushToDevice } from "../operations/notices/push-to-device.ts";
import { type DueNotice, deleteNotice, nextNoticeDue, postponeNotice, takeNotices } from "../store/notices.ts";
import { queueTransaction } from "../store/transaction.ts";
import type { WorkerContext } from "./context.ts";
import type { Loop } from "./loop.ts";

const BATCH_SIZE = 20;
/** Longer than a mail server takes for a batch. */
const LEASE_MS = 300_000;
/** After the first, second, … attempt. */
const DELAYS_MS = [60_000, 300_000, 1_800_000, 5_400_000];
/** However long a push service wants to be left alone. */
const MAX_DELAY_MS = 6 * 3_600_000;

interface NoticesContext extends PushContext, Pick<WorkerContext, "logger"> {
  /** Absent where the installation has no mail server: there nobody is sent an e-mail. */
  mailer?: Pick<Mailer, "send"> | undefined;
}

export function createNoticesLoop(context: NoticesContext): Loop {
  const { pool, clock, logger, mailer, publicUrl } = context;

  /** Answers how much later it is worth another attempt, at least; null where it is done with. */
  async function mail(notice: DueNotice): Promise<number | null> {
    try {
      await mailer?.send(noticeMail(notice, publicUrl));
      return null;
    } catch (error) {
      logger.warn({ err: error, noticeId: notice.id, attempts: notice.attempts }, "an e-mail to an operator could not be sent");
      return 0;
    }
  }

  async function push(notice: DueNotice, deviceId: string): Promise<number | null> {
    const outcome = await pushToDevice(context, deviceId, noticePush(notice));
    if (outcome.kind === "delivered" || outcome.kind === "gone") return null;
    const { detail } = outcome;
    logger.warn({ detail, noticeId: notice.id, attempts: notice.attempts }, "a notice to an operator's device could not be sent");
    return outcome.kind === "later" ? (outcome.afterMs ?? 0) : null;
  }

  async function send(notice: DueNotice): Promise<void> {
    const { workspaceId, id, attempts, deviceId } = notice;
    const later = await (deviceId === null ? mail(notice) : push(notice, deviceId));
    const delay = DELAYS_MS[attempts - 1];
    if (later === null || delay === undefined) return await deleteNotice(pool, workspaceId, id);
    await postponeNotice(pool, workspaceId, id, clock.now() + Math.max(delay, Math.min(later, MAX_DELAY_MS)));
  }

  return {
    name: "notices",
    async runOnce() {
      const due = await queueTransaction(pool, (client) => takeNotices(client, clock.now(), LEASE_MS, BATCH_SIZE));
      const mails = async () => {
        for (const notice of due) if (notice.deviceId === null) await send(notice);
      };
      // Many push services stand behind devices: a silent one holds up no other. The mail server is one.
      await Promise.all([mails(), ...due.filter(({ deviceId }) => deviceId !== null).map(send)]);
      return due.length;
    },
    nextDueAt: () => nextNoticeDue(pool),
  };
}
