/**
 * HTTP/1.1 as it stands on the wire, for both ends of the bench: whatever the measuring takes of the cores is missing to what is measured, and
 * a client or server made for every case takes half as much as the product.
 */
import type { Socket } from "node:net";

const HEAD_END = Buffer.from("\r\n\r\n");

/** One message, request or response: its first line and headers, and its body. */
export interface HttpMessage {
  head: string;
  body: Buffer;
}

/** Calls `onMessage` for every whole message that comes; those with a length only, which all of ours have. */
export function readMessages(socket: Socket, onMessage: (message: HttpMessage) => void): void {
  let pending: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (;;) {
      const headEnd = pending.indexOf(HEAD_END);
      if (headEnd === -1) return;
      const head = pending.toString("latin1", 0, headEnd);
      const end = headEnd + HEAD_END.length + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      if (pending.length < end) return;
      const body = pending.subarray(headEnd + HEAD_END.length, end);
      pending = pending.subarray(end);
      onMessage({ head, body });
    }
  });
}
