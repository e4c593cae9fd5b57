/** The words of a Word document: paragraphs of its main part. Everything else in the archive stays packed. */
import { unzipSync } from "fflate";
import { Parser } from "htmlparser2";
import { UnreadableDocument } from "./unreadable-document.ts";

const MAIN_PART = "word/document.xml";
/** Markup is ten times its words; more than this unpacked is no document that a person wrote. */
const MAX_UNPACKED = 30 * 1024 * 1024;

export function docxText(bytes: Uint8Array): { title: string; text: string } {
  const main = unzipSync(bytes, {
    filter({ name, originalSize }) {
      if (name !== MAIN_PART) return false;
      if (originalSize > MAX_UNPACKED) throw new UnreadableDocument("too_large", "it unpacks to more than can be held");
      return true;
    },
  })[MAIN_PART];
  if (!main) throw new UnreadableDocument("unreadable", "it is no Word document (.docx)");
  return { title: "", text: paragraphs(new TextDecoder().decode(main)) };
}

function paragraphs(xml: string): string {
  let text = "";
  let inText = false;
  const parser = new Parser(
    {
      onopentagname(name) {
        inText = name === "w:t";
        if (name === "w:tab") text += "\t";
        if (name === "w:br" || name === "w:cr") text += "\n";
      },
      ontext(part) {
        if (inText) text += part;
      },
      onclosetag(name) {
        inText = false;
        if (name === "w:p") text += "\n\n";
        if (name === "w:tc") text += " | ";
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return text.replace(/\n{3,}/g, "\n\n").trim();
}
