import { z } from "zod";
import { addDuration, durationSchema } from "../../domain/duration.ts";
import { isQuiet } from "../../domain/quiet-hours.ts";
import { renderScript } from "../../domain/voice-agent.ts";
import type { CallEndedEvent } from "../event.ts";
import { problem } from "../problems.ts";
import { reference } from "../reference.ts";
import { defineStep, exit, exitWithError, type StepContext } from "../step.ts";

const config = z.strictObject({
  agent: reference("voice_agent").describe("Who speaks: its script, its number"),
  maxWait: durationSchema.prefault({ minutes: 30 }).describe("How long the end of the call is waited for"),
});

export const step = defineStep({
  type: "voice_call",
  group: "message",
  title: "Voice call",
  summary:
    "A voice agent rings the contact up, and the path goes on by how the call ended. Never rings blocked contacts, nor in quiet hours (or outside working hours where no quiet hours are set): the path then leaves by no_answer with the reason. What was said is {{ call.outcome }}, {{ call.digits }}, {{ call.speech }}, {{ call.summary }} and {{ call.duration }}.",
  config,
  exits: () => [
    { name: "success" },
    { name: "neutral" },
    { name: "call_back", label: "call back" },
    { name: "no_answer", label: "no answer" },
  ],
  // Who may not be called leaves by no_answer at once.
  waits: (_, name) => name !== "no_answer",
  longestWait: ({ maxWait }) => addDuration(0, maxWait, "UTC"),
  enter(config, context) {
    const { environment, workspace, scope, emit, origin, run, timeZone } = context;
    const agent = workspace.voiceAgents[config.agent];
    if (!agent) return exitWithError("no_answer", "unknown_agent", config.agent);
    if (agent.connection === null) return exitWithError("no_answer", "missing_connection", config.agent);
    if (scope.contact.blocked) return exitWithError("no_answer", "blocked");
    if (scope.contact.phone === null) return exitWithError("no_answer", "no_phone");
    if (isQuiet(workspace, environment.now, timeZone)) return exitWithError("no_answer", "quiet_hours");
    const id = environment.newId();
    const deadline = addDuration(environment.now, config.maxWait, timeZone);
    const script = renderScript(agent.script, context.render);
    emit({
      kind: "place_call",
      id,
      agent: { id: agent.id, name: config.agent },
      connection: agent.connection,
      script,
      deadline,
      depth: run.depth + 1,
      origin,
    });
    return { type: "wait", wait: { on: [{ type: "call_ended", key: id }], deadline, data: { callId: id } } };
  },
  resume({ agent }, context, wait, event) {
    const callId = String(wait.data?.["callId"]);
    if (event === null) {
      context.run.vars["call"] = { id: callId, agent, outcome: "no_answer" };
      context.emit({ kind: "give_up_call", id: callId });
      return exit("no_answer", { callId, outcome: "no_answer", reason: "deadline" });
    }
    if (event.type !== "call_ended") return null;
    remember(context, agent, event);
    const { outcome, reason } = event;
    const result = { callId, outcome, ...(reason !== undefined && { reason }) };
    if (outcome === "failed") return { type: "exit", exit: "no_answer", error: { code: reason ?? "failed" }, result };
    return exit(outcome, result);
  },
  problems({ agent }, { workspace }) {
    if (workspace.voiceAgents[agent]?.connection !== null) return [];
    return [
      problem(
        "missing_connection",
        ["agent"],
        `the voice agent "${agent}" has no telephone number to call from`,
        "Open the agent and choose a connection",
      ),
    ];
  },
  examples: [
    { title: "Confirm an appointment", config: { agent: "Eva" } },
    { title: "Wait ten minutes at most", config: { agent: "Eva", maxWait: { minutes: 10 } } },
  ],
});

function remember({ run }: StepContext, agent: string, { key, outcome, digits, speech, summary, duration, reason }: CallEndedEvent): void {
  run.vars["call"] = {
    id: key,
    agent,
    outcome,
    ...(digits !== undefined && { digits }),
    ...(speech !== undefined && { speech }),
    ...(summary !== undefined && { summary }),
    ...(duration !== undefined && { duration }),
    ...(reason !== undefined && { reason }),
  };
}
