import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createOutgoingHttp } from "../../connectors/http/outgoing-http.ts";
import { type FakeOutside, startFakeOutside } from "../../sandbox/http/fake-outside.ts";
import { docxFile, pdfFile } from "./document/test-support.ts";
import { readPage } from "./read-page.ts";

const ORIGIN = "https://bakery.example.com";
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
let outside: FakeOutside;

beforeAll(async () => {
  outside = await startFakeOutside(() => 0);
});
afterAll(() => outside.close());

async function read(path: string, type: string | undefined, raw: string | Uint8Array) {
  outside.answer(`${ORIGIN}${path}`, { status: 200, raw, headers: { "content-type": type ?? "" } });
  return await readPage(createOutgoingHttp({ dispatcher: outside.dispatcher }), `${ORIGIN}${path}`);
}
const latin1 = (text: string) => Buffer.from(text, "latin1");
const pdf = pdfFile([["A loaf costs 4 EUR."]]);
const docx = docxFile("<w:p><w:r><w:t>Closed in August.</w:t></w:r></w:p>");

test.each([
  ["a PDF", "/prices%202026.pdf", "application/pdf", pdf, "prices 2026.pdf", "A loaf costs 4 EUR."],
  ["a PDF that is called bytes", "/download?id=1", "application/octet-stream", pdf, "download", "A loaf costs 4 EUR."],
  ["a PDF that is called a page", "/menu.pdf", "text/html; charset=utf-8", pdf, "menu.pdf", "A loaf costs 4 EUR."],
  ["a Word document", "/holidays.docx", WORD, docx, "holidays.docx", "Closed in August."],
  ["a Word document that is called bytes", "/a.docx", "application/octet-stream", docx, "a.docx", "Closed in August."],
  [
    "a page in Latin-1 by its header",
    "/it",
    "text/html; charset=ISO-8859-1",
    latin1("<title>Caffè</title><p>Perché sì"),
    "Caffè",
    "Perché sì",
  ],
  ["a page in Latin-1 by its own word", "/it2", "text/html", latin1('<meta charset="iso-8859-1"><p>Perché sì'), "", "Perché sì"],
  [
    "a page in Latin-1 by its older word",
    "/it3",
    "text/html",
    latin1("<META http-equiv=Content-Type content='text/html; charset=windows-1252'><p>Perché sì"),
    "",
    "Perché sì",
  ],
  ["a page in Cyrillic", "/ru", "text/html; charset=windows-1251", Buffer.from([0xd5, 0xcb, 0xc5, 0xc2]), "", "ХЛЕВ"],
  ["a text in Latin-1", "/t.txt", "text/plain; charset=latin1", latin1(" caffè "), "", "caffè"],
  ["a page that is called nothing", "/plain", undefined, "<p>Hello</p>", "", "Hello"],
])("%s is read", async (_what, path, type, raw, title, text) => {
  expect(await read(path, type, raw)).toEqual({ ok: true, title, text });
});

test.each([
  ["a PDF with pictures only", "/scan.pdf", "application/pdf", pdfFile([[]]), "no_text"],
  ["a PDF that is none", "/not.pdf", "application/pdf", "<html>Sign in</html>", "unreadable"],
  ["an archive of something else", "/x.docx", "application/octet-stream", zipSync({ "xl/workbook.xml": strToU8("<x/>") }), "unreadable"],
  ["a Word document that unpacks to very much", "/bomb.docx", WORD, docxFile(" ".repeat(31 * 1024 * 1024)), "too_large"],
  ["a picture", "/x.png", "image/png", "x", "wrong_type"],
  ["bytes of no kind", "/x.bin", "application/octet-stream", "MZ", "wrong_type"],
  ["a page of scripts", "/app", "text/html", "<script>x()</script>", "no_text"],
  ["a page longer than pages are", "/long", "text/html", "<p>word".repeat(500_000), "response_too_large"],
  ["a document longer than files are", "/long.pdf", "application/pdf", Buffer.alloc(20 * 1024 * 1024 + 1), "response_too_large"],
])("%s is refused and says why", async (_what, path, type, raw, code) => {
  expect(await read(path, type, raw)).toMatchObject({ ok: false, code });
});

test("a document behind a redirect to a private address is not fetched", async () => {
  outside.answer(`${ORIGIN}/sly.pdf`, { status: 302, headers: { location: "http://10.0.0.1/secret.pdf" } });
  const http = createOutgoingHttp({ dispatcher: outside.dispatcher });
  expect(await readPage(http, `${ORIGIN}/sly.pdf`)).toMatchObject({ ok: false, code: "private_address" });
  expect(outside.calls.some(({ url }) => url.includes("10.0.0.1"))).toBe(false);
});
