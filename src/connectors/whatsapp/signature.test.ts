import { expect, test } from "vitest";
import { verifySignature } from "./signature.ts";

const SECRET = "s3cret";
const RAW = '{"object":"whatsapp_business_account","entry":[]}';
const VALUE = "sha256=76d7cf0d41b1c62907ab63a2ffb509a14ebd4bfe05b33a2e8c6960459868a174";
const ESCAPED = String.raw`{"object":"whatsapp_business_account","t":"\u00e8 \ud83d\ude00"}`;
const ESCAPED_VALUE = "sha256=eb8304ecf9b16bd79c6e07a9c75c6203a427924e3441cfff5941b3176a283730";

test("accepts what Meta signed", () => {
  expect(verifySignature(Buffer.from(RAW), VALUE, SECRET)).toBe(true);
  expect(verifySignature(Buffer.from(ESCAPED), ESCAPED_VALUE, SECRET)).toBe(true);
});

test("refuses a body that was parsed and serialised again", () => {
  expect(verifySignature(JSON.stringify(JSON.parse(ESCAPED)), ESCAPED_VALUE, SECRET)).toBe(false);
});

test.each([
  ["no header", undefined],
  ["an empty header", ""],
  ["no prefix", VALUE.slice(7)],
  ["another algorithm", VALUE.replace("sha256", "sha1")],
  ["a signature cut short", VALUE.slice(0, -2)],
  ["a longer signature", `${VALUE}00`],
  ["one that is not hexadecimal", `sha256=${"z".repeat(64)}`],
  ["one changed digit", VALUE.replace(/4$/, "5")],
])("refuses %s", (_name, header) => {
  expect(verifySignature(Buffer.from(RAW), header, SECRET)).toBe(false);
});

test("refuses everything while no secret is set", () => {
  expect(verifySignature(Buffer.from(RAW), VALUE, "")).toBe(false);
});
