/** The words of a file that an owner gives, by the end of its name. */
import { Refusal } from "../../domain/refusal.ts";
import { readDocument } from "./document/read-document.ts";

/** @throws {Refusal} `file_invalid` saying why there is no text to be had of it */
export async function fileText(filename: string, bytes: Uint8Array): Promise<string> {
  const ending = /\.([a-z]+)$/i.exec(filename)?.[1]?.toLowerCase();
  switch (ending) {
    case "txt":
    case "md":
    case "markdown":
    case "csv":
      return plainText(filename, bytes);
    case "html":
    case "htm":
      return await documentText("html", filename, bytes);
    case "pdf":
    case "docx":
      return await documentText(ending, filename, bytes);
    default:
      throw new Refusal("file_invalid", `"${filename}" is none of .txt, .md, .csv, .html, .pdf and .docx.`);
  }
}

/** UTF-8 as everywhere; UTF-16 where its mark says so, which is how Windows saves "Unicode". */
function plainText(filename: string, bytes: Uint8Array): string {
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  const text = new TextDecoder(mark).decode(bytes);
  if (text.includes("\0")) throw new Refusal("file_invalid", `"${filename}" holds no text.`);
  return text;
}

async function documentText(kind: "html" | "pdf" | "docx", filename: string, bytes: Uint8Array): Promise<string> {
  const document = await readDocument(kind, bytes);
  if (document.ok) return document.text;
  throw new Refusal("file_invalid", `"${filename}" cannot be read: ${document.detail}.`, { reason: document.code });
}
