/** A flower shop with a few weeks behind it: what the pictures show. Everything goes through the API, as a person or a shop would do it. */
import type { ApiClient } from "../../src/contract/client.ts";
import type { Outside } from "./outside.ts";
import { seedCampaigns } from "./seed-campaigns.ts";
import { type Connected, seedConnected } from "./seed-connected.ts";

const PEOPLE = [
  ["Marco", "Rossi", "VIP"],
  ["Giulia", "Ferrari", "Weddings"],
  ["Luca", "Esposito", ""],
  ["Sofia", "Romano", "VIP"],
  ["Matteo", "Colombo", ""],
  ["Chiara", "Ricci", "Weddings"],
  ["Andrea", "Marino", ""],
  ["Francesca", "Greco", "Subscriptions"],
  ["Davide", "Bruno", ""],
  ["Elena", "Gallo", "Subscriptions"],
  ["Simone", "Conti", ""],
  ["Martina", "De Luca", "VIP"],
  ["Riccardo", "Costa", ""],
  ["Alice", "Giordano", ""],
  ["Stefano", "Mancini", "Weddings"],
  ["Sara", "Rizzo", ""],
  ["Paolo", "Lombardi", ""],
  ["Valentina", "Moretti", "Subscriptions"],
] as const;

const CHATS = [
  { text: "Hi! Do you deliver to Monza?", person: 2 },
  { text: "Grazie mille 🌷", person: 3 },
  { text: "Can I change my order for Saturday?", person: 1 },
  { text: "HELLO", person: 0 },
] as const;

export interface Seeded extends Connected {
  automationId: string;
  campaignId: string;
  ticketId: string;
  chatId: string;
  contactId: string;
  templateId: string;
}

export async function seed(api: ApiClient, outside: Outside): Promise<Seeded> {
  await api.workspaces.update({
    settings: {
      defaultCountry: "IT",
      workingHours: {
        mon: ["09:00-13:00", "15:00-19:00"],
        tue: ["09:00-13:00", "15:00-19:00"],
        wed: ["09:00-13:00", "15:00-19:00"],
        thu: ["09:00-13:00", "15:00-19:00"],
        fri: ["09:00-19:00"],
        sat: ["09:00-13:00"],
      },
      holidays: { countries: ["IT"], periods: [{ from: "2026-08-10", to: "2026-08-22", name: "Ferie", everyYear: true }] },
    },
  });
  for (const [name, colour, category] of [
    ["VIP", "#9a5b00", "Value"],
    ["Weddings", "#b0306f", "Interest"],
    ["Subscriptions", "#1763b8", "Interest"],
  ] as const)
    await api.tags.create({ name, colour, category });
  await api.lists.create({ name: "Newsletter", description: "Monthly news, one message" });
  await api.lists.create({ name: "Mother's day", description: "Reminder in the first week of May" });
  await api.fields.create({ code: "BIRTHDAY", label: "Birthday", type: "date" });
  await api.fields.create({ code: "CITY", label: "City", type: "text" });
  await api.cannedReplies.create({
    shortcut: "hours",
    text: "Hi {{ contact.first_name }}, we are open 9–13 and 15–19, Saturday until 13.",
  });
  const { items: channels } = await api.channels.list();
  const channelId = channels.find(({ kind }) => kind === "sandbox")?.id ?? "";

  await api.contacts.bulkUpsert({
    contacts: PEOPLE.map(([firstName, lastName, tag], index) => ({
      phone: phoneOf(index),
      firstName,
      lastName,
      email: `${firstName}.${lastName}@example.com`.toLowerCase().replaceAll(" ", ""),
      createMissing: true,
      fields: { CITY: index % 3 === 0 ? "Milano" : "Monza" },
      ...(tag && { addTags: [tag] }),
      ...(index % 2 === 0 && {
        addToLists: ["Newsletter"],
        consent: { state: "subscribed" as const, source: "form", text: "I want news from Bianchi Fiori" },
      }),
    })),
  });

  const automationId = await automations(api);
  const connected = await seedConnected(api, outside);
  const template = await api.templates.create({
    name: "order_on_its_way",
    category: "utility",
    language: "en",
    channelId,
    definition: {
      header: { type: "text", text: "Your flowers are on their way" },
      body: "Hi {{first_name}}, your order *{{order}}* left our shop and arrives today between 15 and 18.",
      footer: "Bianchi Fiori, Milano",
      buttons: [
        { type: "url", text: "Follow the courier", url: "https://example.com/track" },
        { type: "quick_reply", text: "Change the time" },
      ],
      examples: { first_name: "Anna", order: "1043" },
    },
  });
  await api.templates.submit({ id: template.id });
  for (const name of ["spring_collection", "tulips_photo"]) await spring(api, channelId, name);

  let chatId = "";
  for (const { text, person } of CHATS) {
    const [first, last] = PEOPLE[person];
    await api.sandbox.send({ channelId, from: { phone: phoneOf(person), name: `${first} ${last}` }, action: { type: "text", text } });
    chatId = await chatWith(api, channelId, phoneOf(person), text);
  }
  await answered(api, chatId);
  const chat = await api.chats.get({ id: chatId });
  await api.contacts.addNote({ id: chat.contact.id, text: "Prefers white tulips. Anniversary on 14 May." });
  await api.chats.send({
    id: chatId,
    content: { type: "text", text: "Good morning Marco! The usual white tulips for Saturday? *Free delivery* this week." },
    takeOver: true,
  });
  await api.tickets.createCategory({ name: "Delivery" });
  let ticketId = "";
  for (const [title, priority, person] of [
    ["Vase arrived broken", "high", 1],
    ["Invoice for March", "low", 4],
    ["Wedding quote for 60 people", "medium", 5],
  ] as const) {
    const { items } = await api.contacts.list({ phone: phoneOf(person) });
    if (items[0]) ticketId = (await api.tickets.create({ contactId: items[0].id, title, priority, owner: "anna@example.com" })).id;
  }
  await api.tickets.update({
    id: ticketId,
    description: "Church and ten tables, 20 June. White and pink, with peonies if there are some.",
    category: "Delivery",
  });
  await api.tickets.addNote({ id: ticketId, text: "Called: she visits the shop on Thursday." });
  const campaignId = await seedCampaigns(api);
  return { ...connected, automationId, campaignId, chatId, contactId: chat.contact.id, templateId: template.id, ticketId };
}

