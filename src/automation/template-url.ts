/** Addresses with variables: a value fills its place and cannot make another path, query or host of it. */
import { Tokenizer, TokenKind } from "liquidjs";
import { createEngine, valueToText } from "./template-engine.ts";

export const urlEngine = createUrlEngine();

function createUrlEngine() {
  const engine = createEngine();
  // Not `url_encode`: that one writes a blank as +, which is a plus sign everywhere but in a query.
  engine.registerFilter("in_url", (value: unknown) => {
    const text = valueToText(value).replace(/\p{Surrogate}/gu, "\ufffd");
    // Parsers take %2E%2E for .. too: no spelling of it stays in its place.
    return text === "." || text === ".." ? "" : encodeURIComponent(text);
  });
  return engine;
}

/** Whoever encodes a value themselves means it. */
const ENCODED = /\|\s*url_encode\s*$/;

/**
 * Encodes every `{{ x }}` but one: with which the address begins, since that holds an address or its beginning
 * (`{{ vars.base_url }}/leads/{{ contact.phone }}`).
 */
export function protectUrl(source: string): string {
  let result = "";
  for (const token of new Tokenizer(source).readTopLevelTokens()) {
    const text = source.slice(token.begin, token.end);
    const [, open, content, close] = /^(\{\{-?)([\s\S]*?)(-?\}\})$/.exec(text) ?? [];
    const bare = token.kind !== TokenKind.Output || content === undefined || content.trim() === "" || token.begin === 0;
    result += bare || ENCODED.test(content.trimEnd()) ? text : `${open}${content} | in_url ${close}`;
  }
  return result;
}
