import type { FakeTelephone } from "../sandbox/connections/voice.ts";
import type { World } from "./world.ts";

/** Every fake telephone company the workspace is connected to. */
export function telephonesOf({ connections }: World): FakeTelephone[] {
  return [...connections.values()].filter((fake): fake is FakeTelephone => "placed" in fake);
}

export function mustFindTelephone(world: World): FakeTelephone {
  const [telephone] = telephonesOf(world);
  if (!telephone) throw new Error("No telephone: connect one with workspace.connections: { voice: {} }");
  return telephone;
}
