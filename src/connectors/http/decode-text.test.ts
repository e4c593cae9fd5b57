import { expect, test } from "vitest";
import { charsetOf, decodeText } from "./decode-text.ts";

const latin1 = (text: string) => Buffer.from(text, "latin1");

test.each([
  ["UTF-8 where nothing is said", Buffer.from("caffè – 4 €"), undefined, "caffè – 4 €"],
  ["UTF-8 with its mark, which is no word", Buffer.from("\ufeffcaffè"), undefined, "caffè"],
  ["Latin-1 as it is called", latin1("caffè"), "ISO-8859-1", "caffè"],
  ["what no UTF-8 can be", Buffer.from([...latin1("caffè 4 "), 0x80]), undefined, "caffè 4 €"],
  ["Japanese as it is called", Buffer.from([0x93, 0xfa, 0x96, 0x7b]), "shift_jis", "日本"],
  ["Cyrillic as it is called", Buffer.from([0xd5, 0xcb, 0xc5, 0xc2]), "windows-1251", "ХЛЕВ"],
  ["a mark above what is said", Buffer.from("\ufeffcaffè", "utf16le"), "utf-8", "caffè"],
  ["a name that nobody knows", Buffer.from("caffè"), "klingon", "caffè"],
  ["nothing", Buffer.from([]), "utf-8", ""],
])("%s", (_what, bytes, charset, text) => {
  expect(decodeText(bytes, charset)).toBe(text);
});

test.each([
  ["text/html; charset=ISO-8859-1", "ISO-8859-1"],
  ['text/html;charset="windows-1252"; x=y', "windows-1252"],
  ["text/html", undefined],
  [undefined, undefined],
])("the charset of %s", (type, charset) => {
  expect(charsetOf(type)).toBe(charset);
});
