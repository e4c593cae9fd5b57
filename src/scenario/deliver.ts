/** Posts to the product what WhatsApp would post: signed, and a refusal is an error of the scenario. */
import { sign } from "../sandbox/whatsapp/sign.ts";
import type { World } from "./world.ts";

export async function deliverToProduct(world: World, raw: string): Promise<void> {
  const signature = sign(raw, world.graph.account.appSecret);
  const answer = await world.web.post("/webhooks/whatsapp", raw, { "content-type": "application/json", "x-hub-signature-256": signature });
  if (answer.status !== 200) throw new Error(`The webhook was answered ${answer.status}: ${answer.body}`);
}
