/** The words of a web page: what scripts, styles and menus say is left out, blocks become paragraphs. Slow on markup made to be slow. */
import { Parser } from "htmlparser2";

const DROPPED = new Set("script style noscript template svg iframe nav footer form select button head".split(" "));
const BLOCKS = new Set(
  "address article aside blockquote dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tbody thead tr ul".split(
    " ",
  ),
);

export interface PageText {
  title: string;
  text: string;
}

export function htmlText(html: string): PageText {
  let title = "";
  let text = "";
  let dropped = 0;
  let inTitle = false;
  const parser = new Parser(
    {
      onopentagname(name) {
        inTitle ||= name === "title" && title === "";
        if (DROPPED.has(name)) dropped += 1;
        else if (name === "br") text += "\n";
        else if (BLOCKS.has(name)) text += "\n\n";
      },
      ontext(part) {
        if (inTitle) title += part;
        else if (dropped === 0) text += part;
      },
      onclosetag(name) {
        if (name === "title") inTitle = false;
        if (DROPPED.has(name)) dropped -= 1;
        else if (name === "td" || name === "th") text += " | ";
        else if (BLOCKS.has(name)) text += "\n\n";
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return { title: title.replace(/\s+/g, " ").trim(), text: tidy(text) };
}

/** One blank line between paragraphs, none at the ends. */
function tidy(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replace(/[ \t\u00a0]+/g, " ").trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
