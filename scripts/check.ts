import { run } from "./run.ts";

/**
 * `npm run check [-- NAME…]`: everything about the code that needs no running of it. `--fix` mends what can be mended.
 * Each check is one tool with its own configuration file; here is only what is run, and what proves that it looked.
 */
const fix = process.argv.includes("--fix");
const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith("-"));

interface Check {
  name: string;
  command: string[];
  /** Must match the output, lest a tool that found no files passes. */
  saw?: RegExp;
}

const CHECKS: Check[] = [
  { name: "format", command: ["biome", "check", ...(fix ? ["--write"] : []), "--error-on-warnings", "."], saw: /Checked [1-9]\d+ files/ },
  { name: "types", command: ["tsc", "--project", "."] },
  { name: "types-domain", command: ["tsc", "--project", "src/domain"] },
  { name: "types-automation", command: ["tsc", "--project", "src/automation"] },
  { name: "types-web", command: ["tsc", "--project", "src/web"] },
  { name: "types-service-worker", command: ["tsc", "--project", "src/web/service-worker"] },
  { name: "types-web-tests", command: ["tsc", "--project", "src/web/tsconfig.test.json"] },
  { name: "types-e2e", command: ["tsc", "--project", "tsconfig.e2e.json"] },
  { name: "lint", command: ["oxlint", ...(fix ? ["--fix"] : [])], saw: /on [1-9]\d+ files/ },
  { name: "boundaries", command: ["depcruise", "--config", ".dependency-cruiser.mjs", "src"], saw: /[1-9]\d{2,} modules/ },
  { name: "schema-types", command: ["node", "scripts/db-types.ts", "--check"] },
  { name: "dead-code", command: ["knip", "--no-progress"] },
];

let failed = 0;
for (const check of CHECKS) {
  if (wanted.length > 0 && !wanted.some((name) => check.name.startsWith(name))) continue;
  const { code, output } = await run(`node_modules/.bin/${check.command[0]}`, check.command.slice(1), { quiet: true });
  const blind = code === 0 && check.saw !== undefined && !check.saw.test(output);
  if (code === 0 && !blind) {
    console.log(`ok      ${check.name}`);
    continue;
  }
  failed += 1;
  console.log(output.trimEnd());
  console.log(blind ? `FAILED  ${check.name}: it looked at nothing` : `FAILED  ${check.name}`);
}
process.exitCode = failed === 0 ? 0 : 1;
