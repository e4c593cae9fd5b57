/** The words of a web page, without a parser: what scripts, styles and menus say is left out, blocks become paragraphs. */

const DROPPED = /<(script|style|noscript|template|svg|iframe|nav|footer|form|select|button|head)\b[\s\S]*?<\/\1\s*>/gi;
const BLOCK =
  /<\/?(address|article|aside|blockquote|dd|div|dl|dt|figcaption|figure|h[1-6]|header|hr|li|main|ol|p|pre|section|table|tbody|thead|tr|ul)\b[^>]*>/gi;
const NAMED: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  euro: "€",
  pound: "£",
  copy: "©",
  reg: "®",
  trade: "™",
  hellip: "…",
  ndash: "–",
  mdash: "—",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  laquo: "«",
  raquo: "»",
  agrave: "à",
  egrave: "è",
  eacute: "é",
  igrave: "ì",
  ograve: "ò",
  ugrave: "ù",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  szlig: "ß",
  ccedil: "ç",
  ntilde: "ñ",
  deg: "°",
  bull: "•",
  middot: "·",
};

export interface PageText {
  title: string;
  text: string;
}

export function htmlText(html: string): PageText {
  const title = decode(/<title[^>]*>([\s\S]*?)<\/title\s*>/i.exec(html)?.[1] ?? "");
  const text = html
    .replace(/<!--[\s\S]*?-->/g, " ")
    .replace(DROPPED, " ")
    .replace(/<br\s*\/?>/gi, "\n")
    .replace(/<\/t[dh]\s*>/gi, " | ")
    .replace(BLOCK, "\n\n")
    .replace(/<[^>]*>/g, "");
  return { title: title.replace(/\s+/g, " ").trim(), text: tidy(decode(text)) };
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

function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? NAMED[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
  });
}
