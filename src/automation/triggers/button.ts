import { z } from "zod";
import { normalizePhrase } from "../../domain/phrase.ts";
import { automationByName } from "../automation-by-name.ts";
import { phraseOf } from "../dispatch.ts";
import type { MessageEvent } from "../event.ts";
import { problem } from "../problems.ts";
import { reference } from "../reference.ts";
import { defineTrigger, type TriggerContextIn } from "../trigger.ts";

const config = z
  .strictObject({
    template: reference("template").optional().describe("A template with this quick reply"),
    step: z.string().min(1).max(64).meta({ step: true }).optional().describe("Or the id of a send_message step"),
    automation: reference("automation").optional().describe("Where that step is; this automation if it has such a step, else any"),
    button: z.string().trim().min(1).max(256).describe("The text on the button or list row"),
  })
  .refine((value) => (value.template === undefined) !== (value.step === undefined), { error: "give exactly one of template and step" })
  .refine((value) => value.automation === undefined || value.step !== undefined, {
    error: "automation goes with step",
    path: ["automation"],
  });
type Config = z.output<typeof config>;

/** Above every phrase: the press on that very message says more than its words. */
const RANK = [2];

export const trigger = defineTrigger({
  type: "button",
  title: "Button pressed",
  summary: "Starts when that button of that very message is pressed: YES in one place is not YES everywhere. Wins over an exact phrase.",
  config,
  on: "message",
  phase: "choice",
  reentry: "restart",
  exactPhrases: ({ button }) => [button],
  opensWindow: () => true,
  match(config, event, context) {
    if (event.type !== "message" || event.content.type !== "button_reply" || !event.context) return null;
    if (normalizePhrase(config.button) !== phraseOf(event)) return null;
    return answersIt(config, event.context, context) ? { rank: RANK } : null;
  },
  problems(config, { workspace }) {
    if (config.step === undefined || config.automation === undefined) return [];
    const target = automationByName(workspace, config.automation);
    if (!target || Object.hasOwn(target.definition.steps, config.step)) return [];
    return [
      problem(
        "missing_step",
        ["step"],
        `The automation "${target.name}" has no step "${config.step}".`,
        "Choose one of its Send message steps.",
      ),
    ];
  },
  examples: [
    { title: "A template's quick reply", config: { template: "appointment_reminder", button: "Confirm" } },
    { title: "A button of a step", config: { step: "ask", button: "Yes" } },
  ],
});

function answersIt(config: Config, answered: NonNullable<MessageEvent["context"]>, { automation, scope }: TriggerContextIn): boolean {
  if (config.template !== undefined) return answered.template === config.template;
  if (answered.stepId !== config.step) return false;
  if (config.automation !== undefined) return answered.automationId === automationByName(scope.workspace, config.automation)?.id;
  // Ids are unique in their document only: where this one has the step, it is meant.
  return !Object.hasOwn(automation.definition.steps, config.step ?? "") || answered.automationId === automation.id;
}
