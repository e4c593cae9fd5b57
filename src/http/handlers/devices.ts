import { isPublicKey } from "../../connectors/push/encrypt.ts";
import { MAX_DEVICES } from "../../contract/devices.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { noticeWords } from "../../operations/notices/notice-words.ts";
import { pushKey, pushToDevice } from "../../operations/notices/push-to-device.ts";
import { deleteDeviceOf, listDevices, saveDevice } from "../../store/devices.ts";
import { findMembership } from "../../store/members.ts";
import { api } from "../procedures.ts";

const MAX_USER_AGENT = 300;

export const devices = {
  list: api.devices.list.handler(async ({ context: { app, session } }) => {
    const [{ publicKey }, rows] = await Promise.all([pushKey(app), listDevices(app.pool, session.user.id)]);
    const items = rows.map(({ id, sessionId, userAgent, createdAt, lastNoticeAt }) => ({
      id,
      current: sessionId === session.sessionId,
      userAgent,
      createdAt: createdAt.toISOString(),
      lastNoticeAt: lastNoticeAt?.toISOString() ?? null,
    }));
    return { applicationServerKey: publicKey, items };
  }),

  save: api.devices.save.handler(async ({ context: { app, session, headers }, input: subscription }) => {
    if (!isPublicKey(subscription.keys.p256dh)) {
      const issue = { path: "keys.p256dh", message: "is no point of P-256" };
      throw new Refusal("invalid_input", `${issue.path} ${issue.message}.`, { issues: [issue] });
    }
    const userAgent = (headers.get("user-agent") ?? "").slice(0, MAX_USER_AGENT);
    const of = { userId: session.user.id, sessionId: session.sessionId };
    const id = await saveDevice(app.pool, app.secrets, { ...of, subscription, userAgent }, MAX_DEVICES, app.clock.now());
    if (id === null) throw new Refusal("conflict", `You have notices on ${MAX_DEVICES} devices: remove one first.`);
    return { id };
  }),

  test: api.devices.test.handler(async ({ context: { app, session, headers } }) => {
    const device = (await listDevices(app.pool, session.user.id)).find(({ sessionId }) => sessionId === session.sessionId);
    if (!device) throw notFound("device");
    const membership = await findMembership(app.db, session.user.id, headers.get("x-workspace") ?? session.activeWorkspaceId, false);
    const { test } = noticeWords(session.user.locale ?? headers.get("accept-language") ?? "en");
    const path = membership ? `/w/${membership.slug}/settings/profile` : "/";
    const publicUrl = app.config.publicUrl;
    const outcome = await pushToDevice({ ...app, publicUrl }, device.id, { ...test, path, about: "test", urgency: "high" });
    return { outcome: outcome.kind, detail: "detail" in outcome ? outcome.detail : null };
  }),

  remove: api.devices.remove.handler(async ({ context: { app, session }, input }) => {
    if (!(await deleteDeviceOf(app.pool, session.user.id, input.id))) throw notFound("device");
    return { ok: true as const };
  }),
};
