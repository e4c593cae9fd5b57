// Installs what is missing and builds what is stale, so that `npm start`, `npm test` and the others work on a fresh
// checkout. Runs on any Node from 20 on, before there is a single dependency; everything after it runs on Node 24.
//
// Usage: node scripts/prepare.mjs [web]      `web` also builds the web app
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
const pinnedNode = join(modules, ".bin/node");
const lock = join(root, ".install.lock");

/** Whether every package of the lockfile is installed in the version it names. */
function isInstalled() {
  const installed = readPackages(join(modules, ".package-lock.json"));
  if (!installed || !existsSync(pinnedNode)) return false;
  const wanted = readPackages(join(root, "package-lock.json")) ?? {};
  return Object.entries(wanted).every(([path, { version, optional, peer }]) => {
    if (path === "" || installed[path]?.version === version) return true;
    // Packages for other systems, and those only wanted along with something we do not use, are rightly absent.
    return !installed[path] && (optional || peer);
  });
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** Runs one installation at a time: two starts on a fresh checkout would write over each other's files. */
async function withLock(work) {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") fail(`${root} cannot be written (${error.code}): run npm ci there as its owner first.`);
      if (!isAlive(Number(readFileSync(lock, { encoding: "utf8", flag: "r" }).trim() || "0"))) rmSync(lock, { force: true });
      else await sleep(300);
    }
  }
  process.once("exit", () => rmSync(lock, { force: true }));
  await work();
  rmSync(lock, { force: true });
}

function isAlive(pid) {
  if (pid === 0) return true; // just being written
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function install() {
  if (isInstalled()) return;
  console.error("Parola: installing dependencies …");
  // The web app is built here and the tests run here, so development packages are wanted in production as well.
  const flags = ["--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = (...command) => spawnSync("npm", [...command, ...flags], { cwd: root, stdio: ["ignore", 2, 2] }).status;
  // `ci` starts from nothing; `install` mends what is there, is quick when little is missing, and is what remains where
  // a registry lacks some other system's variant of a package that the lockfile names.
  const fresh = !existsSync(join(modules, ".package-lock.json"));
  const status = fresh && npm("ci") === 0 ? 0 : npm("install", "--no-save");
  if (status !== 0)
    fail("npm could not install the dependencies (see above). It needs the npm registry once; after that Parola starts offline.");
  linkNode();
  if (!existsSync(pinnedNode)) {
    fail(
      `there is no Node 24 for ${process.platform}-${process.arch} among the dependencies: Parola runs on Linux and macOS, x64 or arm64.`,
    );
  }
}

/** Some versions of npm (10.9) leave out this one link to a program. */
function linkNode() {
  if (existsSync(pinnedNode)) return;
  const program = readdirSync(modules).find((name) => name.startsWith("node-") && existsSync(join(modules, name, "bin/node")));
  if (program) symlinkSync(`../${program}/bin/node`, pinnedNode);
}

function buildWeb() {
  const { status } = spawnSync(pinnedNode, [join(root, "scripts/build-web.ts")], { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) fail("the web app could not be built (see above).");
}

function fail(sentence) {
  console.error(`Parola: ${sentence}`);
  process.exit(1);
}

if (!isInstalled()) await withLock(install);
if (process.argv.includes("web")) buildWeb();
