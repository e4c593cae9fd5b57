/** Small documents made by hand, so that each test says what is in them. */
import { deflateSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";

/** A PDF with a page per entry, each with lines of text. @param content instead of the first page's drawing commands */
export function pdfFile(pages: string[][], { content, trailer = "" }: { content?: Uint8Array; trailer?: string } = {}): Uint8Array {
  const objects: (string | Uint8Array)[][] = [
    ["<< /Type /Catalog /Pages 2 0 R >>"],
    [`<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${4 + i * 2} 0 R`).join(" ")}] >>`],
    ["<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"],
  ];
  for (const [i, lines] of pages.entries()) {
    const drawn = lines.map((line) => `(${line.replace(/[\\()]/g, "\\$&")}) Tj 0 -20 Td`).join("\n");
    const packed = i === 0 && content ? content : deflateSync(`BT /F1 12 Tf 50 700 Td\n${drawn}\nET`);
    objects.push(
      [`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${5 + i * 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`],
      [`<< /Length ${packed.length} /Filter /FlateDecode >>\nstream\n`, packed, "\nendstream"],
    );
  }
  const parts: Uint8Array[] = [strToU8("%PDF-1.7\n")];
  const offsets: number[] = [];
  let at = (parts[0] as Uint8Array).length;
  const add = (part: string | Uint8Array) => {
    const bytes = typeof part === "string" ? strToU8(part) : part;
    parts.push(bytes);
    at += bytes.length;
  };
  for (const [i, object] of objects.entries()) {
    offsets.push(at);
    for (const part of [`${i + 1} 0 obj\n`, ...object, "\nendobj\n"]) add(part);
  }
  const start = at;
  add(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((o) => `${String(o).padStart(10, "0")} 00000 n \n`).join("")}`);
  add(`trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`);
  return Buffer.concat(parts);
}

export function docxFile(body: string, others: Record<string, Uint8Array> = {}): Uint8Array {
  const xml = `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`;
  return zipSync({ "word/document.xml": strToU8(xml), ...others });
}
