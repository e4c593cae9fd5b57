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
  const finished = files.map(() => Promise.withResolvers<FileResult>());
  const waiting = files.entries();
  const lane = async () => {
    const database = await databases.create();
    for (const [index, file] of waiting) {
      const result = await runScenario(await readFile(file, "utf8"), database.url);
      (finished[index] as PromiseWithResolvers<FileResult>).resolve({ file, ...result });
      await database.empty();
    }
    await database.drop();
  };
  try {
    const lanes = Promise.all(Array.from({ length: Math.min(SIDE_BY_SIDE, files.length) }, lane));
    const results: FileResult[] = [];
    for (const { promise } of finished) {
      // A lane that breaks down (its server died, say) ends the run.
      const result = await Promise.race([promise, lanes.then(() => promise)]);
      results.push(result);
      onResult(result);
    }
    await lanes;
    return results;
  } finally {
    await databases.close();
  }
}
