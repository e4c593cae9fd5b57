import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadSecretKey } from "./secret-key.ts";

describe("the secret key", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "parola-key-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("is made once, for its owner only", async () => {
    const first = await loadSecretKey(folder);
    expect(first).toHaveLength(32);
    expect(await loadSecretKey(folder)).toEqual(first);
    expect((await stat(join(folder, "secret.key"))).mode & 0o777).toBe(0o600);
  });

  it("is that of the environment where there is one, and leaves no file", async () => {
    const key = await loadSecretKey(folder, "x".repeat(40));
    expect(key).toHaveLength(32);
    await expect(stat(join(folder, "secret.key"))).rejects.toThrow("ENOENT");
  });

  it("is refused when the file was cut short", async () => {
    await writeFile(join(folder, "secret.key"), "abc");
    await expect(loadSecretKey(folder)).rejects.toThrow("too short");
  });

  it("makes the folder, and names one that cannot be made", async () => {
    expect(await loadSecretKey(join(folder, "new"))).toEqual(await loadSecretKey(join(folder, "new")));
    const file = join(folder, "new/secret.key");
    await expect(loadSecretKey(file)).rejects.toThrow(`DATA_DIR ${file} cannot be made: it is a file (EEXIST)`);
  });
});
