/** The script of a session as it goes on: what was done, and what came of it as expectations. */
import { stringify } from "yaml";
import type { Json, JsonObject } from "../../domain/json.ts";
import { readContact, readRuns, readTickets } from "../../store/scenario/read.ts";
import { contactIdOf } from "../person.ts";
import type { Scenario } from "../scenario-schema.ts";
import { type SentView, sentView } from "../sent.ts";
import type { World } from "../world.ts";

export interface Recording {
  /** Notes what was done; what reached the outside since the last line becomes an expectation. */
  add(verb: string, input: Json): void;
  /** A scenario file that does the same again and expects the same. */
  file(name: string): Promise<string>;
}

export function createRecording(world: World, scenario: Scenario, person: string): Recording {
  const script: JsonObject[] = [];
  let sent = 0;
  let called = 0;

  return {
    add(verb, input) {
      script.push({ [verb]: input });
      const messages = world.graph.accepted.slice(sent).map(sentView);
      const calls = world.outside.calls.slice(called).map(({ method, url }) => ({ method, url }));
      sent = world.graph.accepted.length;
      called = world.outside.calls.length;
      const expected = { ...(messages.length > 0 && { sent: messages.map(expectedMessage) }), ...(calls.length > 0 && { http: calls }) };
      if (Object.keys(expected).length > 0) script.push({ expect: expected });
    },

    async file(name) {
      const { clock, workspace, contacts, automations } = scenario;
      const outcome = { expect: await outcomeOf(world, person) };
      const document = { scenario: name, clock, workspace: compact(workspace), contacts, automations };
      return stringify({ ...document, script: [...script, outcome] }, { lineWidth: 120, aliasDuplicateObjects: false });
    },
  };
}

/** The keys that say what the person sees; ids of uploads and the like are other ones each time. */
function expectedMessage({ to, text, template, language, variables, buttons, media }: SentView): JsonObject {
  return {
    to,
    ...(template === undefined ? text !== "" && lasting(text) && { text } : { template, ...(language !== undefined && { language }) }),
    ...(variables && Object.keys(variables).length > 0 && { variables: lastingOf(variables) }),
    ...(buttons && buttons.length > 0 && { buttons }),
    ...(media && { media: { type: media.type, ...(media.url !== undefined && { url: media.url }) } }),
  };
}

/** What the product invents anew each time: ids, references of tickets, the secrets of links. */
const INVENTED = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\bT-(?=[0-9A-Z]*\d)[0-9A-Z]{6,}\b|\b[0-9A-Za-z_-]{32,}\b/i;

/** Whether the next run will say the same. */
function lasting(text: string): boolean {
  return !INVENTED.test(text);
}

function lastingOf(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value !== "string" || lasting(value)));
}

async function outcomeOf(world: World, person: string): Promise<JsonObject> {
  const { first_name, last_name, email, fields, tags, lists, operators, consent, blocked } = await readContact(
    world,
    await contactIdOf(world, person),
  );
  const runs = (await readRuns(world)).map(({ automation, contact, status, reason, at }) => ({
    automation,
    contact,
    status,
    ...(reason !== null && { reason }),
    ...(at.length > 0 && { at }),
  }));
  const tickets = (await readTickets(world)).map(({ contact, title, status, priority, category }) => ({
    contact,
    title,
    status,
    priority,
    ...(category !== null && { category }),
  }));
  const contact = compact({ first_name, last_name, email, fields: lastingOf(fields) }, true);
  return {
    runs,
    contact: { phone: person, ...contact, tags, lists, operators, consent, blocked },
    ...(tickets.length > 0 && { tickets }),
  };
}

/** Without what is empty, which means the same left out. */
function compact(value: JsonObject, nulls = false): JsonObject {
  const empty = (item: Json | undefined) =>
    item === undefined || (nulls && item === null) || (typeof item === "object" && item !== null && Object.keys(item).length === 0);
  return Object.fromEntries(Object.entries(value).filter(([, item]) => !empty(item)));
}
