import { normalizePhone, phoneToWaId } from "../../domain/phone.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { findChannel } from "../../store/channels.ts";
import { listPhoneMessages } from "../../store/messages.ts";
import { listSandboxCustomers } from "../../store/sandbox-customers.ts";
import type { Context } from "../contact-access.ts";
import { api } from "../procedures.ts";

/** The customer who is there from the start, at a number that the numbering plan keeps for films. */
const FIRST_CUSTOMER = { phone: "+447700900123", name: "Alex Customer" };

/** Whoever plays the customers may be any of them, which is more than those see who see only their own contacts. */
async function mustFindSandbox({ app, caller }: Context, channelId: string): Promise<void> {
  if (caller.onlyAssignedTo !== null) throw new Refusal("forbidden", "Your role does not play customers.");
  const channel = await findChannel(app.db, caller.workspaceId, channelId);
  if (channel?.kind !== "sandbox") throw notFound("sandbox number");
}

export const sandbox = {
  customers: api.sandbox.customers.handler(async ({ context, input }) => {
    const { app, caller } = context;
    await mustFindSandbox(context, input.channelId);
    const known = await listSandboxCustomers(app.db, caller.workspaceId, input.channelId);
    const first = known.some(({ phone }) => phone === FIRST_CUSTOMER.phone) ? [] : [{ ...FIRST_CUSTOMER, contactId: null }];
    return { items: [...first, ...known] };
  }),

  send: api.sandbox.send.handler(async ({ context, input }) => {
    const { app, caller } = context;
    await mustFindSandbox(context, input.channelId);
    if (!app.sandbox) throw new Refusal("not_available", "This process has no sandbox.");
    const phone = normalizePhone(input.from.phone);
    if (phone === null || phoneToWaId(phone).length < 7) throw new Refusal("invalid_phone", `"${input.from.phone}" is not a phone number.`);
    const { providerMessageId, sentAt } = await app.sandbox.sendInbound(caller.workspaceId, input.channelId, {
      from: { ...input.from, phone },
      action: input.action,
    });
    return { providerMessageId, sentAt: new Date(sentAt).toISOString() };
  }),

  messages: api.sandbox.messages.handler(async ({ context, input }) => {
    await mustFindSandbox(context, input.channelId);
    const { app, caller } = context;
    return {
      items: await listPhoneMessages(app.db, caller.workspaceId, input.channelId, normalizePhone(input.phone) ?? input.phone, input.after),
    };
  }),
};
