import { z } from "zod";
import { evaluateCondition } from "../condition.ts";
import { id } from "../definition.ts";
import { liquidText } from "../liquid-text.ts";
import { lookupPath } from "../reference.ts";
import { defineStep, exit, type StepContext } from "../step.ts";
import { chanceOf } from "../sticky-chance.ts";
import { uniqueIds } from "../unique-ids.ts";

const exitId = id.describe("Name of the exit");
const label = z.string().max(120).optional().describe("What the canvas writes on the exit");
const MAX_PATHS = 50;

const byValue = z
  .strictObject({
    mode: z.literal("value"),
    field: lookupPath().optional().describe("The value to look at: contact.fields.CITY, reply.text, vars.x …"),
    on: liquidText().optional().describe("Or a text with variables"),
    cases: z
      .array(
        z.strictObject({
          id: exitId,
          label,
          values: z
            .array(z.union([z.string(), z.number(), z.boolean()], { error: "a text, a number, true or false" }))
            .min(1)
            .max(100),
        }),
      )
      .min(1)
      .max(MAX_PATHS)
      .refine(...uniqueIds(["otherwise"]))
      .describe("Tried in order: the first with an equal value is taken"),
  })
  .refine((value) => (value.field === undefined) !== (value.on === undefined), { error: "give exactly one of field and on" });

const parallel = z.strictObject({
  mode: z.literal("parallel"),
  paths: z
    .array(z.strictObject({ id: exitId, label }))
    .min(2)
    .max(MAX_PATHS)
    .refine(...uniqueIds([]))
    .describe("All of them start now"),
});

const random = z.strictObject({
  mode: z.literal("random"),
  paths: z
    .array(z.strictObject({ id: exitId, label, weight: z.number().min(0).max(1_000_000).default(1) }))
    .min(2)
    .max(MAX_PATHS)
    .refine(...uniqueIds([]))
    .refine((paths) => paths.some(({ weight }) => weight > 0), { error: "one weight must be above 0" })
    .describe("One is taken by chance, in proportion to the weights"),
});

const config = z.discriminatedUnion("mode", [byValue, parallel, random]);
type Config = z.output<typeof config>;

export const step = defineStep({
  type: "branch",
  group: "logic",
  title: "Branch",
  summary:
    "Splits the way: by a value (the first case that equals it), into parallel paths that each go on by themselves, or by chance for A/B tests (the same choice each time a run comes by).",
  config,
  exits(config) {
    if (config.mode === "value")
      return [...config.cases.map((item) => labelled(item.id, item.label ?? item.values.join(", "))), { name: "otherwise" }];
    return config.paths.map((path) => labelled(path.id, path.label));
  },
  enter(config, context) {
    switch (config.mode) {
      case "value":
        return exit(caseOf(config, context));
      case "parallel":
        return { type: "fork", exits: config.paths.map((path) => path.id) };
      case "random":
        return exit(chanceOf(context, config.paths));
    }
  },
  examples: [
    {
      title: "By a field",
      config: {
        mode: "value",
        field: "contact.fields.TYPE",
        cases: [
          { id: "new", values: ["New", "Prospect"] },
          { id: "old", values: ["Customer"] },
        ],
      },
    },
    { title: "Two things at once", config: { mode: "parallel", paths: [{ id: "now" }, { id: "later" }] } },
    {
      title: "A/B test",
      config: {
        mode: "random",
        paths: [
          { id: "a", weight: 1 },
          { id: "b", weight: 1 },
        ],
      },
    },
  ],
});

function labelled(name: string, label: string | undefined) {
  return label === undefined ? { name } : { name, label };
}

function caseOf(config: Extract<Config, { mode: "value" }>, { lookup, render, environment, timeZone }: StepContext): string {
  const value = config.field === undefined ? render(config.on ?? "") : lookup(config.field);
  // A contact has many tags and lists: any of them may equal the case.
  const candidates = Array.isArray(value) ? value : [value];
  const equals = (wanted: string | number | boolean) =>
    candidates.some((candidate) =>
      evaluateCondition({ field: "value", op: "eq", value: wanted }, () => candidate, {
        now: environment.now,
        timezone: timeZone,
      }),
    );
  return config.cases.find(({ values }) => values.some(equals))?.id ?? "otherwise";
}
