/** The form of a scenario file; what verbs and expectations take is said by each of them. */
import { z } from "zod";
import { CONSENT_STATES } from "../domain/consent.ts";
import { holidayPeriodSchema } from "../domain/holiday-period.ts";
import { TEMPLATE_CATEGORIES } from "../domain/template-definition.ts";
import { FIELD_TYPES } from "../domain/value.ts";
import { workingHoursSchema } from "../domain/working-hours.ts";

const jsonObject = z.record(z.string(), z.json());

export const templateSpec = z.strictObject({
  name: z.string(),
  category: z.enum(TEMPLATE_CATEGORIES).default("utility"),
  language: z.string().optional(),
  header: z.json().optional(),
  body: z.string(),
  footer: z.string().optional(),
  /** Labels of quick replies, or buttons of any type as the product keeps them. */
  buttons: z.array(z.union([z.string(), jsonObject])).default([]),
  status: z.string().default("approved"),
  authentication: z
    .strictObject({ securityRecommendation: z.boolean().optional(), codeExpirationMinutes: z.number().optional() })
    .optional(),
});
export type TemplateSpec = z.infer<typeof templateSpec>;

export const workspaceSpec = z.strictObject({
  name: z.string().default("Scenario"),
  timezone: z.string().default("Europe/Rome"),
  defaultCountry: z.string().length(2).default("IT"),
  defaultLanguage: z.string().default("it"),
  consentMode: z.enum(["block_unsubscribed", "require_subscribed"]).optional(),
  stopWords: z.boolean().optional(),
  workingHours: workingHoursSchema.optional(),
  holidays: z.strictObject({ periods: z.array(holidayPeriodSchema).optional(), countries: z.array(z.string()).optional() }).optional(),
  quietHours: z.strictObject({ from: z.string(), to: z.string() }).optional(),
  marketingCap: z.strictObject({ messages: z.int(), days: z.int() }).optional(),
  limits: z.strictObject({ stepsPerRun: z.int().optional(), visitsPerStep: z.int().optional(), chainDepth: z.int().optional() }).optional(),
  /** CODE → type, or → `{ type, choices }`. */
  fields: z
    .record(
      z.string(),
      z.union([z.enum(FIELD_TYPES), z.strictObject({ type: z.enum(FIELD_TYPES), choices: z.array(z.string()).optional() })]),
    )
    .default({}),
  lists: z.array(z.string()).default([]),
  /** Names, or `{ name, category }`. */
  tags: z.array(z.union([z.string(), z.strictObject({ name: z.string(), category: z.string().optional() })])).default([]),
  operators: z.array(z.string()).default([]),
  templates: z.array(templateSpec).default([]),
  /** By name; the kind is the name unless `kind` says otherwise. */
  connections: z.record(z.string(), jsonObject.nullable()).default({}),
  /** AI operators, and with `kind: voice` voice agents: what their script says otherwise than a new one's. */
  agents: z.array(jsonObject).default([]),
  /** Names of the workspace's numbers; people of the script write to the first. */
  channels: z.array(z.string()).default(["Scenario"]),
  ticketStatuses: z.array(z.strictObject({ name: z.string(), done: z.boolean().default(false) })).default([]),
  /** Messages per second of the number. */
  throughput: z.int().min(1).optional(),
});
export type WorkspaceSpec = z.infer<typeof workspaceSpec>;

/** What a contact can be given, at the beginning or by `contact: {set}`. */
export const contactSpec = z.strictObject({
  first_name: z.string().nullable().optional(),
  last_name: z.string().nullable().optional(),
  email: z.string().nullable().optional(),
  language: z.string().nullable().optional(),
  time_zone: z.string().nullable().optional(),
  fields: z.record(z.string(), z.json()).optional(),
  tags: z.array(z.string()).optional(),
  lists: z.array(z.string()).optional(),
  consent: z.enum(CONSENT_STATES).optional(),
  blocked: z.boolean().optional(),
  operators: z.array(z.string()).optional(),
  ai: z.boolean().optional(),
});
export type ContactSpec = z.infer<typeof contactSpec>;

/** A phone number, or a business-scoped id ("IT.13491208655302741918"). YAML reads an unquoted number as one. */
export const person = z.union([z.string(), z.number().transform((digits) => `+${digits}`)]);

const document = z.looseObject({ name: z.string(), active: z.boolean().optional() });
export type ScenarioDocument = z.infer<typeof document>;

/** One of the gallery by its id, with all it needs; in the workspace's language unless `language` says otherwise. */
const fromGallery = z.strictObject({ gallery: z.string(), language: z.string().optional(), active: z.boolean().optional() });

export const scenarioSchema = z.strictObject({
  scenario: z.string(),
  description: z.string().optional(),
  clock: z.coerce.string(),
  workspace: workspaceSpec.default(() => workspaceSpec.parse({})),
  contacts: z.array(contactSpec.extend({ phone: person, lastInbound: z.string().optional() })).default([]),
  automations: z.array(z.union([fromGallery, document])).default([]),
  script: z.array(z.record(z.string(), z.unknown()).refine((item) => Object.keys(item).length === 1, { error: "one verb per item" })),
});
export type Scenario = z.infer<typeof scenarioSchema>;
