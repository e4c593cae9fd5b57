import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { glob, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** Builds the web app into `dist/web` unless the build there is of the very same sources. */
const root = join(import.meta.dirname, "..");
const target = join(root, "dist/web");
const stampFile = join(target, ".sources");

/** Whatever ends up in the bundle: the web app, the pure code and contract it shares with the server, and the tools. */
const SOURCES = [
  ...["src/{web,contract,automation,domain}/**/*", "public/*", "index.html", "vite.config.ts", "postcss.config.*", "package-lock.json"],
  "scripts/build-web.ts",
];

/** Smaller files gain nothing. */
const LEAST_BYTES = 1024;

/** Every text beside itself as Brotli and gzip: the server sends what the browser can read, and compresses nothing while it runs. */
async function compressAll(folder: string): Promise<void> {
  const brotli = promisify(brotliCompress);
  for await (const entry of glob("**/*.{js,css,html,json,svg}", { cwd: folder, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const text = await readFile(file);
    if (text.length < LEAST_BYTES) continue;
    await writeFile(`${file}.br`, await brotli(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
    await writeFile(`${file}.gz`, await promisify(gzip)(text, { level: 9 }));
  }
}

async function sourcesHash(): Promise<string> {
  const files: string[] = [];
  for await (const entry of glob(SOURCES, { cwd: root, withFileTypes: true })) {
    if (entry.isFile() && !entry.name.includes(".test.")) files.push(join(entry.parentPath, entry.name));
  }
  const hash = createHash("sha256");
  for (const file of files.sort())
    hash
      .update(file.slice(root.length))
      .update("\0")
      .update(await readFile(file))
      .update("\0");
  return hash.digest("hex");
}

const hash = await sourcesHash();
const built = await readFile(stampFile, "utf8").catch(() => "");
if (existsSync(join(root, "vite.config.ts")) && built !== hash) {
  console.error("Parola: building the web app …");
  const { build } = await import("vite");
  // Built beside its place and then moved there: a product that is running, or another build, never sees half of one.
  const made = `${target}.new-${process.pid}`;
  const replaced = `${target}.old-${process.pid}`;
  try {
    await mkdir(made, { recursive: true });
    await build({ root, configFile: join(root, "vite.config.ts"), logLevel: "warn", build: { outDir: made, emptyOutDir: true } });
    await compressAll(made);
    await writeFile(join(made, ".sources"), hash);
    await rename(target, replaced).catch(() => undefined);
    await rename(made, target).catch((error: NodeJS.ErrnoException) => {
      // Another build of the same sources was a moment faster.
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(made, { recursive: true, force: true });
    await rm(replaced, { recursive: true, force: true });
  }
}
