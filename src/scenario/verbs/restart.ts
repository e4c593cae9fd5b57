import { z } from "zod";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb({
  verb: "restart",
  input: z.literal("worker"),
  run: (_input, { world }) => world.restartWorker(),
});
