/** Setting off a start step that no message sets off: the lines of script that do what it waits for. */
import type { Json, JsonObject } from "../../domain/json.ts";
import { Refusal } from "../../domain/refusal.ts";
import { type ContactView, findContactId, readContact } from "../../store/scenario/read.ts";
import type { World } from "../world.ts";
import { nextClosedTime, nextHoliday } from "./closed-time.ts";
import { callContext, shopContext } from "./sample-context.ts";

export interface Line {
  verb: string;
  /** Plain JSON. */
  input: object;
}

export interface SetOff {
  world: World;
  /** Name of the automation. */
  automation: string;
  trigger: { id: string; type: string; config: JsonObject };
  person: string;
  payload: JsonObject | undefined;
}

/** Further lines follow from what the ones before did: each is made when its turn comes. */
type Way = (request: SetOff, contact: ContactView) => Line[] | Promise<Line[]>;

const DAY_MS = 86_400_000;
/** A message like any other. */
const HELLO = "Hello";

const WAYS: Record<string, Way> = {
  customer_message: ({ trigger, person }) => [
    { verb: "message", input: { from: person, text: names(trigger.config["phrases"])[0] ?? HELLO } },
  ],
  button: ({ trigger, person }) => {
    const { button, template, step } = trigger.config;
    return [{ verb: "message", input: { from: person, button: { text: String(button), of: String(template ?? step) } } }];
  },
  non_working_hours: async ({ world, person }) => [
    { verb: "advance", input: { to: new Date(await nextClosedTime(world)).toISOString() } },
    { verb: "message", input: { from: person, text: HELLO } },
  ],
  holidays: async ({ world, trigger, person }) => [
    { verb: "advance", input: { to: new Date(await nextHoliday(world, trigger.config)).toISOString() } },
    { verb: "message", input: { from: person, text: HELLO } },
  ],
  integration: ({ automation, trigger, person, payload }, contact) => [
    { verb: "hook", input: { automation, trigger: trigger.id, body: payload ?? hookBody(trigger.config, person, contact) } },
  ],
  list: ({ trigger, person }, { lists }) => {
    const [wanted = ""] = names(trigger.config["lists"]);
    const without = lists.filter((list) => list !== wanted);
    const sets = trigger.config["event"] === "removed" ? [[...without, wanted], without] : [without, [...without, wanted]];
    return changes(person, "lists", lists, sets);
  },
  marketing_consent: ({ trigger, person }, { consent }) => {
    const to = names(trigger.config["to"])[0] ?? (consent === "subscribed" ? "unsubscribed" : "subscribed");
    const from =
      names(trigger.config["from"]).find((state) => state !== to) ??
      (consent === to ? (to === "subscribed" ? "unsubscribed" : "subscribed") : consent);
    return changes(person, "consent", consent, [from, to]);
  },
  date_condition: async ({ world, trigger, person, payload }) => {
    const field = String(trigger.config["field"]);
    const instant = new Date(world.clock.now() + dateDistance(trigger.config)).toISOString();
    const catalog = (await world.catalogs.get(world.pool, [world.workspaceId])).get(world.workspaceId);
    const value = payload?.["value"] ?? (catalog?.snapshot.fields[field]?.type === "date" ? instant.slice(0, 10) : instant);
    return [{ verb: "contact", input: { phone: person, set: { fields: { [field]: value } } } }];
  },
  ticket: ({ trigger, person, payload }) => {
    const { event, to, from, categories } = trigger.config;
    const [category] = names(categories);
    const open = { title: "Test", ...(category !== undefined && { category }), ...payload };
    if (event !== "status_changed") return [{ verb: "ticket", input: { contact: person, open } }];
    const [wanted = "resolved"] = names(to);
    const before = names(from).find((status) => status !== wanted) ?? (wanted === "open" ? "resolved" : "open");
    return [
      { verb: "ticket", input: { contact: person, open } },
      ...(before === "open" ? [] : [{ verb: "ticket", input: { contact: person, set: { status: before } } }]),
      { verb: "ticket", input: { contact: person, set: { status: wanted } } },
    ];
  },
  shop: ({ automation, trigger, person, payload }) => [
    {
      verb: "start",
      input: {
        automation,
        contact: person,
        trigger: trigger.id,
        context: payload ?? shopContext(String(trigger.config["event"]), names(trigger.config["shops"])),
      },
    },
  ],
  voice: ({ automation, trigger, person, payload }) => [
    { verb: "start", input: { automation, contact: person, trigger: trigger.id, context: payload ?? callContext(trigger.config) } },
  ],
};

/** The script lines for it; by hand where the type knows no better. */
export async function linesOf(request: SetOff): Promise<Line[]> {
  const { world, automation, trigger, person, payload } = request;
  const contactId = await findContactId(world, person);
  if (contactId === null) throw new Refusal("conflict", "The person of this test is gone.");
  const way = Object.hasOwn(WAYS, trigger.type) ? WAYS[trigger.type] : undefined;
  if (way) return await way(request, await readContact(world, contactId));
  return [{ verb: "start", input: { automation, contact: person, trigger: trigger.id, ...(payload && { context: payload }) } }];
}

function names(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Edits of one thing of the contact, those that would change nothing left out. */
function changes(person: string, key: string, now: Json, values: Json[]): Line[] {
  const lines: Line[] = [];
  let before = JSON.stringify(now);
  for (const value of values) {
    if (JSON.stringify(value) === before) continue;
    before = JSON.stringify(value);
    lines.push({ verb: "contact", input: { phone: person, set: { [key]: value } } });
  }
  return lines;
}

/** A body as the calling system would send it: in our own form, or where the mapping looks. */
function hookBody(config: JsonObject, person: string, contact: ContactView): JsonObject {
  const mapping = (config["mapping"] ?? {}) as Record<string, string>;
  const values = { phone: person, first_name: contact.first_name, last_name: contact.last_name, email: contact.email };
  const body: JsonObject = {};
  for (const [key, value] of Object.entries(values)) if (value !== null) put(body, (mapping[key] ?? key).split("."), value);
  return body;
}

function put(target: JsonObject, path: string[], value: Json): void {
  const [key = "", ...rest] = path;
  // Where the way leads into a list, the sample has one item.
  if (rest.length === 0) Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else {
    const [next = ""] = rest;
    const isIndex = /^\d+$/.test(next);
    const inner = (Object.hasOwn(target, key) ? target[key] : undefined) as JsonObject | JsonObject[] | undefined;
    if (isIndex) {
      const list = Array.isArray(inner) ? inner : [];
      list[0] ??= {};
      Object.defineProperty(target, key, { value: list, enumerable: true, configurable: true, writable: true });
      if (rest.length === 1) (list as Json[])[0] = value;
      else put(list[0], rest.slice(1), value);
    } else {
      const object = typeof inner === "object" && !Array.isArray(inner) ? inner : {};
      Object.defineProperty(target, key, { value: object, enumerable: true, configurable: true, writable: true });
      put(object, rest, value);
    }
  }
}

const UNITS_MS: Record<string, number> = {
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: DAY_MS,
  weeks: 7 * DAY_MS,
  months: 31 * DAY_MS,
};

/** How far off the date must be for the step to start tomorrow or so. */
function dateDistance({ when, offset }: JsonObject): number {
  const span = Object.entries((offset ?? {}) as Record<string, number>).reduce(
    (sum, [unit, count]) => sum + (UNITS_MS[unit] ?? 0) * count,
    0,
  );
  return DAY_MS + (when === "before" ? span : 0);
}
