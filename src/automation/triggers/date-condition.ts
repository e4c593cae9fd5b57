import { z } from "zod";
import { durationSchema } from "../../domain/duration.ts";
import { timeOfDaySchema } from "../../domain/working-hours.ts";
import { problem } from "../problems.ts";
import { reference } from "../reference.ts";
import { defineTrigger } from "../trigger.ts";

const config = z
  .strictObject({
    field: reference("field").describe("CODE of a date or date-and-time field"),
    when: z.enum(["on", "before", "after"]).default("on"),
    offset: durationSchema.optional().describe("How long before or after; days are calendar days, the rest is elapsed time"),
    at: timeOfDaySchema.optional().describe("Date fields: the time of day, 09:00 when left out"),
    everyYear: z.boolean().default(false).describe("On every anniversary; 29 February is kept on 28 February in common years"),
  })
  .refine((value) => value.when === "on" || value.offset !== undefined, { error: "before and after need an offset", path: ["offset"] });

/** What such a field can be. */
const DATE_TYPES = ["date", "datetime"];

export const trigger = defineTrigger({
  type: "date_condition",
  title: "Date",
  summary:
    "Starts on, before or after a date of the contact, in the contact's time zone, else the workspace's. A new value plans anew, an empty one cancels; a date already past when it is written starts nothing. Once per contact and occurrence.",
  config,
  on: "date_reached",
  reentry: "skip",
  match(_config, event, { automation, node, scope }) {
    if (event.type !== "date_reached" || event.automationId !== automation.id || event.triggerId !== node.id) return null;
    // Planned for a value that is no more: whoever changed it planned the new one.
    if (scope.contact.fields[event.field] !== event.value) return null;
    return { context: { date: { field: event.field, value: event.value, occurrence: event.occurrence } } };
  },
  plansDates: ({ field, when, offset, at, everyYear }) => ({ field, when, offset, at, everyYear }),
  problems({ field }, { workspace }) {
    const type = Object.hasOwn(workspace.fields, field) ? workspace.fields[field]?.type : undefined;
    if (type === undefined || DATE_TYPES.includes(type)) return [];
    return [
      problem(
        "not_a_date",
        ["field"],
        `The field "${field}" holds no dates (its type is ${type}).`,
        "Choose a date field, or a date-and-time field.",
      ),
    ];
  },
  examples: [
    { title: "The day before an appointment", config: { field: "APPOINTMENT", when: "before", offset: { days: 1 } } },
    { title: "Birthday", config: { field: "BIRTHDAY", when: "on", at: "09:30", everyYear: true } },
    { title: "A week after the purchase", config: { field: "BOUGHT", when: "after", offset: { days: 7 }, at: "10:00" } },
  ],
});
