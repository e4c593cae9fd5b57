/** What can be connected: what each kind asks for, and how it is tried. */
import { checkActiveCampaign } from "../../connectors/activecampaign/carry-out.ts";
import { checkAi } from "../../connectors/ai/check.ts";
import { checkEmailchef } from "../../connectors/emailchef/add-to-list.ts";
import { checkMagento } from "../../connectors/magento/api.ts";
import { checkPayPal } from "../../connectors/paypal/webhooks.ts";
import { checkPrestaShop } from "../../connectors/prestashop/api.ts";
import { checkShopify } from "../../connectors/shopify/api.ts";
import { checkWoo } from "../../connectors/woocommerce/api.ts";
import type { Connection, ConnectionHealth } from "../../domain/connection.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { telephone } from "../voice/provider.ts";

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
  ai: {
    title: "AI model",
    fields: [
      { name: "baseUrl", label: "API address", help: "OpenAI-compatible, like https://api.openai.com/v1 or http://localhost:11434/v1" },
      { name: "apiKey", label: "API key", secret: true, optional: true, help: "Empty where the server asks for none" },
      { name: "model", label: "Model" },
      { name: "embeddingModel", label: "Embedding model", optional: true, help: "Finds knowledge by meaning, not only by words" },
      { name: "inputPrice", label: "Price per million tokens in", optional: true, help: "For the cost of answers, like 0.40" },
      { name: "outputPrice", label: "Price per million tokens out", optional: true },
      { name: "currency", label: "Currency of the prices", optional: true, help: "Like USD" },
    ],
    check: ({ http, connection }) => checkAi(http, connection),
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
  shopify: {
    title: "Shopify",
    fields: [
      { name: "shop", label: "Shop address", help: "Like my-shop.myshopify.com" },
      {
        name: "accessToken",
        label: "Admin API access token",
        secret: true,
        help: "Of an app with the scopes named in the guide; starts with shpat_",
      },
      { name: "clientSecret", label: "API secret key of the app", secret: true, help: "Signs what Shopify sends" },
      {
        name: "previousSecret",
        label: "Previous secret key",
        secret: true,
        optional: true,
        help: "Only for the hour after you changed it",
      },
    ],
    webhookPath: "/webhooks/shopify/{id}",
    check: ({ webhookUrl, ...shop }) => checkShopify(shop, webhookUrl),
  },
  woocommerce: {
    title: "WooCommerce",
    fields: [
      { name: "url", label: "Shop address", help: "Like https://shop.example.com" },
      {
        name: "consumerKey",
        label: "Consumer key",
        secret: true,
        help: "WooCommerce → Settings → Advanced → REST API, with read and write access",
      },
      { name: "consumerSecret", label: "Consumer secret", secret: true },
      { name: "webhookSecret", label: "Webhook secret", secret: true, optional: true, help: "Only where you make the webhooks by hand" },
    ],
    webhookPath: "/webhooks/woocommerce/{id}",
    check: ({ webhookUrl, ...shop }) => checkWoo(shop, webhookUrl),
  },
  prestashop: {
    title: "PrestaShop",
    fields: [
      { name: "url", label: "Shop address", help: "Like https://shop.example.com" },
      { name: "key", label: "Webservice key", secret: true, help: "Advanced parameters → Webservice" },
      { name: "shopId", label: "Number of the shop", optional: true, help: "Only with multistore" },
    ],
    check: (shop) => checkPrestaShop(shop),
  },
  magento: {
    title: "Magento / Adobe Commerce",
    fields: [
      { name: "url", label: "Shop address", help: "Like https://shop.example.com" },
      { name: "accessToken", label: "Access token of an integration", secret: true, help: "System → Extensions → Integrations" },
    ],
    check: (shop) => checkMagento(shop),
  },
  voice: {
    title: "Twilio (telephone)",
    fields: [
      { name: "accountSid", label: "Account SID", help: "Console → Account info, like AC0123…" },
      { name: "authToken", label: "Auth token", secret: true, help: "Console → Account info" },
      { name: "from", label: "Telephone number", help: "Of the account, or a verified caller id, like +390212345678" },
      {
        name: "incoming",
        label: "Calls of customers to it",
        choices: ["leave", "answer"],
        help: "answer: Parola takes them (and Twilio is told so); leave: they go where they go now",
      },
    ],
    webhookPath: "/webhooks/twilio/{id}",
    check: ({ http, connection, webhookUrl, now }) => telephone.check({ http, connection, now }, webhookUrl),
  },
};
