/** Every start step and every step is played in scenarios of its own: where all goes well, where something fails, and under attack. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadRegistry } from "../registry.ts";
import { parseScenario } from "./parse-scenario.ts";

/** Type: all goes well, something fails, hostile. Steps that belong together share files. */
const SCENARIOS: Record<"triggers" | "steps", Record<string, [string, string, string]>> = {
  triggers: {
    button: ["button-of-its-message", "button-or-phrase", "buttons-hostile"],
    customer_message: ["match-precedence", "phrase-uniqueness", "phrase-forms"],
    date_condition: ["date-edges", "published-while-paused", "date-hostile"],
    holidays: ["holiday-periods", "holidays-failing", "holidays-hostile"],
    integration: ["hooks", "hook-forms", "contact-hook-hostile"],
    list: ["list-events", "list-failing", "list-hostile"],
    marketing_consent: ["consent-triggers", "contact-steps-failing", "consent-doors"],
    non_working_hours: ["working-hours-forms", "no-hours-always-open", "out-of-hours-cooldown"],
    shop: ["shop-shopify", "shop-off-while-due", "shop-hostile"],
    ticket: ["ticket-by-operator", "ticket-failing", "ticket-hostile"],
    voice: ["voice-trigger", "voice-chain", "voice-missed-call"],
  },
  steps: {
    activecampaign: ["activecampaign", "activecampaign-failing", "activecampaign-hostile"],
    add_note: ["conditions", "contact-steps-failing", "contact-steps-hostile"],
    add_operators: ["operators", "contact-steps-failing", "contact-steps-hostile"],
    add_tag: ["tags-and-lists", "contact-steps-failing", "contact-steps-hostile"],
    add_to_list: ["tags-and-lists", "contact-steps-failing", "list-hostile"],
    ai_operator: ["ai-operator", "ai-takeover", "ai-step-hostile"],
    block_contact: ["block-contact", "contact-steps-failing", "contact-steps-hostile"],
    branch: ["branch-by-value", "random-branch", "waits-hostile"],
    customer_response: ["response-cases", "reply-at-the-deadline", "waits-hostile"],
    delay: ["delays", "delay-forms", "waits-hostile"],
    emailchef: ["emailchef", "emailchef-failing", "emailchef-hostile"],
    fill_field: ["date-replanned", "fill-field-types", "date-hostile"],
    go_to: ["random-branch", "loop-limit", "steps-of-automations-hostile"],
    if_else: ["conditions", "statuses", "waits-hostile"],
    make: ["zapier-and-make", "hand-over-failing", "hand-over-hostile"],
    mark_unread: ["mark-unread", "contact-steps-failing", "contact-steps-hostile"],
    marketing_consent: ["consent-doors", "contact-steps-failing", "contact-steps-hostile"],
    open_ticket: ["tickets", "killed-at-every-step", "ticket-hostile"],
    paypal: ["paypal", "paypal-failing", "paypal-amounts"],
    remove_from_list: ["tags-and-lists", "contact-steps-failing", "list-hostile"],
    remove_operators: ["operators", "contact-steps-failing", "contact-steps-hostile"],
    remove_tag: ["tags-and-lists", "contact-steps-failing", "contact-steps-hostile"],
    send_message: ["message-kinds", "skips-and-refusals", "text-bounds"],
    send_webhook: ["webhook-forms", "webhook-retries", "webhook-hostile"],
    start_automation: ["start-and-stop-others", "steps-of-automations-failing", "steps-of-automations-hostile"],
    stop_automations: ["start-and-stop-others", "steps-of-automations-failing", "steps-of-automations-hostile"],
    unblock_contact: ["block-contact", "contact-steps-failing", "contact-steps-hostile"],
    update_ticket: ["tickets", "ticket-failing", "ticket-hostile"],
    voice_call: ["voice-call", "voice-call-later", "voice-call-unsure"],
    zapier: ["zapier-and-make", "hand-over-failing", "hand-over-hostile"],
  },
};

const FOLDER = new URL("../../scenarios/", import.meta.url);
const registry = await loadRegistry();

function typesIn(file: string, kind: "triggers" | "steps"): string[] {
  const scenario = parseScenario(readFileSync(new URL(`${file}.yaml`, FOLDER), "utf8"));
  const documents = scenario.automations as Partial<Record<"triggers" | "steps", { type: string }[]>>[];
  return documents.flatMap((document) => (document[kind] ?? []).map(({ type }) => type));
}

test.each(["triggers", "steps"] as const)("all %s have three different scenarios that play them", (kind) => {
  expect(Object.keys(SCENARIOS[kind]).sort()).toEqual(Object.keys(registry[kind]).sort());
  const there = new Set(readdirSync(FOLDER));
  const wrong = Object.entries(SCENARIOS[kind]).flatMap(([type, files]) => [
    ...(new Set(files).size === 3 ? [] : [`${type} names one file twice`]),
    ...files.filter((file) => !there.has(`${file}.yaml`)).map((file) => `${type}: there is no ${file}`),
    ...files.filter((file) => there.has(`${file}.yaml`) && !typesIn(file, kind).includes(type)).map((file) => `${type} is not in ${file}`),
  ]);
  expect(wrong).toEqual([]);
});
