/** "Try it in a minute" of the README, line by line, on ports and a folder of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { freePort } from "./process.ts";

const ROOT = new URL("..", import.meta.url).pathname;
const started: ChildProcess[] = [];
const folders: string[] = [];

afterAll(async () => {
  for (const child of started) {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    // The whole group: npm, the shell and what they started.
    if (child.pid && child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, "SIGTERM");
      await gone;
    }
  }
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

interface Running {
  child: ChildProcess;
  output: () => string;
}

function run(script: string, env: Record<string, string>): Running {
  const child = spawn("bash", ["-e", "-c", script], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  started.push(child);
  return { child, output: () => text };
}

/** Waits for a line; a process that ends without it has failed, and what it said is the reason. */
async function until(what: string, { child, output }: Running): Promise<void> {
  while (!output().includes(what)) {
    if (child.exitCode !== null) throw new Error(`ended with code ${child.exitCode} before "${what}":\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test("the README's minute ends with the answer at the fake Graph API", { timeout: 180_000 }, async () => {
  const readme = await readFile(join(ROOT, "README.md"), "utf8");
  const section = readme.slice(readme.indexOf("## Try it in a minute"), readme.indexOf("## Connect a real number"));
  const [port, graphPort, folder] = [await freePort(), await freePort(), await mkdtemp(join(tmpdir(), "parola-readme-"))];
  folders.push(folder);
  const blocks = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) =>
    (block as string)
      .replaceAll("127.0.0.1:3000", `127.0.0.1:${port}`)
      .replaceAll("127.0.0.1:4000", `127.0.0.1:${graphPort}`)
      .replaceAll("--port 4000", `--port ${graphPort}`)
      .replaceAll("hello.yaml", join(folder, "hello.yaml")),
  );
  expect(blocks).toHaveLength(3);
  const env = { PORT: String(port), DATA_DIR: join(folder, "data"), PUBLIC_URL: "", DATABASE_URL: "", SECRET_KEY: "" };
  const graph = run(blocks[0] as string, env);
  await until("A fake Graph API listens", graph);
  const product = run(blocks[1] as string, env);
  await until("Parola runs at", product);
  const steps = run(blocks[2] as string, env);
  const code = await new Promise((resolve) => steps.child.once("exit", resolve));
  expect(steps.output(), "the third terminal").toContain("active");
  expect(code).toBe(0);
  await until('to +393330000001: {"body":"Hi Ada, what can we do for you?","preview_url":false}', graph);
});
