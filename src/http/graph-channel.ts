/** A number of ours as the connector calls it at Meta, or at the sandbox. */
import { GraphError } from "../connectors/whatsapp/graph-error.ts";
import type { GraphChannel } from "../connectors/whatsapp/graph-transport.ts";
import { Refusal } from "../domain/refusal.ts";
import type { ChannelRow } from "../store/channels.ts";
import type { AppContext } from "./context.ts";

/** @throws {Refusal} `conflict` while the access token or the account's id is missing */
export function graphChannel(app: AppContext, row: ChannelRow): GraphChannel {
  if (!row.access_token) throw new Refusal("conflict", `${row.name} has no access token yet.`);
  const { whatsappUrl, sandboxUrl, version } = app.config.graph;
  return {
    graphUrl: row.kind === "sandbox" ? sandboxUrl : whatsappUrl,
    version: row.graph_version ?? version,
    accessToken: app.secrets.decrypt(row.access_token),
    phoneNumberId: row.phone_number_id,
    wabaId: row.waba_id ?? "",
  };
}

/** Meta's own words as a refusal of the API. */
export async function asRefusal<T>(call: Promise<T>): Promise<T> {
  return await call.catch((error: unknown) => {
    if (!(error instanceof GraphError)) throw error;
    const said = error.userMessage ?? error.message;
    if (error.httpStatus === 0) throw new Refusal("not_available", `WhatsApp cannot be reached: ${said}`, undefined, { cause: error });
    throw new Refusal("provider_refused", said, { providerCode: error.code ?? null, providerMessage: said }, { cause: error });
  });
}
