import { deflateSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { readDocument } from "./read-document.ts";
import { docxFile, pdfFile } from "./test-support.ts";

test("a PDF is its pages' words", async () => {
  const read = await readDocument("pdf", pdfFile([["Prices of 2026", "A loaf (rye) costs 4 EUR."], ["Closed on Mondays."]]));
  expect(read).toEqual({ ok: true, title: "", text: "Prices of 2026\nA loaf (rye) costs 4 EUR.\n\nClosed on Mondays." });
});

test("a Word document is its paragraphs and tables", async () => {
  const body = `<w:p><w:r><w:t>Prices</w:t></w:r></w:p><w:p><w:r><w:t xml:space="preserve">A loaf </w:t></w:r><w:del><w:r><w:delText>3</w:delText></w:r></w:del><w:r><w:t>costs 4 &#8364; &amp; more.</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Rye</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`;
  const read = await readDocument("docx", docxFile(body));
  expect(read).toMatchObject({ ok: true });
  expect(read.ok && read.text).toMatch(/^Prices\n\nA loaf costs 4 € & more\.\n\nRye\s+\|\s+5/);
});

test.each([
  ["what is no PDF", "pdf", strToU8("MZ, and not a PDF at all"), "unreadable"],
  ["nothing", "pdf", new Uint8Array(), "unreadable"],
  ["a PDF cut in the middle", "pdf", pdfFile([["Hello"]]).subarray(0, 120), "unreadable"],
  ["a PDF without words", "pdf", pdfFile([[]]), "no_text"],
  [
    "a PDF with a password",
    "pdf",
    pdfFile([["Secret"]], {
      trailer: `/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${"41".repeat(32)}> /U <${"42".repeat(32)}> >>`,
    }),
    "encrypted",
  ],
  ["a PDF of very many pages", "pdf", pdfFile(Array.from({ length: 1001 }, () => ["x"])), "too_large"],
  [
    "a PDF of very many words",
    "pdf",
    pdfFile(Array.from({ length: 200 }, () => Array.from({ length: 34 }, () => "word ".repeat(18)))),
    "too_large",
  ],
  ["what is no archive", "docx", strToU8("PK, and not a document"), "unreadable"],
  ["an archive of something else", "docx", zipSync({ "xl/workbook.xml": strToU8("<x/>") }), "unreadable"],
  ["a Word document that unpacks to very much", "docx", docxFile(" ".repeat(31 * 1024 * 1024)), "too_large"],
] as const)("%s says why it gives no text", async (_what, kind, bytes, code) => {
  expect(await readDocument(kind, bytes)).toMatchObject({ ok: false, code });
});

test("a PDF whose page unpacks to very much ends with its thread, and the next one is read", async () => {
  const read = await readDocument("pdf", pdfFile([[]], { content: deflateSync(Buffer.alloc(600 * 1024 * 1024)) }));
  expect(read).toMatchObject({ ok: false, code: "too_large" });
  expect(await readDocument("pdf", pdfFile([["Still here"]]))).toMatchObject({ ok: true, text: "Still here" });
});

test("a page made to be slow is given up", async () => {
  expect(await readDocument("html", strToU8("<div>".repeat(600_000)), 300)).toMatchObject({ ok: false, code: "too_slow" });
});
