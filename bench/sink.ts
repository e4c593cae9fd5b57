/** A bare Graph API: accepts every message and counts. Its own process, so that its work is not the product's. */
import { createServer } from "node:http";

let accepted = 0;
let lastAt = 0;
let ids = 0;
/** Instants at which a message was accepted, by the text it carries: latency is measured by whoever posted it. */
const times = new Map<string, number>();

const server = createServer((request, response) => {
  if (request.method === "GET") {
    if (request.url === "/times") response.end(JSON.stringify([...times]));
    else response.end(JSON.stringify({ accepted, lastAt }));
    return;
  }
  if (request.method === "DELETE") {
    accepted = 0;
    times.clear();
    response.end();
    return;
  }
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    accepted += 1;
    ids += 1;
    lastAt = Date.now();
    const to = /"to":"\+?(\d+)"/.exec(Buffer.concat(chunks).toString("latin1"))?.[1] ?? "";
    times.set(to, performance.timeOrigin + performance.now());
    response.setHeader("content-type", "application/json");
    response.end(
      `{"messaging_product":"whatsapp","contacts":[{"input":"+${to}","wa_id":"${to}"}],"messages":[{"id":"wamid.${process.pid}.${ids}"}]}`,
    );
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" ? address?.port : 0 });
});
