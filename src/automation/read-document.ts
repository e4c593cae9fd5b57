/** Documents as text: a file of the command line, an import, what is pasted into the builder. YAML, and JSON, which is YAML too. */
import { isAlias, isMap, LineCounter, type Node, parseDocument, visit } from "yaml";
import type { JsonObject } from "../domain/json.ts";

/** The message is a sentence with the line, and one about what to do. */
export class UnreadableDocument extends Error {
  override name = "UnreadableDocument";
}

/** What YAML's own words do not say to people, by its codes. */
const SENTENCES: Record<string, string> = {
  DUPLICATE_KEY: "this setting is there twice. Keep one of the two.",
  MULTIPLE_DOCS: "a second document begins here. Keep one automation in a text.",
  TAB_AS_INDENT: "this line begins with a tab. Use spaces.",
  RESOURCE_EXHAUSTION: "this is nested too deep to be an automation. Look for brackets that are not closed.",
};

/** @throws {UnreadableDocument} */
export function readDocument(text: string): JsonObject {
  const lines = new LineCounter();
  const refuse = (offset: number, sentence: string): never => {
    throw new UnreadableDocument(`Line ${Math.max(1, lines.linePos(offset).line)}: ${sentence}`);
  };
  const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = parsed.errors;
  if (error) {
    const plain = SENTENCES[error.code] ?? `this is neither YAML nor JSON (${error.message}). Check the indentation and the quotes.`;
    refuse(error.pos[0], plain);
  }
  // They can make a small text expand without bound, and what is pushed would not come back as it was written.
  visit(parsed, {
    Node(_, node) {
      if (isAlias(node)) refuse(offsetOf(node), `*${node.source} stands for what is written elsewhere. Write it out here.`);
    },
  });
  if (!isMap(parsed.contents)) throw new UnreadableDocument("This holds no automation. It begins with name, triggers and steps.");
  return parsed.toJS() as JsonObject;
}

function offsetOf({ range }: Node): number {
  return range?.[0] ?? 0;
}
