/** The customers: post signed webhooks over keep-alive connections. Runs in the bench's own process. */
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { readMessages } from "./http-bytes.ts";
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

interface Connection {
  socket: Socket;
  settle: { resolve(): void; reject(error: Error): void } | null;
}

/** Posts over so many connections, one request at a time on each; who finds none idle waits. */
export async function createCustomers(url: string, appSecret: string, connections: number): Promise<Customers> {
  const { hostname, port } = new URL(url);
  const idle: Connection[] = [];
  const all: Connection[] = [];
  const waiting: ((connection: Connection) => void)[] = [];

  async function open(): Promise<void> {
    const connection: Connection = { socket: connect(Number(port), hostname), settle: null };
    connection.socket.setNoDelay(true);
    await once(connection.socket, "connect");
    readMessages(connection.socket, ({ head }) => {
      const settle = connection.settle;
      connection.settle = null;
      const next = waiting.shift();
      if (next) next(connection);
      else idle.push(connection);
      if (head.startsWith("HTTP/1.1 200")) settle?.resolve();
      else settle?.reject(new Error(`the webhook was answered ${head.split("\r\n")[0]}`));
    });
    connection.socket.on("close", () => connection.settle?.reject(new Error("the product closed the connection")));
    all.push(connection);
    idle.push(connection);
  }
  await Promise.all(Array.from({ length: connections }, open));

  return {
    async post(body) {
      const signature = createHmac("sha256", appSecret).update(body).digest("hex");
      const connection = idle.pop() ?? (await new Promise<Connection>((resolve) => waiting.push(resolve)));
      await new Promise<void>((resolve, reject) => {
        connection.settle = { resolve, reject };
        connection.socket.write(
          `POST /webhooks/whatsapp HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/json\r\nx-hub-signature-256: sha256=${signature}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        );
      });
    },
    async close() {
      await Promise.all(
        all.map(async ({ socket }) => {
          socket.end();
          if (!socket.closed) await once(socket, "close");
        }),
      );
    },
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
