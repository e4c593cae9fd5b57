import { readFileSync } from "node:fs";
import { join } from "node:path";
import i18next from "i18next";
import { expect, test } from "vitest";
import { loadRegistry } from "../../../registry.ts";
import { createDescribe } from "./node-view.ts";

const registry = await loadRegistry();

async function labels(language: string, type: string, config: object): Promise<Record<string, string>> {
  const file = join(import.meta.dirname, `../../i18n/${language}/builder.json`);
  const texts = i18next.createInstance();
  await texts.init({ lng: language, defaultNS: "builder", resources: { [language]: { builder: JSON.parse(readFileSync(file, "utf8")) } } });
  const describe = createDescribe(registry, { t: (key, values) => texts.t(key, values ?? {}), language }, undefined);
  const { exits } = describe({ id: "s1", type, config: config as never, exits: {} });
  return Object.fromEntries(exits.map(({ name, label }) => [name, label]));
}

test("ways without a name are counted, and those of a document keep the id that it gave them", async () => {
  const made = { mode: "parallel", paths: [{ id: "p_abcdefgh" }, { id: "p_23456789", label: "Later" }, { id: "late" }] };
  expect(Object.values(await labels("en", "branch", made))).toEqual(["Way 1", "Later", "late"]);
  const cases = { mode: "value", field: "contact.tags", cases: [{ id: "c_abcdefgh", values: [] }] };
  expect(Object.values(await labels("it", "branch", cases))).toEqual(["Percorso 1", "Altrimenti"]);
});

test("a timeout is a missing answer of customers, and the end of its time for an agent", async () => {
  const agent = { action: "assign", agent: "Helper", wait: true, maxTime: { hours: 1 } };
  expect((await labels("en", "ai_operator", agent))["timeout"]).toBe("Time is over");
  expect((await labels("it", "ai_operator", agent))["timeout"]).toBe("Tempo scaduto");
  expect((await labels("en", "customer_response", { timeout: { hours: 1 } }))["timeout"]).toBe("No answer in time");
  expect((await labels("it", "customer_response", { timeout: { hours: 1 } }))["timeout"]).toBe("Nessuna risposta in tempo");
});
