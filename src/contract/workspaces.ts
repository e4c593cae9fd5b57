import { z } from "zod";
import { CONSENT_MODES } from "../domain/consent.ts";
import { holidayPeriodSchema } from "../domain/holiday-period.ts";
import { messagePricesSchema } from "../domain/message-price.ts";
import { workingHoursSchema } from "../domain/working-hours.ts";
import { marketingCapSchema } from "../domain/workspace-settings.ts";
import { byId, done, id, instant, name } from "./common.ts";
import { procedure } from "./procedure.ts";

export const workspaceSettings = z.object({
  timeZone: z.string().max(64),
  defaultLanguage: z.string().max(12),
  /** ISO 3166 alpha-2: completes numbers written without a prefix. */
  defaultCountry: z.string().length(2).nullable(),
  consentMode: z.enum(CONSENT_MODES),
  /** Whether STOP and START change the consent without any automation. */
  stopWords: z.boolean(),
  /** Null: the feature is off, always open. */
  workingHours: workingHoursSchema.nullable(),
  holidays: z.object({ periods: z.array(holidayPeriodSchema).max(200), countries: z.array(z.string().max(6)).max(20) }),
  limits: z.object({
    stepsPerRun: z.int().min(10).max(100_000),
    visitsPerStep: z.int().min(1).max(10_000),
    chainDepth: z.int().min(1).max(50),
  }),
  /** Between these times of the contact's day nobody is called and marketing waits. */
  quietHours: z.object({ from: z.string(), to: z.string() }).nullable(),
  /** At most so many marketing messages in so many days to a contact, over all automations, campaigns and people; null: no limit. */
  marketingCap: marketingCapSchema.nullable(),
  /** What Meta charges for a message of each category; null: no costs are reckoned. */
  messagePrices: messagePricesSchema.nullable(),
  branding: z.object({ colour: z.string().max(20).nullable(), logoMediaId: id.nullable() }),
  /** How long handled messages and run histories are kept; null for ever. */
  retentionDays: z.int().min(30).max(3650).nullable(),
});
export type WorkspaceSettings = z.infer<typeof workspaceSettings>;

export const workspace = z.object({
  id,
  name: z.string(),
  slug: z.string(),
  revision: z.number(),
  createdAt: instant,
  settings: workspaceSettings,
});
export type Workspace = z.infer<typeof workspace>;

export const workspaces = {
  get: procedure("workspace:read", "GET", "/workspace", "The active workspace and its settings").output(workspace),
  update: procedure("workspace:write", "PATCH", "/workspace", "Change the name and settings; keys left out stay")
    .input(z.object({ name: name.optional(), settings: workspaceSettings.partial().optional() }))
    .output(workspace),
  create: procedure("session", "POST", "/workspaces", { summary: "Make a further workspace with its own sandbox number", status: 201 })
    .input(
      z.object({
        name,
        timeZone: z.string().max(64).default("UTC"),
        language: z.string().max(12).default("en"),
        country: z.string().length(2).optional(),
      }),
    )
    .output(workspace),
  delete: procedure("owner", "DELETE", "/workspaces/{id}", "Delete a workspace and everything in it, for good")
    .input(byId.extend({ confirmName: z.string() }))
    .output(done),
  audit: procedure("workspace:write", "GET", "/workspace/audit", "Who changed what")
    .input(
      z.object({
        cursor: z.string().optional(),
        limit: z.int().min(1).max(200).default(50),
        actorId: id.optional(),
        action: z.string().optional(),
      }),
    )
    .output(
      z.object({
        items: z.array(
          z.object({
            id,
            at: instant,
            actor: z.object({ kind: z.enum(["member", "api_key", "system"]), id: z.string().nullable(), name: z.string() }),
            action: z.string(),
            objectKind: z.string().nullable(),
            objectId: z.string().nullable(),
            detail: z.record(z.string(), z.unknown()),
          }),
        ),
        nextCursor: z.string().nullable(),
      }),
    ),
};
