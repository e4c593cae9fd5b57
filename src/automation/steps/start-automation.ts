import { z } from "zod";
import type { JsonObject } from "../../domain/json.ts";
import { automationByName } from "../automation-by-name.ts";
import { causedBy, causeEvent } from "../contact-change.ts";
import { problem } from "../problems.ts";
import { reference } from "../reference.ts";
import { defineStep, exit, exitWithError } from "../step.ts";

const config = z.strictObject({
  automation: reference("automation").describe("The automation to start for this contact"),
  passVars: z.boolean().default(false).describe("Gives it a copy of this run's variables"),
});

export const step = defineStep({
  type: "start_automation",
  group: "logic",
  title: "Start automation",
  summary:
    "Starts another automation for the contact, at its first start step. This run goes on. If the other is not active, nothing starts and the timeline says so.",
  config,
  exits: () => [{ name: "next" }],
  enter(config, { scope, run, workspace }) {
    const target = automationByName(workspace, config.automation);
    // One that was never published, or is gone by now, is no more active than one that is paused.
    if (target?.state !== "active") return exitWithError("next", "automation_not_active", config.automation);
    causeEvent(scope, { type: "start", automationId: target.id, ...(config.passVars && { vars: copyOfVars(run.vars) }) }, causedBy(run));
    return exit("next", { automationId: target.id });
  },
  problems(config, { automationName }) {
    if (config.automation !== automationName) return [];
    return [problem("starts_itself", ["automation"], "An automation cannot start itself.", "Use Go to, or choose another automation.")];
  },
  examples: [{ title: "Hand over to the survey", config: { automation: "Survey", passVars: true } }],
});

/** Without the engine's own (leading underscore). */
function copyOfVars(vars: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(vars).filter(([name]) => !name.startsWith("_")));
}
