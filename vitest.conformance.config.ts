import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vitest.config.ts";

/** Tests on the official specifications and sample payloads, which are not part of this repository: see CONTRIBUTING.md. */
export default mergeConfig(base, defineConfig({ test: { include: ["**/*.conformance.test.ts"], exclude: [] } }), false);
