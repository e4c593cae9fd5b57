/** A small SMTP server that keeps what it is sent and can be told to refuse. RFC 5321, as far as one client needs it. */

import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";

export interface FakeMail {
  from: string;
  to: string[];
  /** Header lines and text as they came, unfolded and without quoted-printable. */
  raw: string;
}

export interface FakeSmtp {
  /** `smtp://127.0.0.1:port` */
  url: string;
  mails: FakeMail[];
  /** The next so many recipients are refused for now. */
  refuse(times: number): void;
  close(): Promise<void>;
}

export async function startFakeSmtp(): Promise<FakeSmtp> {
  const mails: FakeMail[] = [];
  const sockets = new Set<Socket>();
  let refusals = 0;

  function talk(socket: Socket): void {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    let mail: FakeMail = { from: "", to: [], raw: "" };
    let data: string[] | null = null;
    let rest = "";
    const say = (line: string) => socket.write(`${line}\r\n`);
    const address = (line: string) => /<([^>]*)>/.exec(line)?.[1] ?? "";

    function take(line: string): void {
      if (data !== null) {
        if (line !== ".") return void data.push(line.replace(/^\./, ""));
        mails.push({ ...mail, raw: readable(data.join("\n")) });
        data = null;
        mail = { from: "", to: [], raw: "" };
        return void say("250 kept");
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === "EHLO" || verb === "HELO") return void say("250 fake.example.com");
      if (verb === "MAIL") mail.from = address(line);
      if (verb === "RCPT") {
        if (refusals > 0) {
          refusals -= 1;
          return void say("451 4.3.0 not now");
        }
        mail.to.push(address(line));
      }
      if (verb === "DATA") {
        data = [];
        return void say("354 go on");
      }
      if (verb === "QUIT") return void socket.end("221 bye\r\n");
      say("250 ok");
    }

    say("220 fake.example.com ESMTP");
    socket.on("data", (chunk) => {
      const lines = (rest + chunk.toString("utf8")).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) take(line);
    });
  }

  const server = createServer(talk);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    refuse: (times) => void (refusals = times),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Quoted-printable (RFC 2045) back to text. */
function readable(raw: string): string {
  if (!/^Content-Transfer-Encoding: quoted-printable$/im.test(raw)) return raw;
  const bytes = raw
    .replace(/=\n/g, "")
    .replace(/((?:=[0-9A-F]{2})+)/g, (codes) => Buffer.from(codes.replaceAll("=", ""), "hex").toString("utf8"));
  return bytes;
}
