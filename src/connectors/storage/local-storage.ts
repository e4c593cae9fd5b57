import { randomUUID } from "node:crypto";
import { createWriteStream, openAsBlob } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { checkKey, type FileStorage } from "./file-storage.ts";

/** Files under a folder, which is made when the first one comes. */
export function createLocalStorage(folder: string): FileStorage {
  const pathOf = (key: string) => join(folder, checkKey(key));
  return {
    async put(key, file) {
      const path = pathOf(key);
      const unfinished = `${path}.${randomUUID()}.part`;
      await mkdir(dirname(path), { recursive: true });
      try {
        // Flushed before it gets its name: after a power cut the database must not point to an empty file.
        await pipeline(Readable.fromWeb(file.stream()), createWriteStream(unfinished, { flush: true, flags: "wx", mode: 0o600 }));
        await rename(unfinished, path);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    },
    async get(key) {
      try {
        return await openAsBlob(pathOf(key));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    delete: (key) => rm(pathOf(key), { force: true }),
  };
}

/** `openAsBlob` gives a missing file a code of its own. */
function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ERR_INVALID_ARG_VALUE";
}
