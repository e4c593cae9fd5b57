import { z } from "zod";
import { defineCheck } from "../check.ts";
import { byPerson, matches, unseen } from "../matching.ts";
import { personKey } from "../person.ts";
import { person } from "../scenario-schema.ts";
import { type SentView, sentView } from "../sent.ts";

const expected = z.strictObject({
  to: person,
  text: z.coerce.string().optional(),
  template: z.string().optional(),
  language: z.string().optional(),
  variables: z.record(z.string(), z.coerce.string()).optional(),
  buttons: z.array(z.coerce.string()).optional(),
  /** Its address, its type or its id; several of them by name; or whether there is any. */
  media: z.union([z.string(), z.boolean(), z.record(z.string(), z.json())]).optional(),
});
type Expected = z.output<typeof expected>;

export const check = defineCheck({
  key: "sent",
  input: z.array(expected),
  check(list, { world, script }) {
    const found = unseen(script.seen, "sent", world.graph.accepted).map(sentView);
    const wanted = byPerson(list, ({ to }) => personKey(world, to));
    const got = byPerson(found, ({ to }) => personKey(world, to));
    const people = new Set([...wanted.keys(), ...got.keys()]);
    const wrong = [...people].filter((one) => !sameMessages(wanted.get(one) ?? [], got.get(one) ?? [], world.templates));
    return wrong.length === 0 ? null : { expected: list, found, hint: `differs for ${wrong.join(", ")}` };
  },
});

function sameMessages(expected: Expected[], found: SentView[], templates: Map<string, { text: string; buttons: string[] }>): boolean {
  return expected.length === found.length && expected.every((message, index) => sameMessage(message, found[index] as SentView, templates));
}

function sameMessage(
  { to: _, media, ...keys }: Expected,
  found: SentView,
  templates: Map<string, { text: string; buttons: string[] }>,
): boolean {
  // A template's words and buttons are not on the wire; what the person reads is the template.
  const template = found.template === undefined ? undefined : templates.get(`${found.template}/${found.language}`);
  const seen = template ? { ...found, text: filled(template.text, found.variables), buttons: template.buttons } : found;
  if (!matches(keys, seen)) return false;
  if (media === undefined) return true;
  if (typeof media === "boolean") return media === (found.media !== undefined);
  return typeof media === "string" ? Object.values(found.media ?? {}).includes(media) : matches(media, found.media);
}

function filled(text: string, variables: Record<string, string> = {}): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (written, name: string) => variables[name] ?? written);
}
