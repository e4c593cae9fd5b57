import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readGallery } from "../operations/gallery.ts";
import { loadRegistry } from "../registry.ts";
import { createTestDatabase, type TestDatabase } from "../store/test-database.ts";

const MAIN = join(import.meta.dirname, "main.ts");
const GALLERY = join(import.meta.dirname, "../../gallery");

let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "parola-cli-"));
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** What a person, or a script, at a terminal gets. */
const parola = (...words: string[]) => parolaWith({}, ...words);
async function parolaWith(set: Record<string, string>, ...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return await new Promise((resolve) => {
    const data = { DATA_DIR: join(folder, "data"), DATABASE_URL: database.url };
    const env = { PATH: "/usr/bin:/bin", LOG_LEVEL: "error", NO_COLOR: "1", ...data, ...set };
    execFile(process.execPath, [MAIN, ...words], { env, cwd: folder }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}

const COMMANDS = [
  "start",
  "worker",
  "migrate",
  "user",
  "workspace",
  "channel",
  "api-key",
  "push",
  "pull",
  "validate",
  "scenario",
  "bench",
  "fake-graph",
];

describe("the commands", () => {
  it.each(COMMANDS)("%s has its help, and refuses an option it does not have", async (command) => {
    const help = await parola(command, "--help");
    expect(help).toMatchObject({ code: 0, err: "" });
    expect(help.out).toContain(`parola ${command}`);
    const below = /\b(create)\b/.exec(help.out)?.[1];
    const words = below ? [command, below] : [command];
    expect(await parola(...words, "--wrong")).toMatchObject({
      code: 2,
      out: "",
      err: `parola: ${words.join(" ")} has no option --wrong; see parola ${words.join(" ")} --help.\n`,
    });
  });

  it("have a help that tells what they take, also those below another", async () => {
    const asked = [["user", "password"], ["channel", "create"], ["push"], ["pull"], ["validate"]];
    const [user, channel, push, pull, validate] = await Promise.all(asked.map(async (words) => (await parola(...words, "--help")).out));
    expect(user).toMatch(/parola user password .*--email=<email>[^]*--without-second-factor/);
    expect(channel).toMatch(/parola channel create .*--phone-number-id=<phone_number_id>/);
    expect(push).toContain("parola push [OPTIONS] [FILES]");
    expect(pull).toContain("parola pull [OPTIONS] [NAMES]");
    expect(validate).toContain("parola validate [OPTIONS] [FILES]");
  });

  it("say what is missing, and never leave a stack", async () => {
    expect(await parola("frobnicate")).toMatchObject({ code: 2, err: 'parola: There is no command "frobnicate".\n' });
    expect(await parola("push", "--json")).toMatchObject({ code: 2, out: "", err: "parola: Name at least one file: parola push FILE…\n" });
    expect(await parola("validate")).toMatchObject({ code: 2, err: "parola: Name at least one file: parola validate FILE…\n" });
    expect(await parola("scenario", "none.yaml")).toMatchObject({ code: 1, err: "parola: There is no file none.yaml.\n" });
  });

  it("push every automation of the gallery and pull the same documents again", { timeout: 120_000 }, async () => {
    expect(await parola("user", "create", "--email", "a@example.com", "--name", "A", "--json")).toMatchObject({ code: 0 });
    const written = join(folder, "written");
    await mkdir(written);
    const documents = new Map<string, unknown>();
    for (const { id, document } of await readGallery(GALLERY, await loadRegistry(), "it")) {
      documents.set(String(document["name"]), document);
      await writeFile(join(written, `${id}.json`), JSON.stringify(document));
    }
    expect(documents.size).toBeGreaterThan(15);
    const files = (await readdir(written)).map((name) => join(written, name));
    const pushed = await parola("push", ...files, "--json");
    expect(pushed.code).toBe(0);
    // Drafts are kept, and what stands in the way of publishing is told.
    expect(pushed.err).toMatch(/birthday\.json: error unknown_object at triggers\.0\.config\.field: There is no field "BIRTHDAY"/);
    expect((JSON.parse(pushed.out) as { created: boolean }[]).every(({ created }) => created)).toBe(true);
    for (const round of ["first", "second"]) {
      const pulled = await parola("pull", "--into", round, "--json");
      expect(pulled).toMatchObject({ code: 0, err: "" });
      const paths = JSON.parse(pulled.out) as string[];
      const read = await Promise.all(paths.map(async (path) => parse(await readFile(join(folder, path), "utf8")) as { name: string }));
      expect(new Map(read.map((document) => [document.name, document]))).toEqual(documents);
      expect((await parola("push", ...paths)).code).toBe(0);
    }
  });

  it("push tells of files that lie in another workspace", async () => {
    const config = { kind: "media", mediaType: "image", asset: "0197a5d0-0000-7000-8000-000000000001" };
    const steps = [{ id: "s1", type: "send_message", config, exits: {} }];
    await writeFile(join(folder, "menu.yaml"), JSON.stringify({ name: "Menu", triggers: [], steps }));
    const { err } = await parola("push", "menu.yaml");
    expect(err).toContain("menu.yaml: error unknown_file at steps.0.config.asset: The file is not in this workspace");
  });

  it("channel create names the address at which the running Parola is reached, unless told another", { timeout: 60_000 }, async () => {
    const running = spawn(process.execPath, [MAIN, "start"], {
      env: { PATH: "/usr/bin:/bin", LOG_LEVEL: "error", DATA_DIR: join(folder, "data"), DATABASE_URL: database.url, PORT: "0" },
    });
    const [said] = (await once(running.stdout, "data")) as [Buffer];
    const address = /^Parola runs at (\S+)/.exec(String(said))?.[1];
    expect(address).toMatch(/^http:\/\/localhost:\d+$/);
    const number = (id: string) => [
      ...["channel", "create", "--name", id, "--phone-number-id", id, "--waba-id", "1", "--access-token", "t", "--app-secret", "s"],
      "--json",
    ];
    const made = await parola(...number("1000000001"));
    expect(JSON.parse(made.out)).toMatchObject({ webhookUrl: `${address}/webhooks/whatsapp` });
    const told = await parolaWith({ PUBLIC_URL: "https://chat.example.com" }, ...number("1000000002"));
    expect(JSON.parse(told.out)).toMatchObject({ webhookUrl: "https://chat.example.com/webhooks/whatsapp" });
    running.kill("SIGTERM");
    await once(running, "close");
  });

  it("pull two names that make one file name into two files", async () => {
    const steps = [{ id: "s1", type: "mark_unread", config: {}, exits: {} }];
    for (const name of ["Sale!", "Sale?"])
      await writeFile(join(folder, `${name.length}${name}.yaml`), JSON.stringify({ name, triggers: [], steps }));
    expect((await parola("push", "5Sale!.yaml", "5Sale?.yaml")).code).toBe(0);
    const { out } = await parola("pull", "Sale!", "Sale?", "--into", "sale", "--json");
    expect(JSON.parse(out)).toEqual(["sale/sale.yaml", "sale/sale-2.yaml"]);
  });

  it("give an account a new password, where none can be sent by e-mail", async () => {
    const account = ["--email", "locked-out@example.com"];
    expect(await parola("user", "create", ...account, "--name", "L", "--json")).toMatchObject({ code: 0 });
    const made = await parola("user", "password", ...account, "--without-second-factor", "--json");
    expect(made).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(made.out)).toMatchObject({ password: expect.stringMatching(/^.{16}$/) });
    expect(await parola("user", "password", ...account, "--password", "short")).toMatchObject({
      code: 1,
      err: "parola: A password has 10 to 128 characters.\n",
    });
    expect(await parola("user", "password", "--email", "nobody@example.com")).toMatchObject({
      code: 1,
      err: "parola: There is no account for nobody@example.com.\n",
    });
  });
});
