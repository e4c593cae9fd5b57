/** The thread that reads one document, says what is in it, and ends. */
import { parentPort, workerData } from "node:worker_threads";
import { docxText } from "./docx-text.ts";
import { htmlText } from "./html-text.ts";
import { pdfText } from "./pdf-text.ts";
import type { DocumentKind, DocumentText } from "./read-document.ts";
import { UnreadableDocument } from "./unreadable-document.ts";

const { kind, bytes } = workerData as { kind: DocumentKind; bytes: Uint8Array };

const READERS: Record<DocumentKind, () => Promise<{ title: string; text: string }> | { title: string; text: string }> = {
  html: () => htmlText(new TextDecoder().decode(bytes)),
  pdf: () => pdfText(bytes),
  docx: () => docxText(bytes),
};

async function read(): Promise<DocumentText> {
  try {
    const { title, text } = await READERS[kind]();
    if (text.trim() === "") return { ok: false, code: "no_text", detail: "there are no words in it: it may hold only pictures" };
    return { ok: true, title, text };
  } catch (error) {
    if (error instanceof UnreadableDocument) return { ok: false, code: error.code, detail: error.message };
    return { ok: false, code: "unreadable", detail: "the file is broken, or not what its name says" };
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(await read());
