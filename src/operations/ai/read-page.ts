/** The words of what stands at a web address: a page, a text, a PDF or a Word file. Every redirect is looked at like the first address. */
import { charsetOf } from "../../connectors/http/decode-text.ts";
import { MAX_KNOWLEDGE_FILE_BYTES } from "../../domain/ai-agent.ts";
import type { OutgoingAnswer, OutgoingHttp } from "../../domain/outgoing-http.ts";
import { type FileKind, readFile } from "./file-text.ts";

export type PageResult = { ok: true; title: string; text: string } | { ok: false; code: string; detail: string };

const MAX_REDIRECTS = 4;
/** Of pages and texts; what is a document there may be as long as an uploaded one. */
const MAX_PAGE_BYTES = 3 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const ACCEPT = `text/html,application/xhtml+xml,application/pdf,${WORD},text/plain;q=0.9,*/*;q=0.1`;

export async function readPage(http: OutgoingHttp, address: string): Promise<PageResult> {
  let url = address;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const limits = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_KNOWLEDGE_FILE_BYTES, binary: true };
    const answer = await http.send({ method: "GET", url, headers: { accept: ACCEPT }, ...limits });
    if (!answer.ok) return { ok: false, code: answer.code, detail: answer.detail };
    const location = answer.headers["location"];
    if (answer.status >= 300 && answer.status < 400 && location !== undefined) {
      const next = URL.parse(location, url);
      if (!next) return { ok: false, code: "invalid_url", detail: "the page redirects to no address" };
      url = next.href;
      continue;
    }
    if (answer.status !== 200) return { ok: false, code: `http_${answer.status}`, detail: `the page answers ${answer.status}` };
    return await pageOf(url, answer);
  }
  return { ok: false, code: "too_many_redirects", detail: "the page redirects in a circle" };
}

async function pageOf(url: string, { headers, bytes = new Uint8Array() }: OutgoingAnswer): Promise<PageResult> {
  const contentType = headers["content-type"] ?? "";
  const kind = kindOf(contentType, bytes);
  if (!kind) {
    const detail = `this is ${contentType.split(";")[0] || "a file of another kind"}: only web pages, texts, PDF and Word (.docx) are read`;
    return { ok: false, code: "wrong_type", detail };
  }
  const isDocument = kind === "pdf" || kind === "docx";
  if (!isDocument && bytes.length > MAX_PAGE_BYTES) {
    return { ok: false, code: "response_too_large", detail: `the page is longer than ${MAX_PAGE_BYTES / 1024} KiB` };
  }
  const read = await readFile(kind, bytes, charsetOf(contentType));
  if (read.ok) return isDocument ? { ...read, title: read.title || fileName(url) } : read;
  if (kind === "html" && read.code === "no_text") {
    return { ok: false, code: read.code, detail: "there are no words on this page: it may be made by scripts" };
  }
  return read;
}

/** As it is called; by its first bytes where servers say nothing better than "bytes". */
function kindOf(contentType: string, bytes: Uint8Array): FileKind | null {
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (startsWith(bytes, "%PDF-")) return "pdf";
  if (type === "application/pdf" || type === "application/x-pdf") return "pdf";
  if (type === WORD) return "docx";
  if (type.includes("html")) return "html";
  if (/^text\/(plain|markdown|x-markdown|csv)$/.test(type)) return "text";
  if (type !== "" && !/^(application\/(octet-stream|binary|zip|x-zip-compressed|msword|force-download|x-download))$/.test(type))
    return null;
  // An archive; the reader says when it is another than Word's.
  if (startsWith(bytes, "PK\u0003\u0004")) return "docx";
  return type === "" ? "html" : null;
}

function startsWith(bytes: Uint8Array, mark: string): boolean {
  return mark === String.fromCharCode(...bytes.subarray(0, mark.length));
}

/** The last part of the address, as a person would read it. */
function fileName(url: string): string {
  const part = URL.parse(url)?.pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
