import { z } from "zod";
import type { FakeModel } from "../../sandbox/connections/ai.ts";
import { defineVerb } from "../verb.ts";
import type { World } from "../world.ts";

const times = z.int().min(1).max(100).optional();

/** What the fake model says next; what is planned is said in that order, and with nothing planned it says nothing. */
export const verb = defineVerb({
  verb: "ai",
  input: z.union([
    z.strictObject({ answer: z.coerce.string(), times }),
    z.strictObject({ handOver: z.coerce.string(), summary: z.string().optional(), times }),
    z.strictObject({ tool: z.string(), arguments: z.json().default({}), times }),
    z.strictObject({ http: z.int(), retryAfter: z.int().optional(), times }),
    z.strictObject({ timeout: z.literal(true), times }),
  ]),
  async run({ times: count, ...reply }, { world }) {
    const fake = fakeModel(world);
    if (!fake) throw new Error("The workspace of this scenario has no connection of kind ai");
    fake.plan("timeout" in reply ? "timeout" : (JSON.parse(JSON.stringify(reply)) as Parameters<FakeModel["plan"]>[0]), count);
  },
});

function fakeModel({ connections }: World): FakeModel | undefined {
  return [...connections.values()].find((connection): connection is FakeModel => "plan" in connection && "asked" in connection);
}
