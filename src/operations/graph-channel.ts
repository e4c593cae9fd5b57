import type { GraphChannel } from "../connectors/whatsapp/graph-transport.ts";
import type { StoredChannel } from "../store/channel-settings.ts";

export interface GraphAddresses {
  /** Where each kind of channel's Graph API is. */
  graphUrl: { whatsapp: string; sandbox: string };
  graphVersion: string;
}

/** A number of ours as the connector calls it; null where it has no credentials. */
export function graphChannel({ graphUrl, graphVersion }: GraphAddresses, channel: StoredChannel): GraphChannel | null {
  if (channel.accessToken === null) return null;
  return {
    graphUrl: graphUrl[channel.kind],
    version: channel.graphVersion ?? graphVersion,
    accessToken: channel.accessToken,
    phoneNumberId: channel.phoneNumberId,
    wabaId: channel.wabaId ?? "",
  };
}
