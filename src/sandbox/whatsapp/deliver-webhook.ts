import { request } from "node:http";
import type { FakeState } from "./fake-state.ts";
import { sign } from "./sign.ts";

/** Signs a webhook with the account's app secret and hands it to whoever listens. */
export async function deliverWebhook(state: FakeState, raw: string): Promise<void> {
  await state.options.deliver?.(raw, sign(raw, state.account.appSecret));
}

/**
 * A `deliver` that posts to a webhook address of the product under test (http, loopback) and waits for its 200.
 *
 * @throws Error for any other answer: the real Meta would repeat it, a test wants to know.
 */
export function postWebhook(url: string): (raw: string, signature: string) => Promise<void> {
  return (raw, signature) =>
    new Promise((resolve, reject) => {
      const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(raw), "x-hub-signature-256": signature };
      const outgoing = request(url, { method: "POST", headers }, (answer) => {
        answer.resume();
        answer.once("end", () => {
          if (answer.statusCode === 200) resolve();
          else reject(new Error(`The webhook was answered ${answer.statusCode}`));
        });
      });
      outgoing.once("error", reject);
      outgoing.end(raw);
    });
}
