/** Builds the world a scenario begins in. */
import type { JsonObject } from "../domain/json.ts";
import { normalizeLanguage } from "../domain/language.ts";
import { normalizePhone, phoneToWaId } from "../domain/phone.ts";
import { Refusal } from "../domain/refusal.ts";
import {
  type TemplateButton,
  type TemplateDefinition,
  type TemplateHeader,
  templateButtonText,
  templateVariables,
} from "../domain/template-definition.ts";
import { type FieldType, parseFieldValue } from "../domain/value.ts";
import { insertContact, insertObjects } from "../store/scenario/set-up.ts";
import { addAgent, addMissingAgents } from "./agents.ts";
import { connectFakes } from "./connections.ts";
import { parseInstant, parseMoment } from "./instant.ts";
import type { Scenario, TemplateSpec, WorkspaceSpec } from "./scenario-schema.ts";
import { describeVoiceAgent } from "./voice-agents.ts";
import { createWorld, type World } from "./world.ts";

/** A number that cannot be one is taken for a business-scoped id, the other name WhatsApp gives people. */
export function identityOf(person: string, defaultCountry: string): { phone: string | null; kind: "wa_id" | "user_id"; value: string } {
  const phone = normalizePhone(person, defaultCountry);
  return phone === null ? { phone, kind: "user_id", value: person } : { phone, kind: "wa_id", value: phoneToWaId(phone) };
}

export function settingsOf(spec: WorkspaceSpec): JsonObject {
  const { timezone, defaultCountry, defaultLanguage, consentMode, stopWords, workingHours, holidays, quietHours, marketingCap, limits } =
    spec;
  const settings = {
    timeZone: timezone,
    defaultCountry,
    defaultLanguage,
    consentMode,
    stopWords,
    workingHours,
    holidays,
    quietHours,
    marketingCap,
    limits,
  };
  return JSON.parse(JSON.stringify(settings)) as JsonObject;
}

export async function setUpWorld(scenario: Scenario, databaseUrl: string, patience?: () => void): Promise<World> {
  const { workspace } = scenario;
  const clock = parseInstant(scenario.clock, workspace.timezone);
  if (clock === null) throw new Error(`clock: "${scenario.clock}" is no instant`);
  const world = await createWorld({
    databaseUrl,
    clock,
    patience,
    workspace: {
      name: workspace.name,
      settings: settingsOf(workspace),
      channels: workspace.channels,
      throughput: workspace.throughput,
    },
  });
  try {
    await addObjects(world, workspace);
    await addMissingAgents(world, scenario.automations, true);
    for (const contact of scenario.contacts) {
      patience?.();
      await addContact(world, workspace, contact);
    }
    return world;
  } catch (error) {
    await world.close();
    throw error;
  }
}

async function addObjects(world: World, workspace: WorkspaceSpec): Promise<void> {
  const templates = workspace.templates.map((template) => ({
    definition: templateDefinition(template, workspace.defaultLanguage),
    status: template.status,
  }));
  for (const { definition } of templates) {
    const { name, language, body, buttons } = definition;
    world.templates.set(`${name}/${language}`, { text: body, buttons: buttons.map(templateButtonText) });
  }
  await insertObjects(world.pool, world.secrets, world.workspaceId, {
    tags: workspace.tags.map((tag) =>
      typeof tag === "string" ? { name: tag, category: null } : { name: tag.name, category: tag.category ?? null },
    ),
    lists: workspace.lists,
    fields: fieldsOf(workspace),
    operators: workspace.operators,
    ticketStatuses: workspace.ticketStatuses,
    templates,
    connections: await connectFakes(world, workspace.connections),
    agents: workspace.agents
      .filter(({ kind }) => kind !== undefined && kind !== "ai" && kind !== "voice")
      .map(({ name, kind, ...settings }) => ({ name: String(name), kind: String(kind), settings })),
    at: world.clock.now(),
  });
  for (const { kind, name, ...agent } of workspace.agents)
    if (kind === undefined || kind === "ai") await addAgent(world, { ...agent, name: String(name) });
  for (const agent of workspace.agents) if (agent["kind"] === "voice") await describeVoiceAgent(world, agent);
}

function fieldsOf({ fields }: WorkspaceSpec): { code: string; type: FieldType; choices: string[] | null }[] {
  return Object.entries(fields).map(([code, field]) =>
    typeof field === "string" ? { code, type: field, choices: null } : { code, type: field.type, choices: field.choices ?? null },
  );
}

/** As the template editor would store it: examples for all variables, quick replies from bare labels. */
function templateDefinition(spec: TemplateSpec, defaultLanguage: string): TemplateDefinition {
  const definition: TemplateDefinition = {
    name: spec.name,
    category: spec.category,
    language: spec.language ?? defaultLanguage,
    body: spec.body,
    buttons: spec.buttons.map((button) =>
      typeof button === "string" ? { type: "quick_reply", text: button } : (button as TemplateButton),
    ),
    examples: {},
    ...(spec.header !== undefined && {
      header: (typeof spec.header === "string" ? { type: "text", text: spec.header } : spec.header) as TemplateHeader,
    }),
    ...(spec.footer !== undefined && { footer: spec.footer }),
    ...(spec.authentication && { authentication: JSON.parse(JSON.stringify(spec.authentication)) as object }),
  };
  definition.examples = Object.fromEntries(templateVariables(definition).body.map((name) => [name, "example"]));
  return definition;
}

async function addContact(world: World, workspace: WorkspaceSpec, contact: Scenario["contacts"][number]): Promise<void> {
  const { phone, kind, value } = identityOf(contact.phone, world.defaultCountry);
  const lastInbound = contact.lastInbound === undefined ? null : parseMoment(contact.lastInbound, world.clock.now(), world.timeZone);
  if (contact.lastInbound !== undefined && lastInbound === null) throw new Error(`lastInbound: "${contact.lastInbound}" is no moment`);
  await insertContact(world.pool, world.workspaceId, world.channel.id, {
    identity: { kind, value },
    phone,
    firstName: contact.first_name ?? null,
    lastName: contact.last_name ?? null,
    email: contact.email ?? null,
    language: contact.language == null ? null : normalizeLanguage(contact.language),
    timeZone: contact.time_zone ?? null,
    fields: fieldValues(contact.fields ?? {}, workspace, world.timeZone),
    tags: contact.tags ?? [],
    lists: contact.lists ?? [],
    operators: contact.operators ?? [],
    consent: contact.consent ?? "not_declared",
    blocked: contact.blocked ?? false,
    aiEnabled: contact.ai ?? true,
    lastInboundAt: lastInbound,
    at: world.clock.now(),
  });
}

function fieldValues(given: Record<string, unknown>, workspace: WorkspaceSpec, timezone: string): JsonObject {
  const known = new Map(fieldsOf(workspace).map((field) => [field.code, field]));
  const values: JsonObject = {};
  for (const [code, raw] of Object.entries(given)) {
    const field = known.get(code);
    if (!field) throw new Refusal("invalid_input", `There is no field "${code}" in the workspace of this scenario.`);
    const parsed = parseFieldValue(field.type, raw, { timezone, choices: field.choices ?? undefined });
    if (!parsed.ok) throw new Refusal("invalid_input", `${code}: ${JSON.stringify(raw)} is no ${field.type} (${parsed.code})`);
    if (parsed.value !== null) values[code] = parsed.value;
  }
  return values;
}
