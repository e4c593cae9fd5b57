import { z } from "zod";
import type { FakePayPal } from "../../sandbox/connections/paypal.ts";
import { listConnections } from "../../store/connections.ts";
import { listPayments } from "../../store/payments.ts";
import { contactIdOf } from "../person.ts";
import { person } from "../scenario-schema.ts";
import { defineVerb } from "../verb.ts";

/** The customer pays what they were asked for last, or their bank refuses: PayPal's webhooks say so. */
export const verb = defineVerb({
  verb: "payment",
  input: z.strictObject({ of: person, status: z.enum(["paid", "failed"]) }),
  async run({ of, status }, { world }) {
    const contactId = await contactIdOf(world, of);
    const payment = (await listPayments(world.pool, world.workspaceId)).findLast((one) => one.contactId === contactId);
    if (!payment?.orderId) throw new Error(`${of} was not asked to pay`);
    const connection = (await listConnections(world.pool, world.secrets, world.workspaceId)).find(
      ({ name }) => name === payment.connection,
    );
    const fake = world.connections.get(payment.connection) as FakePayPal;
    const hook = `/webhooks/paypal/${connection?.id}`;
    await (status === "paid" ? fake.approve(payment.orderId, hook) : fake.decline(payment.orderId, hook));
  },
});
