import { defineCommand } from "citty";
import { startFakeGraph } from "../sandbox/whatsapp/fake-graph.ts";

/** `parola fake-graph`: what WhatsApp would get, on the terminal. */
export const fakeGraphCommand = defineCommand({
  meta: {
    name: "fake-graph",
    description: "Run a fake Graph API on loopback that accepts and prints what is sent; use it as WHATSAPP_GRAPH_URL",
  },
  args: { port: { type: "string", description: "Where it listens", default: "4000" } },
  run: async ({ args }) => {
    const fake = await startFakeGraph({
      port: Number(args.port),
      countOnly: true,
      onAccepted: ({ to, body }) => {
        const type = String(body["type"]);
        console.log(`to +${to}: ${JSON.stringify(body[type])}`);
      },
    });
    console.log(`A fake Graph API listens at ${fake.url}`);
    await new Promise<void>((resolve) => {
      for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
    });
    await fake.close();
  },
});
