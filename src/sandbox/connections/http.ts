/** Credentials that calls of the Send webhook step carry; who is called is the fake outside. */
import { defineSandboxConnection } from "../connection.ts";

export const connection = defineSandboxConnection({
  kind: "http",
  create: (_world, { kind: _, scheme = "bearer", ...settings }) => ({
    settings: { scheme, username: "sandbox", ...settings },
    secrets: { secret: "sandbox-secret" },
  }),
});
