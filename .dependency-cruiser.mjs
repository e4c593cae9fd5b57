/**
 * Who may import whom. A folder that is not in the table may be imported by the composition root alone.
 * Checked by `npm run check -- boundaries`, which fails when it saw no modules.
 */
const ALLOWED = {
  domain: [],
  automation: ["domain"],
  contract: ["domain", "automation"],
  store: ["domain", "automation"],
  connectors: ["domain"],
  operations: ["domain", "automation", "store", "connectors"],
  worker: ["domain", "automation", "store", "connectors", "operations"],
  http: ["domain", "automation", "contract", "store", "connectors", "operations"],
  web: ["domain", "automation", "contract"],
  sandbox: ["domain", "contract"],
  // The embedded server's own start: it asks the server whose it is.
  postgres: ["domain", "store"],
};

const TEST = "[.]test[.]tsx?$|/test-(app|database|helpers|procedures|support|workspace)[^/]*[.]ts$|^test/";

const layers = Object.entries(ALLOWED).map(([name, allowed]) => ({
  name: `${name}-imports-only-${["itself", ...allowed].join("-")}`,
  severity: "error",
  from: { path: `^src/${name}/`, pathNot: TEST },
  to: { path: "^src/", pathNot: `^src/(${[name, ...allowed].join("|")})/` },
}));

/** Configuration of dependency-cruiser, which finds it by this file's name. */
export default {
  forbidden: [
    ...layers,
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
    { name: "imports-resolve", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "steps-and-triggers-stand-alone",
      comment: "A step or trigger type is one file: what two of them share belongs beside them, in src/automation.",
      severity: "error",
      from: { path: "^src/automation/(steps|triggers)/([^/]+)[.]ts$", pathNot: TEST },
      to: { path: "^src/automation/(steps|triggers)/" },
    },
    {
      name: "connectors-do-not-know-each-other",
      severity: "error",
      from: { path: "^src/connectors/([^/]+)/", pathNot: TEST },
      to: { path: "^src/connectors/([^/]+)/", pathNot: "^src/connectors/$1/" },
    },
    {
      name: "only-store-touches-the-driver",
      severity: "error",
      from: { path: "^src/", pathNot: `^src/store/|${TEST}` },
      to: { path: "^node_modules/(@types/)?(pg|kysely)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "only-connectors-call-out",
      severity: "error",
      from: { path: "^src/", pathNot: `^src/(connectors|sandbox)/|${TEST}` },
      to: { path: "^node_modules/undici/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "pure-code-has-no-platform",
      severity: "error",
      from: { path: "^src/(domain|automation)/", pathNot: TEST },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "product-does-not-import-tests",
      severity: "error",
      from: { path: "^src/", pathNot: TEST },
      to: { path: TEST },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json", ".css"],
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
    },
    moduleSystems: ["es6"],
  },
};
