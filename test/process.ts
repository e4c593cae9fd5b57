/** The product as a process of its own, for tests that kill it. */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));

/**
 * A port that stays free until it is taken. One that the system proposes is of the range from which it serves outgoing connections, too: on
 * a busy machine one of those has it before the product starts. None comes from below 32768, not on Linux, macOS or Windows.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

export interface ProductProcess {
  child: ChildProcess;
  /** When it works, and can be told to stop. */
  ready: Promise<void>;
  /** Ends it without warning. */
  kill(): Promise<void>;
  /** Ends it as an operator would. */
  stop(): Promise<number | null>;
}

/** Starts `parola start`; resolves when it answers /healthz, or at once when it has no web role. */
export async function startProcess(env: Record<string, string>, url?: string): Promise<ProductProcess> {
  const child = spawn(process.execPath, [MAIN, "start"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, LOG_LEVEL: "silent", ...env },
  });
  const gone = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const ready = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => void (chunk.toString().includes("Parola runs") && resolve()));
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return await gone;
  };
  if (url) await answers(`${url}/healthz`, child);
  return { child, ready, kill: async () => void (await end("SIGKILL")), stop: () => end("SIGTERM") };
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the product ended with code ${child.exitCode}`);
}
