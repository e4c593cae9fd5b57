/** On demand, what a slow line and a slow machine do to a browser: `E2E_DELAY` and `E2E_CPU`, see CONTRIBUTING.md. */
import { createHash } from "node:crypto";
import { request as ask, createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContext, Page } from "@playwright/test";

const DELAY_MS = Number(process.env["E2E_DELAY"] ?? 0);
const SEED = process.env["E2E_SEED"] ?? "1";
const CPU_RATE = Number(process.env["E2E_CPU"] ?? 1);

export const answersAreSlow = DELAY_MS > 0;

/** Stands before the product at port `target`: what a browser asks of the API is carried out at once, and its answer begins late. */
export async function startSlowLine(target: number): Promise<{ port: number; stop: () => void }> {
  const lateness = latenesses();
  const server = createServer((incoming, outgoing) => {
    const { method = "", url = "", headers } = incoming;
    const pass = async (answer: IncomingMessage) => {
      // The tests themselves ask, too, to furnish a workspace; only browsers call themselves so.
      if (url.startsWith("/api/") && headers["user-agent"]?.startsWith("Mozilla")) await sleep(lateness(method, url));
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      outgoing.flushHeaders();
      answer.pipe(outgoing);
    };
    const upstream = ask({ host: "127.0.0.1", port: target, method, path: url, headers }, (answer) => void pass(answer));
    incoming.pipe(upstream);
    upstream.on("error", () => outgoing.destroy());
    outgoing.on("close", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, stop };
}

/** By the request and how often it was made before, so that a run with the same seed is as slow in the same places. */
function latenesses(): (method: string, url: string) => number {
  const times = new Map<string, number>();
  return (method, url) => {
    const request = `${method} ${url.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "*")}`;
    const nth = (times.get(request) ?? 0) + 1;
    times.set(request, nth);
    const hash = createHash("sha256").update(`${SEED} ${nth} ${request}`).digest();
    return (hash.readUInt32BE() / 2 ** 32) * DELAY_MS;
  };
}

/** Every page of the context computes at a fraction of the speed. */
export async function slowDown(context: BrowserContext): Promise<void> {
  if (CPU_RATE <= 1) return;
  const throttle = async (page: Page) => {
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_RATE });
  };
  // One that is closed at once needs none.
  context.on("page", (page) => void throttle(page).catch(() => undefined));
  await Promise.all(context.pages().map(throttle));
}
