/** The words of a file that an owner gives, by the end of its name. */
import { decodeText } from "../../connectors/http/decode-text.ts";
import { Refusal } from "../../domain/refusal.ts";
import { type DocumentText, readDocument } from "./document/read-document.ts";

export type FileKind = "text" | "html" | "pdf" | "docx";

const KINDS: Record<string, FileKind> = {
  txt: "text",
  md: "text",
  markdown: "text",
  csv: "text",
  html: "html",
  htm: "html",
  pdf: "pdf",
  docx: "docx",
};

/** @throws {Refusal} `file_invalid` saying why there is no text to be had of it */
export async function fileText(filename: string, bytes: Uint8Array): Promise<string> {
  const kind = KINDS[/\.([a-z]+)$/i.exec(filename)?.[1]?.toLowerCase() ?? ""];
  if (!kind) throw new Refusal("file_invalid", `"${filename}" is none of .txt, .md, .csv, .html, .pdf and .docx.`);
  const read = await readFile(kind, bytes);
  if (read.ok) return read.text;
  throw new Refusal("file_invalid", `"${filename}" cannot be read: ${read.detail}.`, { reason: read.code });
}

/** @param charset what was said of it; pages say it themselves where nothing was */
export async function readFile(kind: FileKind, bytes: Uint8Array, charset?: string): Promise<DocumentText> {
  if (kind === "pdf" || kind === "docx") return await readDocument(kind, bytes);
  if (kind === "html") {
    const html = decodeText(bytes, charset ?? charsetOfPage(bytes));
    return await readDocument("html", new TextEncoder().encode(html));
  }
  const text = decodeText(bytes, charset).trim();
  if (text.includes("\0")) return { ok: false, code: "unreadable", detail: "it holds no text" };
  if (text === "") return { ok: false, code: "no_text", detail: "it is empty" };
  return { ok: true, title: "", text };
}

/** Where browsers look for it: `<meta charset>` or `<meta http-equiv>` near the beginning. */
const HEAD_BYTES = 1024;

function charsetOfPage(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, HEAD_BYTES));
  return /<meta[^>]*charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1];
}
