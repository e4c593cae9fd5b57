import { defineConfig } from "vitest/config";
import base from "./vitest.config.ts";

/** Tests on the official specifications and sample payloads, which are not part of this repository: see CONTRIBUTING.md. */
export default defineConfig({ test: { ...base.test, include: ["src/**/*.conformance.test.ts"], exclude: ["**/node_modules/**"] } });
