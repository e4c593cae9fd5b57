/** Cuts a text into pieces that are found and given to a model one by one. */

/** About 250 words: long enough to be understood alone, short enough that five of them leave room for a conversation. */
const LONGEST = 1500;
/** What cannot be cut at paragraphs or sentences shares so much with its neighbour. */
const SHARED = 150;

export function chunkText(text: string): string[] {
  const chunks: string[] = [];
  let current = "";
  for (const part of parts(text)) {
    if (current !== "" && current.length + part.length + 2 > LONGEST) {
      chunks.push(current);
      current = "";
    }
    current = current === "" ? part : `${current}\n\n${part}`;
  }
  if (current !== "") chunks.push(current);
  return chunks;
}

/** Paragraphs; those that are too long by sentences, and those by length. */
function parts(text: string): string[] {
  return text
    .replace(/\r\n?/g, "\n")
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "")
    .flatMap((paragraph) => (paragraph.length <= LONGEST ? [paragraph] : sentences(paragraph)));
}

function sentences(paragraph: string): string[] {
  const found: string[] = [];
  let current = "";
  for (const sentence of paragraph.split(/(?<=[.!?…。])\s+|\n/)) {
    if (current !== "" && current.length + sentence.length + 1 > LONGEST) {
      found.push(current);
      current = "";
    }
    current = current === "" ? sentence : `${current} ${sentence}`;
    while (current.length > LONGEST) {
      found.push(current.slice(0, LONGEST));
      current = current.slice(LONGEST - SHARED);
    }
  }
  if (current !== "") found.push(current);
  return found;
}
