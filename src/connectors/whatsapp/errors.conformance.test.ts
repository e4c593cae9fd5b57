import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { SendFailureClass } from "../../domain/send-failure.ts";
import { ERROR_TABLE } from "./error-table.ts";

const FILE = new URL("../../../../shared/contracts/whatsapp/errors.json", import.meta.url);
const present = existsSync(FILE);
if (!present) console.warn("skipped: ../shared/contracts/whatsapp/errors.json is not here");

interface ContractCode {
  code: number;
  class: string;
  retry: string;
}

/** What the contract's class and retry advice allow ours to be. */
const STOPS: SendFailureClass[] = ["stop_template", "stop_channel", "stop_workspace"];
const ALLOWED: Record<string, SendFailureClass[]> = {
  after_reauth: ["stop_workspace"],
  once_careful: ["retry"],
  once: ["retry"],
  backoff: ["retry", "retry_channel", "retry_pair", "fail"],
  backoff_minutes: ["retry_channel"],
  backoff_hour: ["retry"],
  after_10min: ["retry"],
  stop_tenant: ["stop_workspace"],
  after_unpause: ["stop_template"],
  send_template: ["fail"],
  after_24h_max_once: ["fail"],
  never: ["fail", "invalid_recipient", "opted_out", ...STOPS],
};
const NO_RETRY: SendFailureClass[] = ["fail", ...STOPS];

describe.skipIf(!present)("the contract's error codes", () => {
  const codes: ContractCode[] = present ? JSON.parse(readFileSync(FILE, "utf8")).codes : [];

  test("all 123 are in our table, and no other", () => {
    expect(codes).toHaveLength(123);
    expect([...ERROR_TABLE.keys()].toSorted((a, b) => a - b)).toEqual(codes.map(({ code }) => code).toSorted((a, b) => a - b));
  });

  test.each(codes.map((one) => [one.code, one] as const))("%i is handled as the contract advises", (code, one) => {
    expect(ALLOWED[one.retry] ?? NO_RETRY).toContain(ERROR_TABLE.get(code)?.class);
    if (one.class === "optout") expect(ERROR_TABLE.get(code)?.class).toBe("opted_out");
    if (one.class === "pair") expect(ERROR_TABLE.get(code)?.class).toBe("retry_pair");
    if (one.class === "permission" || one.class === "auth" || one.class === "payment")
      expect(ERROR_TABLE.get(code)?.class).toBe("stop_workspace");
  });
});
