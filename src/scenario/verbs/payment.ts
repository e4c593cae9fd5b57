import { z } from "zod";
import type { FakePayPal } from "../../sandbox/connections/paypal.ts";
import { listConnections } from "../../store/connections.ts";
import { listPayments } from "../../store/payments.ts";
import { contactIdOf } from "../person.ts";
import { person } from "../scenario-schema.ts";
import { defineVerb } from "../verb.ts";

/** The customer pays what they were asked for last (or by an earlier link), or their bank refuses: PayPal's webhooks say so. */
export const verb = defineVerb({
  verb: "payment",
  input: z.strictObject({
    of: person,
    status: z.enum(["paid", "failed"]),
    /** Which of the contact's requests, from 1; the last when left out. */
    request: z.int().min(1).optional(),
  }),
  async run({ of, status, request }, { world }) {
    const contactId = await contactIdOf(world, of);
    const payments = (await listPayments(world.pool, world.workspaceId)).filter((one) => one.contactId === contactId);
    const payment = request === undefined ? payments.at(-1) : payments[request - 1];
    if (!payment?.orderId) throw new Error(`${of} was not asked to pay`);
    const connection = (await listConnections(world.pool, world.secrets, world.workspaceId)).find(
      ({ name }) => name === payment.connection,
    );
    const fake = world.connections.get(payment.connection) as FakePayPal;
    const hook = `/webhooks/paypal/${connection?.id}`;
    await (status === "paid" ? fake.approve(payment.orderId, hook) : fake.decline(payment.orderId, hook));
  },
});
