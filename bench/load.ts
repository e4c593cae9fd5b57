/** The customers: post signed webhooks over keep-alive connections. Runs in the bench's own process. */
import { createHmac } from "node:crypto";
import { Pool } from "undici";
import type { BenchProduct } from "./product.ts";

let counter = 0;

/** A one-message envelope as Meta sends it. */
export function envelope({ phoneNumberId }: Pick<BenchProduct, "phoneNumberId">, text: string, waId: string): string {
  counter += 1;
  const message = {
    from: waId,
    id: `wamid.in.${process.pid}.${counter}`,
    timestamp: String(Math.floor(Date.now() / 1000)),
    type: "text",
    text: { body: text },
  };
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "390600000000", phone_number_id: phoneNumberId },
    contacts: [{ profile: { name: "Anna" }, wa_id: waId }],
    messages: [message],
  };
  return JSON.stringify({ object: "whatsapp_business_account", entry: [{ id: "200", changes: [{ field: "messages", value }] }] });
}

export interface Customers {
  post(body: string): Promise<void>;
  close(): Promise<void>;
}

export function createCustomers(url: string, appSecret: string, connections: number): Customers {
  const pool = new Pool(url, { connections, pipelining: 1 });
  return {
    async post(body) {
      const signature = createHmac("sha256", appSecret).update(body).digest("hex");
      const { statusCode, body: answer } = await pool.request({
        path: "/webhooks/whatsapp",
        method: "POST",
        headers: { "content-type": "application/json", "x-hub-signature-256": `sha256=${signature}` },
        body,
      });
      await answer.dump();
      if (statusCode !== 200) throw new Error(`the webhook was answered ${statusCode}`);
    },
    close: () => pool.close(),
  };
}

/** Calls `work` for 0 … count − 1, so many at a time. */
export async function inLanes(count: number, lanes: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
