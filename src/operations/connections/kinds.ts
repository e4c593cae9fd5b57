/** What can be connected: what each kind asks for, and how it is tried. */
import { checkActiveCampaign } from "../../connectors/activecampaign/carry-out.ts";
import { checkEmailchef } from "../../connectors/emailchef/add-to-list.ts";
import { checkPayPal } from "../../connectors/paypal/webhooks.ts";
import type { Connection, ConnectionHealth } from "../../domain/connection.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";

export interface ConnectionField {
  name: string;
  label: string;
  secret?: boolean;
  optional?: boolean;
  choices?: string[];
  help?: string;
}

export interface ConnectionCheck {
  http: OutgoingHttp;
  connection: Connection;
  /** Where the system reaches us, for kinds with a `webhookPath`. */
  webhookUrl: string;
  now: number;
}

export interface ConnectionKind {
  title: string;
  fields: ConnectionField[];
  /** Below the public address; `{id}` stands for the connection's. */
  webhookPath?: string;
  /** A harmless call. What it learns (`webhookId`) goes into the settings. Left out where there is nothing to call. */
  check?(context: ConnectionCheck): Promise<ConnectionHealth & { webhookId?: string }>;
}

export const CONNECTION_KINDS: Record<string, ConnectionKind> = {
  http: {
    title: "HTTP API",
    fields: [
      { name: "scheme", label: "How the key is sent", choices: ["bearer", "basic", "header", "query"] },
      { name: "name", label: "Name of the header or parameter", optional: true, help: "For header and query, like X-Api-Key" },
      { name: "username", label: "User name", optional: true, help: "For basic" },
      { name: "secret", label: "Key, token or password", secret: true },
    ],
  },
  activecampaign: {
    title: "ActiveCampaign",
    fields: [
      { name: "baseUrl", label: "API address", help: "Settings → Developer, like https://account.api-us1.com" },
      { name: "apiToken", label: "API key", secret: true, help: "Settings → Developer" },
    ],
    check: ({ http, connection, now }) => checkActiveCampaign(http, connection, now),
  },
  emailchef: {
    title: "Emailchef",
    fields: [
      { name: "consumerKey", label: "Consumer key", secret: true },
      { name: "consumerSecret", label: "Consumer secret", secret: true },
    ],
    check: ({ http, connection, now }) => checkEmailchef(http, connection, now),
  },
  paypal: {
    title: "PayPal",
    fields: [
      { name: "environment", label: "Environment", choices: ["live", "sandbox"] },
      { name: "clientId", label: "Client id", help: "Of a REST app at developer.paypal.com" },
      { name: "clientSecret", label: "Client secret", secret: true },
    ],
    webhookPath: "/webhooks/paypal/{id}",
    check: ({ http, connection, webhookUrl, now }) => checkPayPal({ http, connection, now }, webhookUrl),
  },
};
