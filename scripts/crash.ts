/** `npm run crash [-- N]`: the crash test with N crashes, a hundred if not said. `npm test` plays ten. */
import { run } from "./run.ts";

const crashes = process.argv[2] ?? "100";
if (!/^[1-9]\d{0,3}$/.test(crashes)) {
  console.error(`"${crashes}" is no number of crashes: npm run crash -- 100`);
  process.exit(2);
}
const { code } = await run("node_modules/.bin/vitest", ["run", "--config", "vitest.config.ts", "test/crash.test.ts"], {
  env: { CRASHES: crashes },
});
process.exitCode = code;
