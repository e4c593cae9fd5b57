import { z } from "zod";
import type { JsonObject } from "../../domain/json.ts";
import type { FakeShop } from "../../sandbox/fake-shop.ts";
import { listConnections } from "../../store/connections.ts";
import { defineVerb } from "../verb.ts";

/** Something happens in a shop: it delivers its signed webhook, or waits to be asked where it has none. */
export const verb = defineVerb({
  verb: "shop",
  input: z
    .strictObject({
      connection: z.string(),
      topic: z.string(),
      body: z.record(z.string(), z.json()).optional(),
      /** The very bytes of the body: for ids that YAML would round. */
      raw: z.string().optional(),
      /** Of the delivery; the same again is the shop's retry. */
      id: z.coerce.string().optional(),
      /** `wrong`: signed with another secret. */
      secret: z.string().optional(),
      /** It happens, but the webhook never arrives. */
      lost: z.boolean().default(false),
    })
    .refine(({ body, raw }) => (body === undefined) !== (raw === undefined), { error: "give body or raw" }),
  async run({ connection: name, topic, body, raw, id, secret, lost }, { world, script }) {
    const shop = world.connections.get(name) as FakeShop | undefined;
    const connection = (await listConnections(world.pool, world.secrets, world.workspaceId)).find((one) => one.name === name);
    if (!shop || typeof shop.put !== "function" || !connection) throw new Error(`There is no shop "${name}" under workspace.connections`);
    if (body) shop.put(topic, body as JsonObject);
    if (!shop.webhook || lost) return;
    const delivery = shop.webhook(topic, raw ?? JSON.stringify(body), { id, secret });
    script.answer = await world.web.post(`/webhooks/${connection.kind}/${connection.id}`, delivery.raw, delivery.headers);
  },
});
