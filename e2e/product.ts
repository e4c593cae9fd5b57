/** Starts the real product with an empty data folder, as `npm start` does, and ends it again. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../test/process.ts";
import { answersAreSlow, startSlowLine } from "./slowness.ts";

const ROOT = join(import.meta.dirname, "..");
/** A first start makes its database: on a busy machine that alone may take a minute. */
const READY_MS = 180_000;
const STOP_MS = 20_000;

export interface RunningProduct {
  url: string;
  stop: () => Promise<void>;
}

/** `extra`: environment variables beside those of a test. */
export async function startProduct(extra: Record<string, string> = {}): Promise<RunningProduct> {
  const dataDir = await mkdtemp(join(tmpdir(), "parola-e2e-"));
  const port = await freePort();
  const line = answersAreSlow ? await startSlowLine(port) : undefined;
  const url = `http://localhost:${line?.port ?? port}`;
  const child = spawn(join(ROOT, "node_modules/.bin/node"), ["src/cli/main.ts", "start"], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: String(port),
      HOST: "127.0.0.1",
      DATA_DIR: dataDir,
      DATABASE_URL: "",
      // Tests never call the world outside: nothing listens on the discard port.
      WHATSAPP_GRAPH_URL: "http://127.0.0.1:9",
      // Receivers of webhooks that specs start on this machine.
      ALLOW_PRIVATE_ADDRESSES: "127.0.0.1",
      PUBLIC_URL: url,
      LOG_LEVEL: process.env["E2E_LOG"] ?? "error",
      ...extra,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
      if (process.env["E2E_LOG"]) process.stderr.write(chunk);
    });
  }
  await untilReady(url, child, () => output);
  return {
    url,
    async stop() {
      line?.stop();
      await end(child);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The product ended before it was ready:\n${output()}`);
    const ready = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    if (Date.now() > deadline) {
      await end(child);
      throw new Error(`The product was not ready after ${READY_MS} ms:\n${output()}`);
    }
    await sleep(100);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await ended;
  clearTimeout(force);
}
