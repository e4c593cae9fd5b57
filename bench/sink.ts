/**
 * A bare Graph API: accepts every message and counts. Its own process, so that its work is not the product's. A second port tells what
 * it counted: `GET /` the sum, `GET /times` when each came, `DELETE /` begins anew.
 */
import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";
import { readMessages } from "./http-bytes.ts";

let accepted = 0;
let lastAt = 0;
let ids = 0;
/** Instants at which a message was accepted, by the number it is for: latency is measured by whoever posted it. */
const times = new Map<string, number>();

const graph = createServer({ noDelay: true }, (socket) => {
  socket.on("error", () => {});
  readMessages(socket, ({ body }) => {
    accepted += 1;
    ids += 1;
    lastAt = Date.now();
    const to = /"to":"\+?(\d+)"/.exec(body.toString("latin1"))?.[1] ?? "";
    times.set(to, performance.timeOrigin + performance.now());
    const answer = `{"messaging_product":"whatsapp","contacts":[{"input":"+${to}","wa_id":"${to}"}],"messages":[{"id":"wamid.${process.pid}.${ids}"}]}`;
    socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${answer.length}\r\n\r\n${answer}`);
  });
});

const control = createHttpServer((request, response) => {
  if (request.method === "DELETE") {
    accepted = 0;
    times.clear();
    response.end();
  } else if (request.url === "/times") response.end(JSON.stringify([...times]));
  else response.end(JSON.stringify({ accepted, lastAt }));
});

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  return (server.address() as AddressInfo).port;
}

process.send?.({ graph: await listen(graph), control: await listen(control) });
