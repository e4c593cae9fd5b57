import { defineCommand } from "citty";
import { StartupError } from "../domain/startup-error.ts";
import { type FileResult, findScenarioFiles, runScenarioFiles } from "../scenario/run-files.ts";

export const scenarioCommand = defineCommand({
  meta: { name: "scenario", description: "Run scenario files: executable acceptance tests of automations" },
  args: {
    paths: { type: "positional", required: false, description: "Files or folders", default: "scenarios" },
    json: { type: "boolean", description: "Print the results as JSON" },
    databaseServer: { type: "string", description: "URL of a PostgreSQL whose account may make databases, instead of the embedded one" },
  },
  async run({ args }) {
    const paths = args._.length > 0 ? args._ : [args.paths];
    const files = await findScenarioFiles(paths).catch((error: Error) => {
      const { code, path } = error as NodeJS.ErrnoException;
      throw new StartupError(code === "ENOENT" ? `There is no file ${path}.` : error.message, { cause: error });
    });
    if (files.length === 0) throw new StartupError(`There are no scenario files in ${paths.join(", ")}.`);
    const results = await runScenarioFiles(files, (result) => !args.json && print(result), args.databaseServer);
    const failed = results.filter(({ failure }) => failure !== null).length;
    if (args.json) console.log(JSON.stringify({ results, passed: results.length - failed, failed }, null, 2));
    console.log(`${results.length - failed} passed, ${failed} failed`);
    process.exitCode = failed === 0 ? 0 : 1;
  },
});

function print({ file, name, failure, durationMs }: FileResult): void {
  console.log(`${failure ? "FAIL" : "ok  "} ${file}: ${name} (${Math.round(durationMs)} ms)`);
  if (!failure) return;
  const { line, what, expected, found, troubles } = failure;
  console.log(`  ${line === null ? "" : `line ${line}: `}${what}`);
  console.log(`    expected: ${indent(expected)}`);
  console.log(`    actual:   ${indent(found)}`);
  for (const trouble of troubles) console.log(`    log:      ${indent(trouble)}`);
}

function indent(text: string): string {
  return text.replaceAll("\n", "\n              ");
}
