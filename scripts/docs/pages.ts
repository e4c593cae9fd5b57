/** The pages `docs/steps.md` and `docs/triggers.md`, made from the step and trigger files. */
import { stringify } from "yaml";
import { configJsonSchema } from "../../src/automation/json-schema.ts";
import { type Exit, STEP_GROUPS, type StepGroup, type StepType } from "../../src/automation/step.ts";
import type { Registry, TriggerType } from "../../src/automation/trigger.ts";
import { fingerprint, type JsonSchema, schemaTable } from "./schema-table.ts";

const MADE = "<!-- Made by `npm run docs` from the files in src/automation. Change those. -->\n";

const GROUP_TITLES: Record<StepGroup, string> = {
  message: "Messages",
  wait: "Waits",
  logic: "Logic",
  contact: "Contact",
  people: "People",
  integration: "Integrations",
};

const COMMON = `## Durations

\`{ days, hours, minutes, seconds }\`, any of them, whole numbers; or ISO 8601 text such as \`PT2H\` or \`P1DT12H\`. Days are calendar
days (the same time of day after a change of the clocks), everything else is elapsed time.

## Texts with variables ✎

Liquid: \`{{ contact.first_name }}\`, \`{{ contact.fields.CITY }}\` (or \`%%CITY%%\`), \`{{ reply.text }}\`, \`{{ trigger.payload.order.id }}\`,
\`{{ vars.crm_id }}\`, \`{{ ticket.reference }}\`, \`{{ workspace.name }}\`, \`{{ now }}\`. A missing value renders empty unless
\`| default:\` gives one; a template's variable without a value fails the step instead.
`;

const CONDITIONS = `## Conditions

\`{ all: […] }\`, \`{ any: […] }\` and \`{ not: … }\`, nested freely over \`{ field, op, value }\`. Texts compare trimmed and without regard to
capitals, numbers accept a decimal comma, and a missing value satisfies only \`is_empty\`, \`ne\`, \`not_contains\`, \`not_in\` and
\`has_none\`.
`;

export function stepsPage({ steps }: Registry): string {
  const types = Object.values(steps).toSorted(byTitle);
  const groups = STEP_GROUPS.map((group) => [GROUP_TITLES[group], types.filter((type) => type.group === group)] as const);
  return [
    "# Steps\n",
    MADE,
    "Every step also takes `onError` in its config: what an error does when no `failed` exit is connected. `continue` (default) goes on by",
    "`next`, `stop` ends the run as failed. An exit that is left out ends its path.\n",
    ...groups.map(([title, members]) => `- ${title}: ${members.map(link).join(" · ")}`),
    "",
    COMMON,
    CONDITIONS,
    ...types.map(stepSection),
  ].join("\n");
}

export function triggersPage({ triggers }: Registry): string {
  const types = Object.values(triggers).toSorted(byTitle);
  return [
    "# Start steps (triggers)\n",
    MADE,
    "Any of an automation's start steps starts it. `settings.reentry` says what happens when the contact is in it already; each start step",
    "has its own default.\n",
    ...types.map((type) => `- ${link(type)}`),
    "",
    COMMON,
    ...types.map(triggerSection),
  ].join("\n");
}

function stepSection(type: StepType): string {
  const parsed = type.examples.map(({ config }) => type.config.parse(config));
  return [
    heading(type),
    configTables(type.config),
    "**Exits**\n",
    exitList(parsed.flatMap((config) => type.exits(config))),
    ...facts(type, parsed),
    ...examples(type),
  ].join("\n");
}

function triggerSection(type: TriggerType): string {
  const opens = type.opensWindow?.(type.config.parse(type.examples[0]?.config));
  const listens = type.on === "start" ? "Started by name, through its own address." : `Listens to the event \`${type.on}\`.`;
  return [
    heading(type),
    configTables(type.config),
    `- ${listens}`,
    `- While the contact is in the automation: \`${type.reentry}\`, unless \`settings.reentry\` says otherwise.`,
    ...(opens ? ["- The run begins inside the 24-hour window: free messages can be sent."] : []),
    "",
    ...examples(type),
  ].join("\n");
}

function byTitle(a: { title: string }, b: { title: string }): number {
  return a.title < b.title ? -1 : 1;
}

function link({ title, type }: { title: string; type: string }): string {
  return `[${title}](#${type})`;
}

function heading({ type, title, summary }: StepType | TriggerType): string {
  return `## ${type}\n\n**${title}.** ${summary}\n`;
}

/** One table; of a config that comes in several forms, one for each. */
function configTables(config: StepType["config"]): string {
  const schema = configJsonSchema(config);
  const forms = (schema["oneOf"] ?? schema["anyOf"]) as JsonSchema[] | undefined;
  if (!forms) return schemaTable(schema);
  const known = new Set<string>();
  const tables = forms.map((form) => {
    const properties = Object.entries((form["properties"] ?? {}) as Record<string, JsonSchema>);
    const [name, chosen] = properties.find(([, property]) => "const" in property) ?? [];
    const table = schemaTable(form, known);
    for (const [key, property] of properties) known.add(fingerprint(key, property));
    return name === undefined ? table : `With \`${name}: ${String(chosen?.["const"])}\`:\n\n${table}`;
  });
  return tables.join("\n");
}

/** Those of the examples: buttons and cases have exits of their own. */
function exitList(exits: Exit[]): string {
  if (exits.length === 0) return "None: the path goes on where the config says.\n";
  const unique = [...new Map(exits.map((exit) => [exit.name, exit])).values()];
  // Exits of the type itself last, as on the canvas.
  const own = ["next", "failed", "timeout"];
  const ordered = [...unique.filter(({ name }) => !own.includes(name)), ...unique.filter(({ name }) => own.includes(name))];
  return `${ordered.map(({ name, label }) => (label === undefined ? `- \`${name}\`` : `- \`${name}\` (${label})`)).join("\n")}\n`;
}

/** What holds of all or some of the examples, in words. */
function facts(type: StepType, configs: unknown[]): string[] {
  const exitsWhere = (holds: (config: unknown, exit: string) => boolean | undefined) =>
    [...new Set(configs.flatMap((config) => type.exits(config).flatMap(({ name }) => (holds(config, name) ? [`\`${name}\``] : []))))].join(
      ", ",
    );
  const waits = exitsWhere((config, exit) => type.waits?.(config, exit, () => true));
  const reopens = exitsWhere((config, exit) => type.reopensWindow?.(config, exit));
  const changes = [...new Set(configs.flatMap((config) => type.changes?.(config) ?? []).map(({ subject }) => `\`${subject}\``))].join(", ");
  const said = [
    waits && `- Has waited for time or the outside when it leaves by ${waits}.`,
    reopens && `- The 24-hour window is open after ${reopens}: the contact has just written.`,
    type.needsWindow &&
      configs.some((config) => type.needsWindow?.(config)) &&
      "- Free messages need the open 24-hour window or a fallback template.",
    changes && `- May start automations that listen to ${changes}.`,
  ].filter((fact): fact is string => typeof fact === "string" && fact !== "");
  return said.length > 0 ? ["**Behaviour**\n", ...said, ""] : [];
}

function examples({ type, examples: list }: StepType | TriggerType): string[] {
  return ["**Examples**\n", ...list.map(({ title, config }) => `${title}:\n\n\`\`\`yaml\n${stringify({ type, config })}\`\`\`\n`)];
}
