import { z } from "zod";
import { addDuration, durationSchema } from "../../domain/duration.ts";
import { windowOpen } from "../../domain/session-window.ts";
import { askAi, assignAi, expireAssignment, removeAi } from "../ai-turn.ts";
import { problem } from "../problems.ts";
import { reference } from "../reference.ts";
import type { RunState } from "../state.ts";
import { defineStep, exit, exitWithError, type Outcome, type StepContext } from "../step.ts";

/** A customer who wrote so long ago at most is answered as soon as the agent is in charge. */
const FRESH_MS = 10 * 60_000;

const config = z
  .strictObject({
    action: z.enum(["assign", "remove"]).default("assign").describe("Put an agent in charge of the chat, or silence every agent in it"),
    agent: reference("agent").optional().describe("Who answers; needed to assign"),
    maxTurns: z.int().min(1).max(1000).optional().describe("After so many answers it is done"),
    maxTime: durationSchema.optional().describe("After so long it answers no more"),
    wait: z.boolean().default(false).describe("Wait here until it has handed over, is done, or its time is over"),
  })
  .refine(({ action, agent }) => action === "remove" || agent !== undefined, { error: "choose an agent", path: ["agent"] });

export const step = defineStep({
  type: "ai_operator",
  group: "people",
  title: "AI operator",
  summary:
    "Puts an AI agent in charge of the chat. It answers what no automation answers, from its knowledge and with its tools, and the chat stays unread. It is silent as soon as a person writes, until the chat is given back.",
  config,
  exits: ({ action, wait }) => [
    { name: "next" },
    ...(action === "assign" && wait ? [{ name: "handed_over", label: "handed over" }, { name: "done" }, { name: "timeout" }] : []),
  ],
  // Both come of something that the customer wrote.
  reopensWindow: (_config, name) => name === "handed_over" || name === "done",
  waits: ({ action, wait }) => action === "assign" && wait,
  longestWait: ({ action, wait, maxTime }) => {
    if (action === "remove" || !wait) return 0;
    return maxTime === undefined ? Number.POSITIVE_INFINITY : addDuration(0, maxTime, "UTC");
  },
  enter(config, context): Outcome {
    const { scope, environment, run, timeZone, workspace } = context;
    const { chat } = scope;
    if (!chat) return exitWithError("next", "no_channel");
    if (config.action === "remove") {
      removeAi(context, chat);
      return exit("next");
    }
    const agent = workspace.agents[config.agent ?? ""];
    if (agent?.kind !== "ai") return exitWithError("next", "unknown_object", config.agent);
    const id = environment.newId();
    const deadline = config.maxTime === undefined ? null : addDuration(environment.now, config.maxTime, timeZone);
    assignAi(context, chat, {
      id,
      agentId: agent.id,
      maxTurns: config.maxTurns ?? null,
      deadline,
      runId: config.wait ? run.id : null,
      pauses: workspace.automations[run.automationId]?.definition.stopOnReplyToHuman !== false,
    });
    const last = lastMessage(run);
    const { lastInboundAt } = chat;
    const waiting = last !== null && lastInboundAt !== null && environment.now - lastInboundAt <= FRESH_MS;
    if (waiting && windowOpen(lastInboundAt, environment.now)) askAi(context, chat, last === "button_reply");
    if (!config.wait) return exit("next", { assignmentId: id });
    return { type: "wait", wait: { on: [{ type: "ai_result", key: id }], deadline, data: { assignmentId: id } } };
  },
  resume(_config, context, wait, event) {
    const assignmentId = String(wait.data?.["assignmentId"]);
    if (event === null) {
      for (const chat of context.scope.chats) expireAssignment(context, chat, assignmentId);
      return leave(context, "timeout", { assignmentId });
    }
    if (event.type !== "ai_result") return null;
    return leave(context, event.outcome, { assignmentId, ...(event.reason !== undefined && { reason: event.reason }) });
  },
  problems({ agent }, { workspace }) {
    const known = agent === undefined ? undefined : workspace.agents[agent];
    if (!known || known.kind === "ai") return [];
    return [problem("wrong_agent", ["agent"], `${agent} is a voice agent`, "Choose an AI operator")];
  },
  examples: [
    { title: "Answer from now on", config: { action: "assign", agent: "Assistant" } },
    {
      title: "Ten answers or an hour, then go on",
      config: { action: "assign", agent: "Assistant", maxTurns: 10, maxTime: { hours: 1 }, wait: true },
    },
    { title: "A person goes on", config: { action: "remove" } },
  ],
});

/** Type of what the customer wrote to get here; null where somebody or something else started the run. */
function lastMessage({ reply, trigger }: RunState): string | null {
  const message = trigger["message"] as { type?: string } | undefined;
  return reply?.type ?? message?.type ?? null;
}

/** Who connected only `next` is told nothing of how it ended, and goes on. */
function leave({ connected }: StepContext, name: "handed_over" | "done" | "timeout", result: { assignmentId: string }): Outcome {
  return exit(connected(name) ? name : "next", { ...result, outcome: name });
}
