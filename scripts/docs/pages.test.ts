import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseDefinition } from "../../src/automation/parse-definition.ts";
import { DAY, engineFixture } from "../../src/automation/scope-fixture.ts";
import type { StepType } from "../../src/automation/step.ts";
import { loadRegistry } from "../../src/registry.ts";
import { stepsPage, triggersPage } from "./pages.ts";

const registry = await loadRegistry();
const pages = { "docs/steps.md": stepsPage(registry), "docs/triggers.md": triggersPage(registry) };

/** The YAML blocks as a reader would copy them. */
function examplesIn(page: string): { type: string; config: Record<string, unknown> }[] {
  return [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => parse(text ?? ""));
}

describe.each(Object.entries(pages))("%s", (path, page) => {
  it("is what npm run docs writes now", async () => {
    expect(await readFile(path, "utf8"), `${path} is out of date: run npm run docs`).toBe(page);
  });

  it("links only to its own headings", () => {
    const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, title]) =>
      (title ?? "")
        .toLowerCase()
        .replaceAll(/[^a-z0-9_ ]/g, "")
        .replaceAll(" ", "-"),
    );
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.filter((anchor) => !headings.includes(anchor ?? ""))).toEqual([]);
    expect(links.length).toBeGreaterThan(10);
  });
});

it.each(examplesIn(pages["docs/steps.md"]).map((example, index) => [`${index + 1} ${example.type}`, example] as const))(
  "the step example %s is parsed and entered",
  (_name, { type, config }) => {
    const step = registry.steps[type] as StepType;
    const exits = step.exits(step.config.parse(config)).map(({ name }) => [name, "after"]);
    const engine = engineFixture(registry, [
      {
        name: "Example",
        triggers: [{ id: "t", type: "customer_message", config: { phrases: ["go"] }, next: "s" }],
        steps: [
          { id: "s", type, config, exits: Object.fromEntries(exits) },
          { id: "after", type: "mark_unread" },
          { id: "menu", type: "mark_unread" },
        ],
      },
    ]);
    engine.write("go");
    const left = () => engine.scope.records.some(({ stepId }) => stepId === "s");
    expect(left() || engine.at().includes("s")).toBe(true);
    // What waits for time only has left by then; what waits for people or the outside still waits.
    engine.sleep(400 * DAY);
    expect(left() || step.resume !== undefined).toBe(true);
  },
);

it.each(examplesIn(pages["docs/triggers.md"]).map((example, index) => [`${index + 1} ${example.type}`, example] as const))(
  "the start step example %s is parsed",
  (_name, { type, config }) => {
    const { problems } = parseDefinition(registry, {
      name: "Example",
      triggers: [{ id: "t", type, config, next: "s" }],
      steps: [{ id: "s", type: "mark_unread" }],
    });
    expect(problems).toEqual([]);
  },
);
