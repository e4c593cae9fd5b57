/** Finds the fakes of outside systems on disk and connects a scenario's workspace to those it names. */
import type { JsonObject } from "../domain/json.ts";
import type { SandboxConnectionKind } from "../sandbox/connection.ts";
import { loadFolder } from "./load-folder.ts";
import type { World } from "./world.ts";

/** Kinds that have a fake. */
export function connectionKinds(): Promise<Map<string, SandboxConnectionKind>> {
  return loadFolder<SandboxConnectionKind>(new URL("../sandbox/connections/", import.meta.url), "connection", ({ kind }) => kind);
}

/** `wanted`: name → options; the kind is the name unless the options say `kind`. Returns the rows to store. */
export async function connectFakes(
  world: World,
  wanted: Record<string, Record<string, unknown> | null>,
): Promise<{ name: string; kind: string; settings: JsonObject; secrets: JsonObject }[]> {
  const kinds = await connectionKinds();
  const rows = [];
  for (const [name, options] of Object.entries(wanted)) {
    const { kind = name, ...rest } = (options ?? {}) as JsonObject & { kind?: string };
    const fake = kinds.get(kind);
    if (!fake) throw new Error(`There is no fake for connections of kind "${kind}"; there are: ${[...kinds.keys()].join(", ") || "none"}`);
    const { now } = world.clock;
    const connection = await fake.create(
      { now, outside: world.outside, post: (path, raw, headers) => world.web.post(path, raw, headers) },
      rest,
    );
    world.connections.set(name, connection);
    rows.push({ name, kind, settings: connection.settings, secrets: connection.secrets });
  }
  return rows;
}
