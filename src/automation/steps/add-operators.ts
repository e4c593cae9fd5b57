import { z } from "zod";
import { setOperators } from "../contact-change.ts";
import { reference } from "../reference.ts";
import { defineStep, exit, exitWithError, type StepContext } from "../step.ts";

const config = z.strictObject({
  operators: z.array(reference("operator")).min(1).max(500).describe("E-mail addresses of the operators to choose from"),
  pick: z
    .enum(["all", "random", "round_robin", "least_busy"])
    .default("all")
    .describe("all of them, or one: by chance, in turn, or the one with the fewest contacts"),
});

export const step = defineStep({
  type: "add_operators",
  group: "people",
  title: "Add operators",
  summary:
    "Assigns operators to the contact and the chat. Disabled operators are left out. Where one is picked, a contact that has one of them already keeps that one.",
  config,
  exits: () => [{ name: "next" }],
  enter({ operators, pick }, context) {
    const { scope, workspace, environment } = context;
    const pool = [...new Set(operators)].filter((email) => workspace.operators[email]?.disabled === false);
    if (pool.length === 0) return exitWithError("next", "no_operator");
    const current = scope.contact.operators;
    if (pick !== "all" && pool.some((email) => current.includes(email))) return exit("next", { added: [] });
    const added = (pick === "all" ? pool : [pickOne(pick, pool, context)]).filter((email) => !current.includes(email));
    setOperators(scope, [...current, ...added]);
    for (const email of added) environment.operatorLoads.set(email, (environment.operatorLoads.get(email) ?? 0) + 1);
    return exit("next", { added });
  },
  examples: [
    { title: "The whole team", config: { operators: ["anna@example.com", "luca@example.com"] } },
    { title: "In turn", config: { operators: ["anna@example.com", "luca@example.com"], pick: "round_robin" } },
  ],
});

function pickOne(pick: "random" | "round_robin" | "least_busy", pool: string[], { environment, origin }: StepContext): string {
  if (pick === "random") return pool[Math.floor(environment.random() * pool.length)] as string;
  if (pick === "least_busy") {
    const load = (email: string) => environment.operatorLoads.get(email) ?? 0;
    return pool.reduce((least, email) => (load(email) < load(least) ? email : least));
  }
  const sequence = `${origin.automationId}/${origin.stepId}`;
  const turn = environment.turns.get(sequence) ?? 0;
  environment.turns.set(sequence, turn + 1);
  return pool[turn % pool.length] as string;
}
