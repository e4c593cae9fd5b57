/** The rows that were not imported as a file: as they stood, with the reason behind them, so that they can be corrected and imported again. */
import type { ContactImport } from "../../contract/imports.ts";
import { harmlessCell } from "../../domain/spreadsheet-cell.ts";
import { client } from "../api.ts";

const PAGE = 200;

interface Said {
  message: string;
}

/** @param reason what the last column is called */
export async function importErrorFile(job: ContactImport, reason: string, say: (error: Said) => Said): Promise<string> {
  // A file that was corrected and failed again has that column already.
  const kept = job.columns.flatMap(({ name }, index) => (name === reason ? [] : [index]));
  const lines = [[...kept.map((index) => job.columns[index]?.name ?? ""), reason]];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await client.imports.errors({ id: job.id, limit: PAGE, ...(cursor && { cursor }) });
    for (const error of page.items) lines.push([...kept.map((index) => error.cells[index] ?? ""), say(error).message]);
    cursor = page.nextCursor;
  }
  // The mark tells spreadsheets that this is UTF-8.
  return `\uFEFF${lines.map((cells) => cells.map((cell) => quoted(harmlessCell(cell), job.delimiter)).join(job.delimiter)).join("\r\n")}\r\n`;
}

function quoted(text: string, delimiter: string): string {
  return text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
