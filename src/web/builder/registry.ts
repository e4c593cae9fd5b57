/** The step and trigger types of the product, found by the bundler: the same pure files that the engine runs. */
import type { StepType } from "../../automation/step.ts";
import type { Registry, TriggerType } from "../../automation/trigger.ts";

const stepFiles = import.meta.glob<{ step?: StepType }>(["../../automation/steps/*.ts", "!../../automation/steps/*.test.ts"], {
  eager: true,
});
const triggerFiles = import.meta.glob<{ trigger?: TriggerType }>(
  ["../../automation/triggers/*.ts", "!../../automation/triggers/*.test.ts"],
  { eager: true },
);

function byType<T extends { type: string }>(types: (T | undefined)[]): Record<string, T> {
  return Object.fromEntries(types.flatMap((type) => (type ? [[type.type, type] as const] : [])));
}

export const registry: Registry = {
  steps: byType(Object.values(stepFiles).map((file) => file.step)),
  triggers: byType(Object.values(triggerFiles).map((file) => file.trigger)),
};
