/** The customers: posts signed webhooks over keep-alive connections, as fast as told. Runs in the bench's own process. */
import { createHmac } from "node:crypto";
import { Pool } from "undici";
import { APP_SECRET, PHONE_NUMBER_ID } from "./product.ts";

let counter = 0;

/** A one-message envelope as Meta sends it, and the number it comes from. */
export function envelope(text: string, waId: string): string {
  counter += 1;
  return JSON.stringify({
    object: "whatsapp_business_account",
    entry: [
      {
        id: "200",
        changes: [
          {
            field: "messages",
            value: {
              messaging_product: "whatsapp",
              metadata: { display_phone_number: "390600000000", phone_number_id: PHONE_NUMBER_ID },
              contacts: [{ profile: { name: "Anna" }, wa_id: waId }],
              messages: [{ from: waId, id: `wamid.in.${process.pid}.${counter}`, timestamp: String(Math.floor(Date.now() / 1000)), type: "text", text: { body: text } }],
            },
          },
        ],
      },
    ],
  });
}

export function sign(body: string): string {
  return `sha256=${createHmac("sha256", APP_SECRET).update(body).digest("hex")}`;
}

export interface Customers {
  post(body: string, signature: string): Promise<void>;
  close(): Promise<void>;
}

export function createCustomers(url: string, connections: number): Customers {
  const pool = new Pool(url, { connections, pipelining: 1 });
  return {
    async post(body, signature) {
      const { statusCode, body: answer } = await pool.request({
        path: "/webhooks/whatsapp",
        method: "POST",
        headers: { "content-type": "application/json", "x-hub-signature-256": signature },
        body,
      });
      await answer.dump();
      if (statusCode !== 200) throw new Error(`the webhook was answered ${statusCode}`);
    },
    close: () => pool.close(),
  };
}
