import { checkChannel } from "../../connectors/whatsapp/check-channel.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { releaseFromCampaigns } from "../../operations/campaign-usage.ts";
import { recordNumber } from "../../operations/read-numbers.ts";
import {
  type ChannelRow,
  deleteChannel,
  findChannel,
  insertChannel,
  insertSandboxChannel,
  listChannels,
  updateChannel,
} from "../../store/channels.ts";
import { inTransaction } from "../../store/db.ts";
import { resumeMarketing } from "../../store/marketing-pause.ts";
import { hasInbound } from "../../store/messages.ts";
import { notifyWork } from "../../store/notify.ts";
import { violatedIndex } from "../../store/unique-violation.ts";
import type { AppContext } from "../context.ts";
import { asRefusal, graphChannel } from "../graph-channel.ts";
import { api } from "../procedures.ts";

/** As `checkChannel` words what it finds. */
const NO_TOKEN = {
  item: "token" as const,
  state: "failed" as const,
  message: "The credentials of this number are not stored any more.",
  fix: "Enter the access token and the app secret again.",
  mend: null,
};

function webhookUrl(app: AppContext): string {
  return `${app.config.publicUrl}/webhooks/whatsapp`;
}

function present(app: AppContext, row: ChannelRow) {
  return {
    id: row.id,
    kind: row.kind as "whatsapp" | "sandbox",
    name: row.name,
    phone: row.phone,
    phoneNumberId: row.phone_number_id,
    wabaId: row.waba_id,
    graphVersion: row.graph_version,
    hasAccessToken: row.access_token !== null,
    hasAppSecret: row.app_secret !== null,
    status: row.status as "active" | "stopped",
    stoppedReason: row.stopped_reason,
    stoppedUntil: row.stopped_until?.toISOString() ?? null,
    quality: row.quality,
    messagingLimit: row.messaging_limit,
    throughput: row.throughput,
    warmUpAt: row.warm_up_at?.toISOString() ?? null,
    marketingPausedAt: row.marketing_paused_at?.toISOString() ?? null,
    webhookUrl: webhookUrl(app),
    verifyToken: row.verify_token,
    createdAt: row.created_at.toISOString(),
  };
}

function refuseTaken(error: unknown): never {
  if (violatedIndex(error) !== "channel_phone_number_id") throw error;
  throw new Refusal("conflict", "This phone number ID is connected already, here or in another workspace.");
}

async function find(app: AppContext, workspaceId: string, id: string): Promise<ChannelRow> {
  const row = await findChannel(app.db, workspaceId, id);
  if (!row) throw notFound("number");
  return row;
}

