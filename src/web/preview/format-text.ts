/**
 * WhatsApp's marks: *bold*, _italic_, ~struck~, `code`, ```monospace```, and links. A mark counts only where a word begins and ends,
 * as on the phone: 2*3*4 stays as it is. Source: WhatsApp Help Center, "How to format your messages".
 */
export type TextNode =
  | { type: "text"; text: string }
  | { type: "bold" | "italic" | "strike" | "code" | "mono" | "link"; text: string; children: TextNode[] };

const STYLES = { "*": "bold", _: "italic", "~": "strike" } as const;
const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}]/y;
const WORD = /[\p{L}\p{N}]/u;
/** Deeper nesting than three marks has no meaning. */
const MAX_DEPTH = 3;

export function formatText(text: string, depth = 0): TextNode[] {
  const nodes: TextNode[] = [];
  let plain = "";
  const flush = () => {
    if (plain !== "") nodes.push({ type: "text", text: plain });
    plain = "";
  };
  let at = 0;
  while (at < text.length) {
    const found = markAt(text, at) ?? linkAt(text, at);
    if (!found) {
      plain += text[at];
      at += 1;
      continue;
    }
    flush();
    const { type, inner, length } = found;
    const nested = type === "code" || type === "mono" || type === "link" || depth >= MAX_DEPTH ? [] : formatText(inner, depth + 1);
    nodes.push({ type, text: inner, children: nested });
    at += length;
  }
  flush();
  return nodes;
}

interface Found {
  type: Exclude<TextNode["type"], "text">;
  inner: string;
  length: number;
}

function markAt(text: string, at: number): Found | null {
  if (text.startsWith("```", at)) {
    const end = text.indexOf("```", at + 3);
    return end > at + 3 ? { type: "mono", inner: text.slice(at + 3, end), length: end + 3 - at } : null;
  }
  const mark = text[at] as string;
  if (mark === "`") {
    const end = text.indexOf("`", at + 1);
    return end > at + 1 && !text.slice(at, end).includes("\n")
      ? { type: "code", inner: text.slice(at + 1, end), length: end + 1 - at }
      : null;
  }
  const type = STYLES[mark as keyof typeof STYLES];
  if (type === undefined || isWord(text[at - 1]) || isSpace(text[at + 1])) return null;
  for (let end = text.indexOf(mark, at + 1); end !== -1; end = text.indexOf(mark, end + 1)) {
    const inner = text.slice(at + 1, end);
    if (inner.includes("\n")) return null;
    if (inner !== "" && !isSpace(inner.at(-1)) && !isWord(text[end + 1])) return { type, inner, length: end + 1 - at };
  }
  return null;
}

function linkAt(text: string, at: number): Found | null {
  if (text[at] !== "h" || isWord(text[at - 1])) return null;
  LINK.lastIndex = at;
  const match = LINK.exec(text);
  return match ? { type: "link", inner: match[0], length: match[0].length } : null;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && WORD.test(character);
}

function isSpace(character: string | undefined): boolean {
  return character === undefined || /\s/.test(character);
}
