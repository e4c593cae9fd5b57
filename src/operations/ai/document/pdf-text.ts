/** The words of a PDF, page by page, by Mozilla's PDF.js. Scripts in it are not run, fonts and pictures not loaded. */
import { getDocumentProxy } from "unpdf";
import { MAX_SOURCE } from "../knowledge-limits.ts";
import { UnreadableDocument } from "./unreadable-document.ts";

const MAX_PAGES = 1000;
const QUIET = 0;

export async function pdfText(bytes: Uint8Array): Promise<{ title: string; text: string }> {
  const pdf = await open(bytes);
  if (pdf.numPages > MAX_PAGES) throw new UnreadableDocument("too_large", `it has more than ${MAX_PAGES} pages`);
  const pages: string[] = [];
  let length = 0;
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const text = items.map((item) => ("str" in item ? `${item.str}${item.hasEOL ? "\n" : ""}` : "")).join("");
    page.cleanup();
    length += text.length;
    if (length > MAX_SOURCE)
      throw new UnreadableDocument("too_large", `it holds more than ${MAX_SOURCE} characters: put it into several files`);
    pages.push(text.trim());
  }
  return { title: "", text: pages.filter((page) => page !== "").join("\n\n") };
}

async function open(bytes: Uint8Array): ReturnType<typeof getDocumentProxy> {
  try {
    return await getDocumentProxy(bytes, { verbosity: QUIET, disableFontFace: true, stopAtErrors: true });
  } catch (error) {
    if ((error as Error).name === "PasswordException") throw new UnreadableDocument("encrypted", "it is protected by a password");
    throw error;
  }
}
