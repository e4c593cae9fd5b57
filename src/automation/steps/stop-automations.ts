import { z } from "zod";
import { automationByName } from "../automation-by-name.ts";
import { stopRuns } from "../end-run.ts";
import { reference } from "../reference.ts";
import { defineStep, exit } from "../step.ts";

const REASON = "stopped_by_automation";

const config = z.strictObject({
  which: z
    .union([z.literal("all_others"), z.array(reference("automation")).min(1).max(100)], {
      error: "all_others, or a list of automations",
    })
    .default("all_others")
    .describe("All other automations, or these"),
  includeSelf: z.boolean().default(false).describe("Also this one: the run ends here"),
});

export const step = defineStep({
  type: "stop_automations",
  group: "logic",
  title: "Stop automations",
  summary: "Ends what other automations are doing for this contact, at once. Messages of theirs that have not left yet are not sent.",
  config,
  exits: () => [{ name: "next" }],
  enter({ which, includeSelf }, context) {
    const { scope, run, workspace } = context;
    const ids = which === "all_others" ? null : new Set(which.map((name) => automationByName(workspace, name)?.id));
    const meant = (automationId: string) => (ids === null ? automationId !== run.automationId : ids.has(automationId));
    const others = scope.runs.filter(
      (other) => other !== run && (meant(other.automationId) || (includeSelf && other.automationId === run.automationId)),
    );
    const stopped = others.filter((other) => other.endedAt === null).map((other) => other.id);
    stopRuns(context, others, REASON);
    return includeSelf ? { type: "end", status: "stopped", reason: REASON } : exit("next", { stopped });
  },
  examples: [
    { title: "Bought: stop everything else", config: { which: "all_others" } },
    { title: "Stop two reminders", config: { which: ["Cart reminder", "Birthday"] } },
  ],
});
