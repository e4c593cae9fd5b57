import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseDefinition } from "../../automation/parse-definition.ts";
import { ERROR_TABLE, PERMISSION_ENTRY, UNKNOWN_CODE_ENTRY } from "../../connectors/whatsapp/error-table.ts";
import { checkTemplate } from "../../domain/check-template.ts";
import { loadRegistry } from "../../registry.ts";
import { type ProblemTexts, problemTranslator } from "./problem-text.ts";

const src = join(import.meta.dirname, "../..");
const texts = (language: string) => JSON.parse(readFileSync(join(src, `web/i18n/${language}/problems.json`), "utf8")) as ProblemTexts;
const translate = problemTranslator(texts("en"), texts("it"));

/** The literals in which the engine and the schemas of a document say what is wrong; what is filled in later reads X. */
function sentences(): string[] {
  const files = ["automation", "automation/steps", "automation/triggers", "automation/message"].flatMap((folder) =>
    readdirSync(join(src, folder))
      .filter((name) => name.endsWith(".ts") && !name.includes(".test."))
      .map((name) => join(src, folder, name)),
  );
  files.push(...["duration", "holiday-period", "check-content", "check-template"].map((name) => join(src, `domain/${name}.ts`)));
  return files.flatMap((file) => {
    const code = readFileSync(file, "utf8");
    const calls = [...code.matchAll(/\b(?:problem|warning|add)\(/g)].map(({ index }) => argumentsAt(code, index));
    const errors = [...code.matchAll(/\berror: ("[^"]*"|`[^`]*`)/g)].map(([, literal]) => literal ?? "");
    return [...calls.flatMap((call) => call.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g) ?? []), ...errors].flatMap((literal) => {
      const text = literal
        .slice(1, -1)
        .replaceAll('\\"', '"')
        .replace(/\$\{[^}]*\}/g, "X");
      return text.split(" ").length >= 3 ? [text] : [];
    });
  });
}

function argumentsAt(code: string, from: number): string {
  let depth = 0;
  for (let at = code.indexOf("(", from); at < code.length; at++) {
    if (code[at] === "(") depth++;
    if (code[at] === ")" && --depth === 0) return code.slice(from, at);
  }
  return "";
}

test("everything the check of a number says has Italian words", () => {
  const code = readFileSync(join(src, "connectors/whatsapp/check-channel.ts"), "utf8").replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, "");
  const all = [...code.matchAll(/"([^"]*)"|`([^`]*)`/g)]
    .map(([, plain, filled]) => plain ?? filled?.replaceAll(/\$\{[^}]*\}/g, "X") ?? "")
    .filter((text) => text.split(" ").length >= 3);
  expect(all.length).toBeGreaterThan(30);
  expect(all.filter((sentence) => translate(sentence) === sentence)).toEqual([]);
});

test.each(["en", "it"])("every reason for which WhatsApp refuses something has words in %s", (language) => {
  const { failure } = JSON.parse(readFileSync(join(src, `web/i18n/${language}/chat.json`), "utf8")) as { failure: Record<string, string> };
  const reasons = [...ERROR_TABLE.values(), PERMISSION_ENTRY, UNKNOWN_CODE_ENTRY].map(({ reason }) => reason);
  expect(reasons.filter((reason) => failure[reason] === undefined)).toEqual([]);
});

test("every sentence in which the engine says what is wrong has an Italian one", () => {
  const all = sentences();
  expect(all.length).toBeGreaterThan(120);
  expect(all.filter((sentence) => translate(sentence) === sentence)).toEqual([]);
});

describe("a sentence", () => {
  test("keeps what was filled in, and puts its words for kinds of objects", () => {
    expect(translate('There is no voice agent "Eva" in this workspace.')).toBe("In questo workspace non c'è: agente vocale «Eva».");
    expect(translate('The phrase "HELLO" starts the active automation "Welcome" already.')).toBe(
      "La frase «HELLO» avvia già l'automazione attiva «Welcome».",
    );
  });

  test("that nobody knows stays", () => {
    expect(translate("Something quite new.")).toBe("Something quite new.");
  });
});

test("an unfinished form is told in words, in both languages", async () => {
  const registry = await loadRegistry();
  const { problems } = parseDefinition(registry, {
    name: "Draft",
    triggers: [{ id: "t", type: "customer_message", config: { phrases: [] }, next: "s" }],
    steps: [
      { id: "s", type: "send_message", config: { kind: "text" } },
      { id: "l", type: "add_to_list", config: { lists: [] } },
      { id: "w", type: "send_webhook", config: { url: "" } },
      { id: "g", type: "go_to", config: { step: "" } },
    ],
  });
  const messages = problems.map(({ message }) => message);
  expect(messages).toContain("This is missing.");
  expect(messages).toContain("Choose at least one.");
  expect(messages.filter((message) => /expected|received|undefined|Invalid|Too small/.test(message))).toEqual([]);
  expect(messages.filter((message) => translate(message) === message)).toEqual([]);
});

test("what Meta would refuse of a template is told in Italian", () => {
  const found = checkTemplate({
    name: "Spring Sale",
    category: "marketing",
    language: "en",
    header: { type: "text", text: "" },
    body: "{{1}} {{3}}",
    buttons: [{ type: "url", text: "", url: "nowhere" }],
    examples: {},
  });
  expect(found.length).toBeGreaterThan(4);
  expect(found.filter(({ message }) => translate(message) === message)).toEqual([]);
});
