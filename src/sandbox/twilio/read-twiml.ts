/** Reads TwiML as Twilio would: well-formed XML of known verbs, or nothing is said at all. */

export interface TwimlPage {
  said: string[];
  gather: { action: string; input: string } | null;
}

const VERBS = ["Response", "Say", "Gather", "Hangup", "Reject"];
const TOKEN = /<\?xml[^>]*\?>|<(\/?)([A-Za-z]+)((?:\s+[A-Za-z]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescape(text: string): string {
  if (/&(?!(amp|lt|gt|quot|apos);)/.test(text)) throw new Error(`Not XML: ${text}`);
  return text.replace(/&(\w+);/g, (_, name: string) => ENTITIES[name] ?? "");
}

/** @throws where Twilio would say "Application error" */
export function readTwiml(xml: string): TwimlPage {
  const page: TwimlPage = { said: [], gather: null };
  const open: string[] = [];
  let end = 0;
  for (const match of xml.matchAll(TOKEN)) {
    const [token, closing, name = "", attributes = "", alone, text] = match;
    end = match.index + token.length;
    if (text !== undefined) {
      if (open.at(-1) === "Say") page.said.push(unescape(text));
      else if (text.trim() !== "") throw new Error(`Text outside of a verb: ${text}`);
      continue;
    }
    if (name === "") continue;
    if (!VERBS.includes(name)) throw new Error(`Unknown verb ${name}`);
    if (closing) {
      if (open.pop() !== name) throw new Error(`</${name}> closes something else: ${xml}`);
      continue;
    }
    if (name === "Gather") page.gather = gatherOf(attributes);
    if (!alone) open.push(name);
  }
  if (end !== xml.length || open.length > 0 || !xml.includes("<Response")) throw new Error(`Not TwiML: ${xml}`);
  return page;
}

function gatherOf(attributes: string): TwimlPage["gather"] {
  const values = Object.fromEntries(
    [...attributes.matchAll(/([A-Za-z]+)="([^"]*)"/g)].map(([, key, value]) => [key, unescape(value ?? "")]),
  );
  const { action, input } = values as { action?: string; input?: string };
  if (action === undefined || input === undefined) throw new Error("A Gather without action or input");
  return { action, input };
}
