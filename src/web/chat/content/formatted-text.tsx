/** WhatsApp's own marks: *bold*, _italic_, ~struck~, ```code```, links. Everything else is text, so nothing a person writes becomes markup. */
import type { ReactNode } from "react";

const MARK = /(```[^`]+```|`[^`\n]+`|\*[^*\n]+\*|_[^_\n]+_|~[^~\n]+~|https?:\/\/[^\s<>"']+)/g;
/** A mark counts only where a word could begin: snake_case stays as it is. */
const WORD = /[\p{L}\p{N}]/u;

export function FormattedText({ text }: { text: string }) {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(MARK)) {
    const [found] = match;
    const before = text[match.index - 1] ?? "";
    if (!found.startsWith("http") && WORD.test(before)) continue;
    parts.push(text.slice(end, match.index), <Marked key={match.index} text={found} />);
    end = match.index + found.length;
  }
  parts.push(text.slice(end));
  return <span style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{parts}</span>;
}

function Marked({ text }: { text: string }) {
  if (text.startsWith("http")) {
    return (
      <a href={text} target="_blank" rel="noopener noreferrer nofollow">
        {text}
      </a>
    );
  }
  if (text.startsWith("```")) return <code>{text.slice(3, -3)}</code>;
  const inner = text.slice(1, -1);
  if (text.startsWith("`")) return <code>{inner}</code>;
  if (text.startsWith("*")) return <strong>{inner}</strong>;
  if (text.startsWith("_")) return <em>{inner}</em>;
  return <s>{inner}</s>;
}