async function automations(api: ApiClient): Promise<string> {
  const { id } = await api.automations.create({
    folder: "Welcome",
    draft: {
      name: "Welcome and consent",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["HELLO", "CIAO"] }, next: "s1" }],
      steps: [
        {
          id: "s1",
          type: "send_message",
          config: {
            kind: "buttons",
            text: "Welcome to *Bianchi Fiori*, {{ contact.first_name | default: 'friend' }}! 🌷 May we send you our news?",
            buttons: [
              { id: "yes", title: "Yes, please" },
              { id: "no", title: "No, thanks" },
            ],
          },
          exits: { yes: "s2", no: "s4" },
        },
        { id: "s2", type: "marketing_consent", config: { state: "subscribed", text: "News of Bianchi Fiori" }, exits: { next: "s3" } },
        { id: "s3", type: "add_to_list", config: { lists: ["Newsletter"] }, exits: { next: "s5" } },
        { id: "s4", type: "send_message", config: { kind: "text", text: "No problem. Just write when you need us." }, exits: {} },
        { id: "s5", type: "send_message", config: { kind: "text", text: "Thank you! You can write STOP at any time." }, exits: {} },
      ],
    },
  });
  await api.automations.publish({ id });
  const { state } = await api.automations.get({ id });
  if (state !== "active") await api.automations.activate({ id });
  await api.automations.update({ id, favourite: true });
  for (const [name, phrase, folder] of [
    ["Opening hours", "HOURS", "Questions"],
    ["Delivery area", "DELIVERY", "Questions"],
  ] as const) {
    const made = await api.automations.create({
      folder,
      draft: {
        name,
        triggers: [{ id: "t1", type: "customer_message", config: { phrases: [phrase] }, next: "s1" }],
        steps: [
          { id: "s1", type: "send_message", config: { kind: "text", text: "We are open 9–13 and 15–19, Saturday until 13." }, exits: {} },
        ],
      },
    });
    if (name === "Opening hours") await api.automations.publish({ id: made.id });
  }
  return id;
}

async function spring(api: ApiClient, channelId: string, name: string): Promise<void> {
  const { id } = await api.templates.create({
    name,
    category: "marketing",
    language: "en",
    channelId,
    definition: {
      body: "Hi {{first_name}}, tulips are here! 🌷 Until Sunday 10% off with the code SPRING.",
      footer: "Answer STOP to get no more offers",
      buttons: [{ type: "quick_reply", text: "Show me" }],
      examples: { first_name: "Anna" },
    },
  });
  await api.templates.submit({ id });
}

function phoneOf(index: number): string {
  return `+447700900${String(200 + index)}`;
}

async function chatWith(api: ApiClient, channelId: string, phone: string, text: string): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const { items } = await api.sandbox.messages({ channelId, phone });
    const found = items.find((message) => message.direction === "in" && message.text === text);
    if (found) return found.chatId;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`“${text}” did not arrive`);
}

/** Waits until the automation has answered, so that the picture shows it. */
async function answered(api: ApiClient, chatId: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const { items } = await api.chats.messages({ id: chatId });
    if (items.some(({ direction, status }) => direction === "out" && (status === "delivered" || status === "read"))) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("no automation answered");
}
