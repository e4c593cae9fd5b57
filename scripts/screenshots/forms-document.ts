/** One automation in which every kind of start step and step stands once, and every kind of message, filled in as the flower shop would. */

import type { Registry } from "../../src/automation/trigger.ts";
import type { JsonObject } from "../../src/domain/json.ts";

const TRIGGERS: Record<string, JsonObject> = {
  customer_message: { phrases: ["TULIPS", "how much"], match: "contains" },
  button: { template: "order_on_its_way", button: "Change the time" },
  date_condition: { field: "BIRTHDAY", when: "before", offset: { days: 3 }, at: "09:30", everyYear: true },
  list: { lists: ["Newsletter"], event: "added" },
  marketing_consent: { to: ["subscribed"] },
  non_working_hours: { cooldown: { hours: 4 } },
  holidays: { periods: [{ from: "2026-08-10", to: "2026-08-22", name: "Summer break" }], countries: ["IT"] },
  ticket: { event: "status_changed", to: ["resolved"] },
  shop: { event: "cart_abandoned", after: { hours: 1 }, shops: ["Online shop"] },
  voice: { outcomes: ["no_answer"], directions: ["inbound"] },
  integration: { platform: "custom", mapping: { phone: "customer.phone", first_name: "customer.name", fields: { CITY: "address.city" } } },
};

const STEPS: Record<string, JsonObject> = {
  send_message: {
    kind: "text",
    text: "Hi {{ contact.first_name | default: 'there' }}, tulips are here! 🌷 *10 stems €15*",
    previewUrl: false,
  },
  customer_response: {
    timeout: { hours: 24 },
    saveTo: "CITY",
    cases: [
      { id: "milano", phrases: ["Milano", "Milan"] },
      { id: "monza", match: "contains", phrases: ["Monza"] },
    ],
    attempts: 2,
  },
  delay: { for: { hours: 2 }, onlyBetween: { from: "09:00", to: "19:00" } },
  if_else: {
    if: {
      all: [
        { field: "now.in_working_hours", op: "eq", value: true },
        {
          any: [
            { field: "contact.tags", op: "has_any", value: ["VIP"] },
            { field: "contact.fields.CITY", op: "eq", value: "Milano" },
          ],
        },
      ],
    },
  },
  branch: {
    mode: "value",
    field: "contact.fields.CITY",
    cases: [
      { id: "milano", values: ["Milano"] },
      { id: "monza", values: ["Monza", "Lissone"] },
    ],
  },
  go_to: { step: "send_message" },
  start_automation: { automation: "Opening hours", passVars: true },
  stop_automations: { which: ["Opening hours"] },
  fill_field: { field: "CITY", value: "{{ reply.text }}" },
  add_tag: { tags: ["VIP"] },
  remove_tag: { tags: ["Weddings"] },
  add_to_list: { lists: ["Newsletter"] },
  remove_from_list: { lists: ["Mother's day"] },
  marketing_consent: { state: "subscribed", text: "News of Bianchi Fiori" },
  add_note: { text: "Asked for {{ reply.text }}" },
  block_contact: {},
  unblock_contact: {},
  mark_unread: {},
  add_operators: { operators: ["anna@example.com"], pick: "least_busy" },
  remove_operators: { all: true },
  open_ticket: { title: "{{ contact.first_name }}: {{ reply.text }}", priority: "high", category: "Delivery" },
  update_ticket: { status: "resolved", note: "Solved in the chat" },
  ai_operator: { action: "assign", agent: "Fiorella", maxTurns: 10, maxTime: { hours: 1 }, wait: true },
  voice_call: { agent: "Eva", maxWait: { minutes: 10 } },
  send_webhook: {
    url: "https://till.example.com/orders",
    auth: "Till",
    headers: { "x-shop": "milano" },
    body: '{\n  "phone": "{{ contact.phone }}",\n  "wish": "{{ reply.text }}"\n}',
    save: { "order.id": "vars.order" },
  },
  zapier: { url: "https://hooks.zapier.com/hooks/catch/123456/abcdef/" },
  make: { url: "https://hook.eu1.make.com/abcdefghijklmnop" },
  paypal: {
    connection: "PayPal",
    amount: "25.00",
    currency: "EUR",
    description: "Deposit for the wedding flowers",
    text: "Please pay the deposit here: {{ payment.link }}",
    wait: { days: 1 },
  },
  activecampaign: { action: "sync_contact", connection: "Newsletter tool", fields: { City: "{{ contact.fields.CITY }}" } },
  emailchef: { action: "add_to_list", connection: "Emailchef", list: "Newsletter", fields: { city: "{{ contact.fields.CITY }}" } },
};

