import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const MAIN = join(import.meta.dirname, "main.ts");
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "parola-validate-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a person at a terminal sees. */
async function validate(document: string): Promise<{ code: number; out: string; err: string }> {
  const file = join(folder, "document.yaml");
  await writeFile(file, document);
  return await new Promise((resolve) => {
    execFile(process.execPath, [MAIN, "validate", file], (error, out, err) => {
      resolve({ code: Number(error?.code ?? 0), out: out.replaceAll(folder, "."), err: err.replaceAll(folder, ".") });
    });
  });
}

const STEPS = "steps: [{ id: s1, type: add_note, config: { text: Hello } }]";
const WRITTEN = "triggers: [{ id: t1, type: customer_message, config: { phrases: [hi] }, next: s1 }]";

test("a sound document is ok", async () => {
  expect(await validate(`name: A\n${WRITTEN}\n${STEPS}`)).toEqual({ code: 0, out: "./document.yaml: ok\n", err: "" });
});

test("a document that nothing starts is none that could be published", async () => {
  const { code, err } = await validate(`name: A\ntriggers: []\n${STEPS}`);
  expect(code).toBe(1);
  expect(err).toBe("./document.yaml: error no_trigger at triggers: Nothing starts this automation. Add a start step.\n");
});

test("an arrow that leads nowhere is found without a workspace, a name that only a workspace knows is not asked for", async () => {
  const { code, err } = await validate(
    `name: A\n${WRITTEN}\nsteps: [{ id: s1, type: add_tag, config: { tags: [vip] }, exits: { next: s9 } }]`,
  );
  expect(code).toBe(1);
  expect(err).toContain("error missing_step at steps.0.exits.next");
  expect(err).not.toContain("unknown_object");
});
