import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeDataDir } from "./data-dir.ts";

describe("DATA_DIR", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "parola-data-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("is made with all the folders on its way, and may be there already", async () => {
    const path = join(folder, "a/b/c");
    await makeDataDir(path, { writable: true });
    await makeDataDir(path, { writable: true });
    expect((await stat(path)).mode & 0o777).toBe(0o711);
  });

  it("is refused where a part of its path is a file", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    await expect(makeDataDir(file)).rejects.toThrow(`DATA_DIR ${file} cannot be made: it is a file (EEXIST).`);
    await expect(makeDataDir(join(file, "a/b"))).rejects.toThrow("cannot be made: a part of its path is a file (ENOTDIR).");
  });

  it("is refused where the system lets nothing be made", { skip: process.platform !== "linux" }, async () => {
    await expect(makeDataDir("/proc/x")).rejects.toThrow(
      "DATA_DIR /proc/x cannot be made: the system lets nothing be made there (ENOENT). Choose a folder that can be written.",
    );
    await expect(makeDataDir("/proc/x/y")).rejects.toThrow("DATA_DIR /proc/x/y cannot be made: the system lets nothing");
  });

  it("is refused where this user may not write", { skip: process.getuid?.() === 0 }, async () => {
    await chmod(folder, 0o500);
    await expect(makeDataDir(join(folder, "a/b"))).rejects.toThrow("cannot be made: this user may not write there (EACCES).");
    await expect(makeDataDir(folder, { writable: true })).rejects.toThrow("cannot be written: this user may not write there (EACCES).");
  });

  it("is refused where even root may not write", { skip: process.platform !== "linux" }, async () => {
    await expect(makeDataDir("/sys/parola/data")).rejects.toThrow(
      /^DATA_DIR \/sys\/parola\/data cannot be made: (this user may not write there|the disk is read-only) \(\w+\)\./,
    );
  });
});
