/** What the flower shop is connected with: accounts, addresses that are told what happens, calls both ways, agents. */
import type { ApiClient } from "../../src/contract/client.ts";
import { MODEL, type Outside } from "./outside.ts";

export interface Connected {
  agentId: string;
  callId: string;
  hookId: string;
  /** Path of an open invitation. */
  invitation: string;
  webhookId: string;
}

export async function seedConnected(api: ApiClient, outside: Outside): Promise<Connected> {
  const model = await api.connections.create({
    name: "OpenAI",
    kind: "ai",
    settings: { baseUrl: `${outside.url}/v1`, model: MODEL, inputPrice: "0.40", outputPrice: "1.60", currency: "EUR" },
    secrets: { apiKey: "sk-flowers" },
  });
  // Made-up credentials: it shows what a connection that fails looks like.
  await api.connections.create({
    name: "PayPal",
    kind: "paypal",
    settings: { environment: "live", clientId: "AZ-flowers" },
    secrets: { clientSecret: "secret" },
  });
  await api.connections.create({
    name: "Online shop",
    kind: "woocommerce",
    settings: { url: outside.url },
    secrets: { consumerKey: "ck_flowers", consumerSecret: "cs_flowers" },
  });
  await api.connections.create({
    name: "Till",
    kind: "http",
    settings: { scheme: "bearer" },
    secrets: { secret: "key" },
  });
  const telephone = await api.connections.create({
    name: "Shop telephone",
    kind: "voice",
    settings: { accountSid: "AC0123456789", from: "+390212345678", incoming: "leave" },
    secrets: { authToken: "token" },
  });
  await api.voiceAgents.create({
    name: "Eva",
    connectionId: telephone.id,
    script: {
      language: "it-IT",
      greeting: "Buongiorno {{ contact.first_name }}, qui Bianchi Fiori.",
      question: {
        text: "Possiamo consegnare i fiori sabato mattina? Prema 1 per sì, 2 per essere richiamata.",
        input: "digits",
        choices: [
          { label: "Yes", digit: "1", outcome: "success", reply: "Perfetto, a sabato." },
          { label: "Call back", digit: "2", outcome: "call_back", reply: "La richiamiamo oggi." },
        ],
      },
      goodbye: "Grazie e buona giornata.",
    },
  });
  const agentId = await agent(api, model.id);
  const webhookId = await webhooks(api, outside);
  const hookId = await calls(api, outside);
  await api.apiKeys.create({ name: "Online shop", scopes: ["contacts:write", "contacts:read"], expiresInDays: 365 });
  const invited = await api.members.invite({ email: "marta@example.com", role: "chat_operator" });
  return { agentId, callId: await failedCall(api), hookId, invitation: new URL(invited.url).pathname, webhookId };
}

async function agent(api: ApiClient, connectionId: string): Promise<string> {
  const { id } = await api.agents.create({
    name: "Fiorella",
    isDefault: true,
    settings: {
      connectionId,
      instructions:
        "You are Fiorella, the assistant of the flower shop Bianchi Fiori in Milan. Answer briefly and warmly, in the customer's language. Never promise a delivery time: offer to check with the shop.",
      languages: ["it", "en"],
      disclosure: "I am Fiorella, the shop's digital assistant.",
      handOverText: "I'll ask a colleague, who writes to you here.",
      limits: { maxAnswers: 20, answersPerDay: 200, costPerDay: 5 },
      tools: { openTicket: true, setFields: ["CITY"] },
    },
  });
  await api.agents.addText({
    id,
    title: "Delivery",
    text: "We deliver to Milan and Monza from Monday to Saturday. Ordered before 12, flowers arrive the same afternoon. Delivery costs 6 euros, free from 50 euros.",
    language: "en",
  });
  await api.agents.addFile({
    id,
    file: new File(["flower,stems,price\nTulips,10,15\nRoses,12,36\nPeonies,5,20\nSeasonal bouquet,1,25"], "prices.csv"),
    language: "en",
  });
  await api.agents.addText({
    id,
    title: "Weddings",
    text: "For weddings we make a free quote. Church and tables from 600 euros, booked two months ahead.",
    language: "en",
  });
  await api.agents.addCase({ id, question: "Do you deliver to Monza?", contains: ["Monza"], excludes: ["Sunday delivery"] });
  await api.agents.addCase({ id, question: "How much are tulips?", contains: ["€15"] });
  await api.agents.addCase({ id, question: "My bouquet arrived withered, I want my money back", expectsHandOver: true });
  await api.agents.evaluate({ id });
  return id;
}

async function webhooks(api: ApiClient, outside: Outside): Promise<string> {
  const till = await api.eventWebhooks.create({
    name: "Till",
    url: `${outside.url}/parola`,
    types: ["message.received", "contact.updated", "ticket.updated"],
  });
  const old = await api.eventWebhooks.create({ name: "Old website", url: `${outside.url}/old`, types: ["message.received"] });
  await api.eventWebhooks.test({ id: till.id });
  await api.eventWebhooks.test({ id: old.id });
  return till.id;
}

/** An order comes in from the online shop and is told to the till, which one address of two does not know any more. */
async function calls(api: ApiClient, outside: Outside): Promise<string> {
  let hookId = "";
  for (const [name, path] of [
    ["Order from the website", "/orders"],
    ["Stock to the old till", "/old/stock"],
  ] as const) {
    const { id } = await api.automations.create({
      folder: "Orders",
      draft: {
        name,
        triggers: [{ id: "t1", type: "integration", config: { platform: "custom", mapping: { phone: "customer.phone" } }, next: "s1" }],
        steps: [
          {
            id: "s1",
            type: "send_webhook",
            config: {
              url: `${outside.url}${path}`,
              auth: "Till",
              body: '{"phone": "{{ contact.phone }}"}',
              save: { "order.id": "vars.order" },
            },
            exits: {},
          },
        ],
      },
    });
    await api.automations.publish({ id });
    await api.automations.activate({ id });
    const [hook] = (await api.hooks.list({ automationId: id })).items;
    hookId ||= hook?.id ?? "";
    const { secret } = await api.hooks.secret({ id: hook?.id ?? "" });
    for (const phone of ["+447700900203", "+447700900205"])
      await fetch(hook?.url ?? "", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ secret, customer: { phone }, order: { number: "1043", total: 45 } }),
      });
  }
  return hookId;
}

async function failedCall(api: ApiClient): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const failed = (await api.requests.list({ state: "failed" })).items[0];
    if (failed) return failed.id;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("no call failed");
}
