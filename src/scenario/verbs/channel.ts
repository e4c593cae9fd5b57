import { z } from "zod";
import { updateChannel } from "../../store/channels.ts";
import { defineVerb } from "../verb.ts";

/** An owner stops the number, or puts it to work again. */
export const verb = defineVerb({
  verb: "channel",
  input: z.enum(["activate", "stop"]),
  async run(act, { world }) {
    const stopped = act === "stop";
    const change = { status: stopped ? "stopped" : "active", stopped_reason: stopped ? "by_hand" : null, stopped_until: null };
    await updateChannel(world.db, world.workspaceId, world.channel.id, change);
  },
});
