/** The settings of a workspace: one schema for the API, the database's JSON and the engine. */
import { z } from "zod";
import { HOLIDAY_COUNTRY, holidayPeriodSchema } from "./holiday-period.ts";
import { messagePricesSchema } from "./message-price.ts";
import { workingHoursSchema } from "./working-hours.ts";

export const marketingCapSchema = z.strictObject({ messages: z.number().int().min(1).max(100), days: z.number().int().min(1).max(90) });
export type MarketingCap = z.infer<typeof marketingCapSchema>;

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

export const workspaceSettingsSchema = z.object({
  timeZone: z.string().default("UTC"),
  defaultLanguage: z.string().default("en"),
  /** ISO 3166 alpha-2: the country of telephone numbers written without one. */
  defaultCountry: z.string().length(2).optional(),
  /** Marketing goes to everyone who did not refuse, or only to those who agreed. */
  consentMode: z.enum(["block_unsubscribed", "require_subscribed"]).default("block_unsubscribed"),
  /** Words such as STOP unsubscribe by themselves. */
  stopWords: z.boolean().default(true),
  /** Absent: the feature is off and it is always working hours. */
  workingHours: workingHoursSchema.optional(),
  holidays: z
    .strictObject({ periods: z.array(holidayPeriodSchema).default([]), countries: z.array(z.string().regex(HOLIDAY_COUNTRY)).default([]) })
    .default({ periods: [], countries: [] }),
  limits: z
    .strictObject({
      stepsPerRun: z.number().int().min(1).max(100_000).default(1000),
      visitsPerStep: z.number().int().min(1).max(10_000).default(100),
      chainDepth: z.number().int().min(0).max(20).default(5),
    })
    .default({ stepsPerRun: 1000, visitsPerStep: 100, chainDepth: 5 }),
  /** Between these times of the contact's day, `HH:MM`, nobody is called and marketing waits; absent: at any time. */
  quietHours: z.strictObject({ from: z.string().regex(TIME_OF_DAY), to: z.string().regex(TIME_OF_DAY) }).optional(),
  /** At most so many marketing messages in so many days to a contact, whoever sends them; absent: as many as are sent. */
  marketingCap: marketingCapSchema.optional(),
  /** What Meta charges; absent: no costs are reckoned. */
  messagePrices: messagePricesSchema.optional(),
  branding: z.strictObject({ colour: z.string().max(20).optional(), logoMediaId: z.uuid().optional() }).default({}),
  /** How long messages and histories of runs are kept; absent: for ever. */
  retentionDays: z.number().int().min(30).max(3650).optional(),
});

export interface WorkspaceSettings extends z.infer<typeof workspaceSettingsSchema> {}

/** Reads stored settings; what is missing takes its default. */
export function workspaceSettings(
  stored: unknown,
): WorkspaceSettings & { workingHours: WorkspaceSettings["workingHours"]; defaultCountry: string | undefined } {
  const settings = workspaceSettingsSchema.parse(stored ?? {});
  return { ...settings, workingHours: settings.workingHours, defaultCountry: settings.defaultCountry };
}
