import { spawn } from "node:child_process";
import { ROOT } from "./run.ts";

/** `npm run dev`: the product, started again on every change of its sources, and the web app with hot replacement. */
const children = [
  spawn("node_modules/.bin/node", ["--watch", "--watch-preserve-output", "src/cli/main.ts", "start"], { cwd: ROOT, stdio: "inherit" }),
  spawn("node_modules/.bin/vite", [], { cwd: ROOT, stdio: "inherit" }),
];

const stop = () => children.forEach((child) => child.kill("SIGTERM"));
process.once("SIGINT", stop).once("SIGTERM", stop);
for (const child of children) {
  child.once("exit", (code) => {
    process.exitCode ||= code ?? 0;
    stop();
  });
}
