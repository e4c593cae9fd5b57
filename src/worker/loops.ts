/** The loops of each role, built once; `main.ts` drives them by wake-ups, scenarios by hand. */
import type { GraphClient } from "../connectors/whatsapp/graph-client.ts";
import type { OutgoingHttp } from "../domain/outgoing-http.ts";
import type { ChannelOwnership } from "../store/channel-ownership.ts";
import { readChannel } from "../store/channel-settings.ts";
import type { SecretBox } from "../store/secret.ts";
import { createCampaignsLoop } from "./campaigns-loop.ts";
import type { WorkerContext } from "./context.ts";
import { createDatesLoop } from "./dates-loop.ts";
import { createEngineLoop } from "./engine-loop.ts";
import type { Loop } from "./loop.ts";
import { createPoster } from "./post-message.ts";
import { createReceiptsLoop } from "./receipts-loop.ts";
import { createRequestsLoop } from "./requests-loop.ts";
import { createSenderLoop } from "./sender-loop.ts";

export interface LoopsContext extends WorkerContext {
  secrets: SecretBox;
  ownership: ChannelOwnership;
  graph: GraphClient;
  /** Where each kind of channel's Graph API is. */
  graphUrl: { whatsapp: string; sandbox: string };
  graphVersion: string;
  /** For addresses that users name. */
  http: OutgoingHttp;
  /** Where browsers and providers reach us, without a slash at the end. */
  publicUrl: string;
}

export function createWorkerLoops(context: LoopsContext): Loop[] {
  return [createEngineLoop(context), createReceiptsLoop(context), createDatesLoop(context), createCampaignsLoop(context), createRequestsLoop(context)];
}

export function createSenderLoops(context: LoopsContext): Loop[] {
  const post = createPoster(context.graph);
  const sender = createSenderLoop({
    ...context,
    post,
    async settings({ workspaceId, channelId }) {
      const channel = await readChannel(context.pool, context.secrets, workspaceId, channelId);
      if (!channel || channel.accessToken === null) return null;
      return {
        throughput: channel.throughput,
        consentMode: channel.consentMode,
        graph: {
          graphUrl: context.graphUrl[channel.kind],
          version: channel.graphVersion ?? context.graphVersion,
          accessToken: channel.accessToken,
          phoneNumberId: channel.phoneNumberId,
          wabaId: channel.wabaId ?? "",
        },
      };
    },
  });
  return [sender];
}
