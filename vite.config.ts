/** Builds the web app to `dist/web`, which the server serves; in development, `vite` serves it and asks the server at port 3000. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { minifyContractRouter } from "@orpc/contract";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin, transformWithOxc } from "vite";
import { contract } from "./src/contract/contract.ts";

/** The server accepts requests of browsers from its own address only, so the proxy speaks as one. */
const server = "http://localhost:3000";

/**
 * The browser's client only needs methods and paths. Without the schemas behind them the first screen is a third smaller;
 * the server checks every request anyway.
 */
function contractWithoutSchemas(): Plugin {
  return {
    name: "contract-without-schemas",
    enforce: "pre",
    load(id) {
      if (!id.endsWith("/src/contract/contract.ts")) return null;
      return `export const contract = ${JSON.stringify(minifyContractRouter(contract))};`;
    },
  };
}

/** A build is what people use, also one that a test run starts: with its `NODE_ENV=test` React would be its slow, large self. */
function alwaysProduction(): Plugin {
  return {
    name: "always-production",
    config(_, { command }) {
      if (command === "build") process.env["NODE_ENV"] = "production";
    },
  };
}

/** What draws the app, and nothing that only some pages compute with. */
const LOOKS = /@mantine|@tabler|@floating-ui|@tanstack|src\/web\/(ui|shell)\//;

/**
 * One file of what the app starts with and one of what many areas draw with. Left alone, the bundler makes a hundred files of a few
 * hundred bytes, and each costs a telephone its share of a round trip. With a lower count pages load more that they do not use.
 */
const CHUNKS = [
  { name: "base", tags: ["$initial" as const], priority: 1 },
  { name: "common", test: LOOKS, minShareCount: 4 },
];

/**
 * `workspace.html` is `index.html` for the pages of a workspace. They all draw with `common`: the browser fetches it beside `base`, which
 * would ask for it a round trip later. Who is not signed in needs none of it.
 */
function workspacePage(): Plugin {
  return {
    name: "workspace-page",
    apply: "build",
    async writeBundle({ dir }, bundle) {
      const common = Object.values(bundle).find((file) => file.type === "chunk" && file.name === "common" && !file.isDynamicEntry);
      const page = await readFile(join(dir as string, "index.html"), "utf8");
      const preload = common ? `<link rel="modulepreload" crossorigin href="/${common.fileName}">\n  </head>` : "</head>";
      await writeFile(join(dir as string, "workspace.html"), page.replace("</head>", preload));
    },
  };
}

/** The service worker is no part of the app: a file of its own, at an address that stays. */
function serviceWorker(): Plugin {
  const address = "/service-worker.js";
  const read = async () => {
    const file = join(import.meta.dirname, "src/web/service-worker/service-worker.ts");
    return (await transformWithOxc(await readFile(file, "utf8"), file)).code;
  };
  return {
    name: "service-worker",
    configureServer({ middlewares }) {
      middlewares.use(address, (_request, response, next) => {
        read().then((code) => response.setHeader("content-type", "text/javascript").end(code), next);
      });
    },
    async generateBundle() {
      this.emitFile({ type: "asset", fileName: address.slice(1), source: await read() });
    },
  };
}

export default defineConfig({
  plugins: [alwaysProduction(), contractWithoutSchemas(), workspacePage(), serviceWorker(), react()],
  build: {
    outDir: "dist/web",
    emptyOutDir: true,
    // The app is an operator's tool for evergreen browsers; older targets would only add bytes to the first screen.
    target: "es2023",
    // What the first screen may weigh is held by a browser test; a warning on somebody's first start helps nobody.
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: { output: { codeSplitting: { groups: CHUNKS } } },
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ["/api", "/hooks", "/wh", "/webhooks", "/media", "/mcp", "/healthz", "/readyz"].map((path) => [
        path,
        { target: server, changeOrigin: true, headers: { origin: server } },
      ]),
    ),
  },
});
