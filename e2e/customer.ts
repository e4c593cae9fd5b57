/** A customer of the sandbox number, for tests that need somebody to have written. */
import type { Workspace } from "./fixtures.ts";

export const MARCO = { phone: "+447700900111", name: "Marco Rossi" };

/** Writes a text as the customer and waits until it is in a chat; gives the chat's id. */
export async function customerWrites({ api }: Workspace, text: string, from = MARCO): Promise<string> {
  const { items } = await api.channels.list();
  const channel = items.find(({ kind }) => kind === "sandbox");
  if (!channel) throw new Error("the workspace has no sandbox number");
  await api.sandbox.send({ channelId: channel.id, from, action: { type: "text", text } });
  for (let attempt = 0; attempt < 100; attempt++) {
    const { items: messages } = await api.sandbox.messages({ channelId: channel.id, phone: from.phone });
    const found = messages.find((message) => message.text === text && message.direction === "in");
    if (found) return found.chatId;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`“${text}” did not arrive`);
}

/** An automation that answers a phrase, published and active. */
export async function answering({ api }: Workspace, { name = "Greeter", phrase = "HELLO", answer = "Welcome!" } = {}): Promise<string> {
  const { id } = await api.automations.create({
    draft: {
      name,
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: [phrase] }, next: "s1" }],
      steps: [{ id: "s1", type: "send_message", config: { kind: "text", text: answer }, exits: {} }],
    },
  });
  await api.automations.publish({ id });
  const { state } = await api.automations.get({ id });
  if (state !== "active") await api.automations.activate({ id });
  return id;
}