/** The other kinds of message, and the other faces of a step whose form changes with a choice. */
const VARIANTS: Record<string, { type: string; config: JsonObject }> = {
  message_buttons: {
    type: "send_message",
    config: {
      kind: "buttons",
      text: "Shall we deliver on Saturday, {{ contact.first_name }}?",
      header: { text: "Your order" },
      footer: "Bianchi Fiori, Milano",
      buttons: [
        { id: "yes", title: "Yes, please" },
        { id: "later", title: "Another day" },
      ],
      timeout: { hours: 24 },
    },
  },
  message_list: {
    type: "send_message",
    config: {
      kind: "list",
      text: "Which flowers do you like best?",
      button: "Choose",
      sections: [
        { title: "Spring", rows: [{ id: "tulips", title: "Tulips", description: "10 stems, €15" }] },
        { title: "All year", rows: [{ id: "roses", title: "Roses", description: "12 stems, €36" }] },
      ],
    },
  },
  message_media: {
    type: "send_message",
    config: { kind: "media", mediaType: "image", url: "https://flowers.example.com/tulips.jpg", caption: "Fresh this morning" },
  },
  message_link: {
    type: "send_message",
    config: { kind: "cta_url", text: "All our bouquets in one place", label: "Open the shop", url: "https://flowers.example.com" },
  },
  message_template: {
    type: "send_message",
    config: {
      kind: "template",
      template: "order_on_its_way",
      variables: { first_name: "{{ contact.first_name }}", order: "{{ vars.order }}" },
    },
  },
  message_location: {
    type: "send_message",
    config: { kind: "location", latitude: 45.4642, longitude: 9.19, name: "Bianchi Fiori", address: "Via dei Fiori 1, Milano" },
  },
  message_contacts: {
    type: "send_message",
    config: { kind: "contacts", contacts: [{ name: "Bianchi Fiori", phones: [{ phone: "+390212345678" }] }] },
  },
  delay_until: { type: "delay", config: { until: { weekday: "mon", time: "09:00" } } },
  branch_parallel: { type: "branch", config: { mode: "parallel", paths: [{ id: "now" }, { id: "later" }] } },
  branch_random: {
    type: "branch",
    config: {
      mode: "random",
      paths: [
        { id: "a", weight: 50 },
        { id: "b", weight: 50 },
      ],
    },
  },
};

interface FormsDocument {
  draft: { name: string; triggers: JsonObject[]; steps: JsonObject[] };
  /** Ids of the nodes, which are their types. */
  nodes: string[];
}

/** A type without an entry above shows its first example. */
export function formsDocument(registry: Registry): FormsDocument {
  const all = (types: Record<string, { examples: { config: JsonObject }[] }>, own: Record<string, JsonObject>) =>
    Object.entries(types).map(([type, { examples }]) => [type, own[type] ?? examples[0]?.config ?? {}] as const);
  const triggers = all(registry.triggers, TRIGGERS);
  const steps = [
    ...all(registry.steps, STEPS).map(([type, config]) => ({ id: type, type, config })),
    ...Object.entries(VARIANTS).map(([id, { type, config }]) => ({ id, type, config })),
  ];
  return {
    draft: {
      name: "One of each",
      triggers: triggers.map(([type, config]) => ({ id: `start_${type}`, type, config, next: "send_message" })),
      steps: steps.map((step, index) => {
        const type = registry.steps[step.type];
        const exit = type?.exits(type.config.parse(step.config))[0]?.name;
        const next = steps[index + 1]?.id;
        const exits: JsonObject = exit === undefined || next === undefined ? {} : { [exit]: next };
        return { ...step, exits };
      }),
    },
    nodes: [...triggers.map(([type]) => `start_${type}`), ...steps.map(({ id }) => id)],
  };
}
