import { existsSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ensureChromium } from "./chromium.ts";
import { ROOT, type RunOptions, run } from "./run.ts";

/**
 * `npm test [-- STAGE…]`: runs every kind of test and ends with one line, `N passed, N failed`. With `--ci` also the static
 * checks and what needs `../shared`. The exit code is 0 only if nothing failed and something ran.
 */
interface Count {
  passed: number;
  failed: number;
}

interface Stage {
  name: string;
  /** Runs in CI only. */
  ci?: boolean;
  /** Runs beside the others, and in parts: a browser waits more than it works. Who is done with the others takes parts, too. */
  parts?: number;
  run: (part: string | null) => Promise<Count>;
}

const SHARED = join(ROOT, "../shared");

const STAGES: Stage[] = [
  {
    name: "check",
    ci: true,
    run: () => counted("npm", ["run", "--silent", "check"], /^ok {6}/gm, /^FAILED /gm),
  },
  { name: "unit", run: () => vitest("vitest.config.ts") },
  { name: "scenarios", run: () => scenarios(["scenarios", "gallery"]) },
  { name: "web", parts: 8, run: web },
  {
    name: "conformance",
    ci: true,
    run: () => (existsSync(SHARED) ? vitest("vitest.conformance.config.ts") : skipped("conformance tests")),
  },
  {
    name: "shared-scenarios",
    ci: true,
    run: () => (existsSync(SHARED) ? scenarios([join(SHARED, "spec/scenarios")]) : skipped("the shared scenarios")),
  },
];

async function vitest(config: string): Promise<Count> {
  const { code, output } = await run("node_modules/.bin/vitest", ["run", "--config", config]);
  const count = { passed: 0, failed: 0 };
  // "Tests  2 failed | 40 passed (42)": the line counts tests; files that failed to load are on the line before it.
  const line = /^\s*Tests\s+(.*)$/m.exec(output)?.[1] ?? "";
  count.passed = Number(/(\d+) passed/.exec(line)?.[1] ?? 0);
  count.failed = Number(/(\d+) failed/.exec(line)?.[1] ?? 0);
  return atLeastOneFailed(count, code);
}

async function scenarios(folders: string[]): Promise<Count> {
  const present: string[] = [];
  for (const folder of folders.map((name) => resolve(ROOT, name))) {
    for await (const _ of glob("**/*.yaml", { cwd: folder })) {
      present.push(folder);
      break;
    }
  }
  if (present.length === 0 || !existsSync(join(ROOT, "src/cli/scenario.ts"))) return skipped("scenarios: none here");
  return closingLine("node_modules/.bin/node", ["src/cli/main.ts", "scenario", ...present]);
}

/** @param part as Playwright names it, `3/8` */
async function web(part: string | null): Promise<Count> {
  for await (const _ of glob("**/*.spec.ts", { cwd: join(ROOT, "e2e") })) {
    const built = await run("node_modules/.bin/node", ["scripts/build-web.ts"], { prefix: "web: " });
    if (built.code !== 0) return { passed: 0, failed: 1 };
    try {
      await ensureChromium();
    } catch (error) {
      console.error((error as Error).message);
      return { passed: 0, failed: 1 };
    }
    return counted(
      "node_modules/.bin/playwright",
      ["test", "--reporter=list", "--pass-with-no-tests", `--shard=${part}`, `--output=test-results/${part?.replace("/", "-of-")}`],
      /^\s+(\d+) passed/gm,
      /^\s+(\d+) (?:failed|did not run|interrupted)/gm,
      { prefix: "web: " },
    );
  }
  return skipped("web tests: none here");
}

/** Runs a program that itself ends with `N passed, N failed`. */
function closingLine(file: string, args: string[]): Promise<Count> {
  return counted(file, args, /^(\d+) passed, \d+ failed/gm, /^\d+ passed, (\d+) failed/gm);
}

/** Counts by patterns: each match counts as the number in its group, or as one. */
async function counted(file: string, args: string[], passed: RegExp, failed: RegExp, options?: RunOptions): Promise<Count> {
  const { code, output } = await run(file, args, options);
  const sum = (pattern: RegExp) => [...output.matchAll(pattern)].reduce((total, match) => total + Number(match[1] ?? 1), 0);
  return atLeastOneFailed({ passed: sum(passed), failed: sum(failed) }, code);
}

function atLeastOneFailed(count: Count, code: number): Count {
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

async function skipped(what: string): Promise<Count> {
  console.log(`skipped ${what}`);
  return { passed: 0, failed: 0 };
}

const ci = process.argv.includes("--ci");
const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith("-"));
const stages = STAGES.filter((stage) => (wanted.length > 0 ? wanted.includes(stage.name) : ci || !stage.ci));
const total = { passed: 0, failed: 0 };

/** Two at work: one does stage after stage, the other part after part of those that run beside them, and whoever is done helps. */
async function takeTurns(queue: (() => Promise<void>)[]): Promise<void> {
  for (let next = queue.shift(); next; next = queue.shift()) await next();
}

function job(stage: Stage, part: string | null): () => Promise<void> {
  return async () => {
    console.log(`\n== ${stage.name}${part ? ` ${part}` : ""}`);
    const { passed, failed } = await stage.run(part);
    total.passed += passed;
    total.failed += failed;
  };
}

const whole = stages.filter(({ parts }) => parts === undefined).map((stage) => job(stage, null));
const parts = stages.flatMap((stage) => Array.from({ length: stage.parts ?? 0 }, (_, index) => job(stage, `${index + 1}/${stage.parts}`)));
await Promise.all([takeTurns(whole).then(() => takeTurns(parts)), takeTurns(parts)]);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
