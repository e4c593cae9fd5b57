/** A fake outside system that a workspace can be connected to. One file per kind in `connections/` exports one as `connection`. */
import type { JsonObject } from "../domain/json.ts";
import type { FakeOutside } from "./http/fake-outside.ts";

/** What a fake sees of the world it is in. */
export interface SandboxWorld {
  /** Epoch ms of the virtual clock. */
  now(): number;
  /** Serve the provider's real origins here: the product's calls to them arrive. */
  outside: FakeOutside;
  /** Posts a provider's webhook to the product, as it is; answers with what the product said. */
  post(path: string, raw: string, headers: Record<string, string>): Promise<{ status: number; body: string }>;
}

export interface SandboxConnection {
  /** Stored with the connection: addresses, account names. */
  settings: JsonObject;
  /** Stored encrypted: keys, secrets. */
  secrets: JsonObject;
  close?(): Promise<void>;
}

export interface SandboxConnectionKind<C extends SandboxConnection = SandboxConnection> {
  /** As in `workspace.connections` of a scenario, and in the product. */
  kind: string;
  create(world: SandboxWorld, options: JsonObject): C | Promise<C>;
}

/** Keeps the kind's own type, so that its verbs find their methods on it. */
export function defineSandboxConnection<C extends SandboxConnection>(kind: SandboxConnectionKind<C>): SandboxConnectionKind<C> {
  return kind;
}
