import { CsvError, parse } from "csv-parse/sync";
import { decodeText } from "../connectors/http/decode-text.ts";
import { Refusal } from "../domain/refusal.ts";
import { cutText } from "../domain/storable.ts";

export interface CsvRecord {
  cells: string[];
  /** Its quotation marks do not match, so where its cells end is a guess. */
  brokenQuotes: boolean;
}

export interface CsvTable {
  delimiter: string;
  header: string[];
  records: CsvRecord[];
}

/** A million rows is what one import takes. */
const MAX_ROWS = 1_000_000;
const MAX_COLUMNS = 200;
/** Whoever has more of them has no CSV. */
const MAX_BROKEN = 1000;

/** Spreadsheets save CSV in UTF-8, UTF-16 or the Windows code page, with whatever delimiter the country uses. */
export function readCsv(bytes: Uint8Array): CsvTable {
  const text = decodeText(bytes);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b)
    throw new Refusal("file_invalid", "This is a workbook. Save it as CSV in your spreadsheet, then choose that file.");
  if (text.includes("\0")) throw new Refusal("file_invalid", "This is no text: choose a CSV file.");
  const delimiter = guessDelimiter(text);
  const [first, ...records] = readRecords(text, delimiter);
  if (!first || records.length === 0) throw new Refusal("file_invalid", "The file needs a line of column names and at least one row.");
  if (first.brokenQuotes) throw new Refusal("file_invalid", "The quotation marks in the line of column names do not match.");
  const header = first.cells;
  if (header.length > MAX_COLUMNS) throw new Refusal("file_invalid", `A file has at most ${MAX_COLUMNS} columns.`);
  if (records.length > MAX_ROWS) throw new Refusal("file_invalid", `A file has at most ${MAX_ROWS} rows.`);
  const names = header.map((name, index) => name || `Column ${index + 1}`);
  // Each name once, since the mapping goes by names.
  const unique = names.map((name, index) => (names.indexOf(name) === index ? name : `${name} (${index + 1})`));
  return {
    delimiter,
    header: unique,
    records: records.map(({ cells, brokenQuotes }) => ({
      cells: unique.map((_, index) => cutText(cells[index] ?? "", 10_000)),
      brokenQuotes,
    })),
  };
}

/** One quotation mark too many spoils its own line, not the file: reading goes on with the next line. */
function readRecords(text: string, delimiter: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let rest = Buffer.from(text);
  for (let broken = 0; broken <= MAX_BROKEN; broken++) {
    let read = 0;
    try {
      parse(rest, {
        delimiter,
        bom: true,
        relax_column_count: true,
        relax_quotes: true,
        skip_empty_lines: true,
        trim: true,
        to: MAX_ROWS + 2 - records.length,
        on_record: (cells: string[], context) => {
          records.push({ cells, brokenQuotes: false });
          read = context.bytes;
          return null;
        },
      });
      return records;
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      const { line, end } = lineAt(rest, read);
      records.push({ cells: line.split(delimiter).map((cell) => cell.trim()), brokenQuotes: true });
      rest = rest.subarray(end);
    }
  }
  throw new Refusal("file_invalid", `In more than ${MAX_BROKEN} rows the quotation marks do not match.`);
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** The first line with something in it. */
function lineAt(bytes: Buffer, from: number): { line: string; end: number } {
  const isEnd = (byte: number | undefined) => byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === undefined;
  let end = from;
  for (let start = from; ; start = ++end) {
    while (!isEnd(bytes[end])) end++;
    const line = bytes.toString("utf8", start, end).trim();
    if (line !== "" || end >= bytes.length) return { line, end };
  }
}

function guessDelimiter(text: string): string {
  const line = text.split(/\r?\n/, 1)[0] ?? "";
  const counts = [";", ",", "\t", "|"].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counts.reduce((best, candidate) => (candidate.count > best.count ? candidate : best)).delimiter;
}

/** Where a column most likely goes, by the words people put over it. */
const SUGGESTIONS: [RegExp, string][] = [
  [
    /^(phone|telephone|mobile|cell|whatsapp|number|telefono|cellulare|numero|tel|móvil|teléfono|handy|telefon)( ?(number|numero))?$/i,
    "phone",
  ],
  [/^(first ?_?name|given ?name|name|nome|vorname|nombre|prénom)$/i, "first_name"],
  [/^(last ?_?name|surname|family ?name|cognome|nachname|apellido|nom)$/i, "last_name"],
  [/^(e-?mail|email address|posta elettronica|correo)$/i, "email"],
  [/^(language|lang|lingua|sprache|idioma|langue)$/i, "language"],
  [/^(time ?zone|fuso orario)$/i, "time_zone"],
  [/^(tags?|etichette?)$/i, "tag"],
  [/^(lists?|liste?)$/i, "list"],
  [/^(notes?|note)$/i, "notes"],
  [/^(consent|opt-?in|marketing consent|consenso|consenso marketing)$/i, "consent"],
];

export function suggestTarget(column: string, fieldCodes: string[]): string | null {
  const code = fieldCodes.find((candidate) => candidate.toLowerCase() === column.trim().toLowerCase().replace(/\s+/g, "_"));
  if (code !== undefined) return `fields.${code}`;
  return SUGGESTIONS.find(([pattern]) => pattern.test(column.trim()))?.[1] ?? null;
}
