/** The words of a web page that an owner names, through the guarded way out: every redirect is looked at like the first address. */
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { readDocument } from "./document/read-document.ts";

export type PageResult = { ok: true; title: string; text: string } | { ok: false; code: string; detail: string };

const MAX_REDIRECTS = 4;
const MAX_BYTES = 3 * 1024 * 1024;
const TIMEOUT_MS = 15_000;

export async function readPage(http: OutgoingHttp, address: string): Promise<PageResult> {
  let url = address;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const headers = { accept: "text/html,text/plain;q=0.9,*/*;q=0.1" };
    const answer = await http.send({ method: "GET", url, headers, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES });
    if (!answer.ok) return { ok: false, code: answer.code, detail: answer.detail };
    const location = answer.headers["location"];
    if (answer.status >= 300 && answer.status < 400 && location !== undefined) {
      const next = URL.parse(location, url);
      if (!next) return { ok: false, code: "invalid_url", detail: "the page redirects to no address" };
      url = next.href;
      continue;
    }
    if (answer.status !== 200) return { ok: false, code: `http_${answer.status}`, detail: `the page answers ${answer.status}` };
    return await pageOf(answer.headers["content-type"] ?? "", answer.body);
  }
  return { ok: false, code: "too_many_redirects", detail: "the page redirects in a circle" };
}

async function pageOf(type: string, body: string): Promise<PageResult> {
  if (/^text\/(plain|markdown|csv)/i.test(type)) return readable("", body.trim());
  if (type !== "" && !/html/i.test(type)) return { ok: false, code: "wrong_type", detail: `this is ${type.split(";")[0]}, not a web page` };
  const page = await readDocument("html", new TextEncoder().encode(body));
  if (!page.ok && page.code === "no_text") return readable("", "");
  return page;
}

function readable(title: string, text: string): PageResult {
  if (text !== "") return { ok: true, title, text };
  return { ok: false, code: "no_text", detail: "there are no words on this page: it may be made by scripts" };
}
