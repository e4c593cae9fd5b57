/** The code in `docs/integrations.md` is what receivers copy: it is run here on a call that our own sender signed. */
import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { signatureHeaders } from "../../src/connectors/webhook/send-webhook.ts";
import { createSigningSecret } from "../../src/store/webhook-secret.ts";

type Check = (secret: string, headers: Record<string, string>, body: string, now: number) => boolean;

describe("the sample that checks signatures", () => {
  const body = '{"type":"message.received","data":{"text":"Perché?"}}';
  const now = 1_772_442_000_000;
  const [secret, old] = [createSigningSecret(), createSigningSecret()];
  const sign = (secrets: string[]) => signatureHeaders(body, { id: "delivery-1", now, secrets });
  let isFromParola: Check;
  beforeAll(async () => {
    const page = await readFile(new URL("../../docs/integrations.md", import.meta.url), "utf8");
    const code = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { isFromParola: Check };
    isFromParola = module.isFromParola;
  });

  it("takes what we sign, also during a rotation", () => {
    expect(isFromParola(secret, sign([secret]), body, now)).toBe(true);
    expect(isFromParola(old, sign([secret, old]), body, now)).toBe(true);
  });

  it("refuses another secret, another body, another id, and what is old", () => {
    expect(isFromParola(old, sign([secret]), body, now)).toBe(false);
    expect(isFromParola(secret, sign([secret]), body.replace("?", "!"), now)).toBe(false);
    expect(isFromParola(secret, { ...sign([secret]), "webhook-id": "delivery-2" }, body, now)).toBe(false);
    expect(isFromParola(secret, sign([secret]), body, now + 600_000)).toBe(false);
    expect(isFromParola(secret, { ...sign([secret]), "webhook-signature": "v1,AAAA" }, body, now)).toBe(false);
  });
});
