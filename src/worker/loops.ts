/** The loops of each role, built once; `main.ts` drives them by wake-ups, scenarios by hand. */
import type { Mailer } from "../connectors/mail/mailer.ts";
import type { FileStorage } from "../connectors/storage/file-storage.ts";
import type { GraphClient } from "../connectors/whatsapp/graph-client.ts";
import type { OutgoingHttp } from "../domain/outgoing-http.ts";
import { type GraphAddresses, graphChannel } from "../operations/graph-channel.ts";
import type { ChannelOwnership } from "../store/channel-ownership.ts";
import { readChannel } from "../store/channel-settings.ts";
import type { SecretBox } from "../store/secret.ts";
import { createAiLoop } from "./ai-loop.ts";
import { createCampaignsLoop } from "./campaigns-loop.ts";
import type { WorkerContext } from "./context.ts";
import { createDatesLoop } from "./dates-loop.ts";
import { createEngineLoop } from "./engine-loop.ts";
import { createEventsLoop } from "./events-loop.ts";
import type { Loop } from "./loop.ts";
import { createMediaLoop } from "./media-loop.ts";
import { createNoticesLoop } from "./notices-loop.ts";
import { createPoster } from "./post-message.ts";
import { createReceiptsLoop } from "./receipts-loop.ts";
import { createRequestsLoop } from "./requests-loop.ts";
import { createSenderLoop } from "./sender-loop.ts";
import { createShopPollsLoop } from "./shop-polls-loop.ts";
import { createShopsLoop } from "./shops-loop.ts";
import { createMediaUploader } from "./upload-media.ts";

export interface LoopsContext extends WorkerContext, GraphAddresses {
  secrets: SecretBox;
  ownership: ChannelOwnership;
  graph: GraphClient;
  /** Where files are kept. */
  storage: FileStorage;
  /** For addresses that users name. */
  http: OutgoingHttp;
  /** Where browsers and providers reach us, without a slash at the end. */
  publicUrl: string;
  /** Absent without a mail server. */
  mailer?: Mailer | undefined;
}

export function createWorkerLoops(context: LoopsContext): Loop[] {
  return [
    createEngineLoop(context),
    createReceiptsLoop(context),
    createDatesLoop(context),
    createCampaignsLoop(context),
    createRequestsLoop(context),
    createAiLoop(context),
    createEventsLoop(context),
    createNoticesLoop(context),
    createShopPollsLoop(context),
    createShopsLoop(context),
    createMediaLoop({
      ...context,
      async graphChannel(workspaceId, channelId) {
        const channel = await readChannel(context.pool, context.secrets, workspaceId, channelId);
        return channel && graphChannel(context, channel);
      },
    }),
  ];
}

export function createSenderLoops(context: LoopsContext): Loop[] {
  const post = createPoster(context.graph, createMediaUploader(context));
  const sender = createSenderLoop({
    ...context,
    post,
    async settings({ workspaceId, channelId }) {
      const channel = await readChannel(context.pool, context.secrets, workspaceId, channelId);
      const graph = channel && graphChannel(context, channel);
      if (!channel || !graph) return null;
      const { throughput, consentMode, marketingPaused, quietHours, marketingCap, timeZone } = channel;
      return { throughput, consentMode, marketingPaused, quietHours, marketingCap, timeZone, graph };
    },
  });
  return [sender];
}
