import { z } from "zod";
import { durationSchema } from "../../domain/duration.ts";
import { inWorkingHours } from "../../domain/working-hours.ts";
import { coolingDown } from "../cooldown.ts";
import { warning } from "../problems.ts";
import { defineTrigger } from "../trigger.ts";

const config = z.strictObject({
  cooldown: durationSchema.default({ seconds: 0 }).describe("After it started for a contact, silent for that contact this long"),
});

export const trigger = defineTrigger({
  type: "non_working_hours",
  title: "Outside working hours",
  summary: "Starts when a message arrives outside the workspace's working hours and nothing else answered it.",
  config,
  on: "message",
  phase: "non_working_hours",
  reentry: "restart",
  opensWindow: () => true,
  looksBack: ({ cooldown }) => Object.values(cooldown).some((part) => (part ?? 0) > 0),
  match({ cooldown }, event, context) {
    const { workspace } = context.scope;
    if (event.type !== "message" || inWorkingHours(workspace.workingHours, context.environment.now, workspace.timeZone)) return null;
    return coolingDown(cooldown, context) ? null : {};
  },
  problems(_config, { workspace }) {
    if (workspace.workingHours !== undefined) return [];
    return [
      warning("no_working_hours", [], "The workspace has no working hours, so this never starts.", "Set working hours in the settings."),
    ];
  },
  examples: [
    { title: "We are closed", config: {} },
    { title: "At most once in four hours", config: { cooldown: { hours: 4 } } },
  ],
});
