import { writeFile } from "node:fs/promises";
import { loadRegistry } from "../src/registry.ts";
import { stepsPage, triggersPage } from "./docs/pages.ts";

/** `npm run docs`: writes the pages about steps and start steps from their files. A test says when they are out of date. */
const registry = await loadRegistry();
await writeFile("docs/steps.md", stepsPage(registry));
await writeFile("docs/triggers.md", triggersPage(registry));