export const channels = {
  list: api.channels.list.handler(async ({ context: { app, caller } }) => ({
    items: (await listChannels(app.db, caller.workspaceId)).map((row) => present(app, row)),
  })),

  get: api.channels.get.handler(async ({ context: { app, caller }, input }) => present(app, await find(app, caller.workspaceId, input.id))),

  create: api.channels.create.handler(async ({ context: { app, caller }, input }) => {
    const id = await inTransaction(app.pool, ({ db }) =>
      insertChannel(db, app.secrets, caller.workspaceId, {
        ...input,
        kind: "whatsapp",
        phone: null,
        wabaId: input.wabaId ?? null,
        now: app.clock.now(),
      }),
    ).catch(refuseTaken);
    return present(app, await find(app, caller.workspaceId, id));
  }),

  createSandbox: api.channels.createSandbox.handler(async ({ context: { app, caller }, input }) => {
    const id = await inTransaction(app.pool, ({ db }) =>
      insertSandboxChannel(db, app.secrets, caller.workspaceId, input.name ?? "Sandbox", app.clock.now()),
    );
    return present(app, await find(app, caller.workspaceId, id));
  }),

  update: api.channels.update.handler(async ({ context: { app, caller }, input }) => {
    const { id, accessToken, appSecret, ...rest } = input;
    const { kind, warm_up_at } = await find(app, caller.workspaceId, id);
    if (kind === "sandbox" && rest.phoneNumberId !== undefined) throw new Refusal("conflict", "A sandbox number keeps its ID.");
    await inTransaction(app.pool, async ({ db, client }) => {
      await updateChannel(db, caller.workspaceId, id, {
        ...(rest.name !== undefined && { name: rest.name }),
        ...(rest.phoneNumberId !== undefined && { phone_number_id: rest.phoneNumberId }),
        ...(rest.wabaId !== undefined && { waba_id: rest.wabaId || null }),
        ...(rest.graphVersion !== undefined && { graph_version: rest.graphVersion }),
        ...(rest.throughput !== undefined && { throughput: rest.throughput }),
        ...(rest.status !== undefined && {
          status: rest.status,
          stopped_reason: rest.status === "stopped" ? "by_hand" : null,
          stopped_until: null,
        }),
        ...(rest.warmUp !== undefined && { warm_up_at: rest.warmUp ? (warm_up_at ?? new Date(app.clock.now())) : null }),
        ...(accessToken !== undefined && { access_token: app.secrets.encrypt(accessToken) }),
        ...(appSecret !== undefined && { app_secret: app.secrets.encrypt(appSecret) }),
      });
      await notifyWork(client, { sender: true, campaigns: true }, [{ w: caller.workspaceId, t: "channel.changed", id }]);
    }).catch(refuseTaken);
    return present(app, await find(app, caller.workspaceId, id));
  }),

  resumeMarketing: api.channels.resumeMarketing.handler(async ({ context: { app, caller }, input }) => {
    await inTransaction(app.pool, ({ client }) => resumeMarketing(client, caller.workspaceId, input.id, app.clock.now()));
    return present(app, await find(app, caller.workspaceId, input.id));
  }),

  delete: api.channels.delete.handler(async ({ context: { app, caller }, input }) => {
    const channel = await find(app, caller.workspaceId, input.id);
    await inTransaction(app.pool, async ({ db, client }) => {
      await releaseFromCampaigns({ client }, "channel", caller.workspaceId, channel);
      await deleteChannel(db, caller.workspaceId, input.id);
      await notifyWork(client, {}, [{ w: caller.workspaceId, t: "channel.changed", id: input.id }]);
    });
    return { ok: true as const };
  }),

  check: api.channels.check.handler(async ({ context: { app, caller }, input }) => {
    const row = await find(app, caller.workspaceId, input.id);
    const received = await hasInbound(app.db, caller.workspaceId, row.id);
    const first = {
      item: "first_message" as const,
      state: received ? ("ok" as const) : ("pending" as const),
      message: received ? "Messages arrive." : "No message has arrived yet.",
      fix: received ? null : "Write to the number from any WhatsApp.",
      mend: null,
    };
    if (row.kind === "sandbox") return { ok: true, items: [first] };
    if (!row.access_token) return { ok: false, items: [NO_TOKEN, first] };
    const { checks, phoneNumber } = await checkChannel(app.graph, graphChannel(app, row), {
      now: app.clock.now(),
      callbackUrl: webhookUrl(app),
      ...(row.app_secret && { appSecret: app.secrets.decrypt(row.app_secret) }),
    });
    if (phoneNumber) {
      await inTransaction(app.pool, async ({ db, client }) => {
        const { displayPhoneNumber: phone } = phoneNumber;
        if (phone !== undefined && phone !== row.phone) {
          await updateChannel(db, caller.workspaceId, row.id, { phone });
          await notifyWork(client, {}, [{ w: caller.workspaceId, t: "channel.changed", id: row.id }]);
        }
        await recordNumber(client, caller.workspaceId, row.id, phoneNumber, app.clock.now());
      });
    }
    const items = checks.map(({ item, ok, sentence, remedy, mend }) => ({
      item,
      state: ok === null ? ("skipped" as const) : ok ? ("ok" as const) : ("failed" as const),
      message: sentence,
      fix: remedy ?? null,
      mend: mend ?? null,
    }));
    return { ok: items.every(({ state }) => state === "ok"), items: [...items, first] };
  }),

  subscribe: api.channels.subscribe.handler(async ({ context: { app, caller }, input }) => {
    const row = await find(app, caller.workspaceId, input.id);
    const override = row.verify_token ? { callbackUri: webhookUrl(app), verifyToken: row.verify_token } : undefined;
    await asRefusal(app.graph.subscribeApp(graphChannel(app, row), override));
    return { ok: true as const };
  }),

  register: api.channels.register.handler(async ({ context: { app, caller }, input }) => {
    await asRefusal(app.graph.registerNumber(graphChannel(app, await find(app, caller.workspaceId, input.id)), input.pin));
    return { ok: true as const };
  }),
};
