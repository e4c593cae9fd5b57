import { afterAll, beforeAll, expect, it } from "vitest";
import type { OutgoingHttp } from "../domain/outgoing-http.ts";
import type { FakeTelephone } from "../sandbox/connections/voice.ts";
import { count, worldOf, write } from "../scenario/test-support.ts";
import type { World } from "../scenario/world.ts";
import { createTestDatabase, type TestDatabase } from "../store/test-database.ts";

const RING = `
workspace: { connections: { voice: {} } }
contacts: [{ phone: "+393330000001" }]
automations:
  - name: Ring
    triggers: [{ id: t1, type: customer_message, config: { phrases: [ring] }, next: call }]
    steps:
      - { id: call, type: voice_call, config: { agent: Eva }, exits: { success: ok, no_answer: nobody } }
      - { id: ok, type: add_note, config: { text: reached } }
      - { id: nobody, type: add_note, config: { text: "{{ call.reason }}" } }
`;

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await worldOf(database.url, RING);
});
afterAll(async () => {
  await world.close();
  await database.drop();
});

/** A way out on which the telephone company hears the call, and its answer never comes back. */
function deafAfter(real: OutgoingHttp, heard: () => void): OutgoingHttp {
  return {
    ...real,
    async send(request, ...rest) {
      const answer = await real.send(request, ...rest);
      if (request.method !== "POST" || !request.url.endsWith("/Calls.json")) return answer;
      heard();
      return await new Promise(() => {});
    },
  };
}

it("a worker killed between writing a call down and hearing that it was placed rings nobody up twice", async () => {
  const telephone = [...world.connections.values()].find((one): one is FakeTelephone => "placed" in one) as FakeTelephone;
  const { http } = world.setting;
  const heard = new Promise<void>((resolve) => Object.assign(world.setting, { http: deafAfter(http, resolve) }));
  await world.restartWorker();
  await write(world, "+393330000001", "ring");
  const cut = world.settle().catch((error: Error) => error);
  await heard;
  // Written down, placed, and nobody knows yet under which number.
  expect(telephone.placed).toHaveLength(1);
  expect(await count(world, "call", "state = 'placing' AND provider_id IS NULL")).toBe(1);

  Object.assign(world.setting, { http });
  await world.restartWorker();
  expect(await cut).toBeInstanceOf(Error);
  await world.settle();
  await world.advanceTo(world.clock.now() + 10 * 60_000);
  expect(telephone.placed).toHaveLength(1);
  expect(await count(world, "call", `provider_id = '${telephone.placed[0]?.sid}'`)).toBe(1);

  await telephone.plan("+393330000001", { end: "answered", answer: async () => ({ digits: "1" }), duration: 42 });
  await world.settle();
  expect(await count(world, "note", "text = 'reached'")).toBe(1);
  expect(telephone.placed).toHaveLength(1);
});
