import { z } from "zod";
import { durationSchema } from "../../domain/duration.ts";
import { hasPublicHolidays } from "../../domain/holiday-countries.ts";
import { holidayPeriodSchema } from "../../domain/holiday-period.ts";
import { holidayAt } from "../../domain/holidays.ts";
import { coolingDown } from "../cooldown.ts";
import { warning } from "../problems.ts";
import { defineTrigger } from "../trigger.ts";

const config = z.strictObject({
  periods: z.array(holidayPeriodSchema).max(200).default([]).describe("Own closing days"),
  countries: z
    .array(z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, { error: "write the country as IT, or with its region as DE-BY" }))
    .max(20)
    .default([])
    .describe("Public holidays of these countries"),
  cooldown: durationSchema.default({ seconds: 0 }).describe("After it started for a contact, silent for that contact this long"),
});

export const trigger = defineTrigger({
  type: "holidays",
  title: "Holidays",
  summary:
    "Starts when a message arrives on a holiday and nothing else answered it. Without days of its own it uses the workspace's. Wins over the working hours.",
  config,
  on: "message",
  phase: "holidays",
  reentry: "restart",
  opensWindow: () => true,
  looksBack: ({ cooldown }) => Object.values(cooldown).some((part) => (part ?? 0) > 0),
  match({ periods, countries, cooldown }, event, context) {
    if (event.type !== "message") return null;
    const { workspace } = context.scope;
    const own = periods.length > 0 || countries.length > 0;
    const holiday = holidayAt(
      own ? periods : workspace.holidays.periods,
      own ? countries : workspace.holidays.countries,
      context.environment.now,
      workspace.timeZone,
    );
    if (!holiday || coolingDown(cooldown, context)) return null;
    return { context: { holiday: { name: holiday.name } } };
  },
  problems({ periods, countries }, { workspace }) {
    const unknown = countries.flatMap((code, index) =>
      hasPublicHolidays(code)
        ? []
        : [warning("unknown_country", ["countries", index], `No public holidays are known for "${code}".`, "Write its days as periods.")],
    );
    if (periods.length + countries.length + workspace.holidays.periods.length + workspace.holidays.countries.length > 0) return unknown;
    return [warning("no_holidays", [], "There are no holidays, so this never starts.", "Add days here, or set holidays in the settings.")];
  },
  examples: [
    { title: "The workspace's holidays", config: {} },
    {
      title: "Summer break and public holidays",
      config: { periods: [{ from: "2026-08-10", to: "2026-08-21", name: "Summer break" }], countries: ["IT"] },
    },
  ],
});
