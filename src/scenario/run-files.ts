/** Runs scenario files: several side by side, each on a database of its own, reported in the order of the files. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { openScenarioDatabases } from "./databases.ts";
import { runScenario, type ScenarioResult } from "./run-scenario.ts";

/** A scenario waits for its database most of the time. */
const SIDE_BY_SIDE = 4;

export interface FileResult extends ScenarioResult {
  file: string;
}

/** Files as they are, folders with every scenario in them. @throws when one does not exist */
export async function findScenarioFiles(paths: string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      if (!(await stat(path)).isDirectory()) return [path];
      const names = await readdir(path, { recursive: true });
      return (
        names
          .filter((name) => /\.ya?ml$/.test(name))
          // What has a scenario beside it is no scenario: gallery/welcome.yaml, gallery/welcome.scenario.yaml.
          .filter((name) => !names.includes(name.replace(/(\.ya?ml)$/, ".scenario$1")))
          .sort()
          .map((name) => join(path, name))
      );
    }),
  );
  return found.flat();
}

/** Calls `onResult` for each file in order, as soon as it and those before it are done. */
export async function runScenarioFiles(files: string[], onResult: (result: FileResult) => void, serverUrl?: string): Promise<FileResult[]> {
  const databases = await openScenarioDatabases(serverUrl);
  try {
    const running: Promise<FileResult>[] = [];
    const free = Array.from({ length: SIDE_BY_SIDE }, () => Promise.resolve());
    for (const [index, file] of files.entries()) {
      const lane = index % SIDE_BY_SIDE;
      const run = (free[lane] as Promise<void>).then(async () => {
        const database = await databases.create();
        try {
          return { file, ...(await runScenario(await readFile(file, "utf8"), database.url)) };
        } finally {
          await database.drop();
        }
      });
      running.push(run);
      free[lane] = run.then(
        () => undefined,
        () => undefined,
      );
    }
    const results: FileResult[] = [];
    for (const run of running) {
      const result = await run;
      results.push(result);
      onResult(result);
    }
    return results;
  } finally {
    await databases.close();
  }
}
