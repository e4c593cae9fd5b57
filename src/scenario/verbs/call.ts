import { z } from "zod";
import { ANSWER_OUTCOMES, CALL_OUTCOMES, type VoiceScript } from "../../domain/voice-agent.ts";
import { VOICE_KIND, voiceHookUrl } from "../../operations/voice/provider.ts";
import type { TelephonePlan } from "../../sandbox/connections/voice.ts";
import { listConnections } from "../../store/connections.ts";
import { readCallScript, writeCallScript } from "../../store/scenario/calls.ts";
import { personKey } from "../person.ts";
import { person } from "../scenario-schema.ts";
import { mustFindTelephone } from "../telephone.ts";
import { defineVerb } from "../verb.ts";
import { whatsAppCall } from "../whatsapp-call.ts";
import type { World } from "../world.ts";

const input = z
  .strictObject({
    /** How the next call to that number ends, or the one that rings there now. */
    to: person.optional(),
    /** A customer calls: the number of the `voice` connection, or with `via: whatsapp` the WhatsApp number. */
    from: person.optional(),
    via: z.enum(["telephone", "whatsapp"]).default("telephone"),
    outcome: z.enum(CALL_OUTCOMES),
    /** Keys pressed at the question; the one that means the outcome when left out. */
    digits: z.coerce.string().optional(),
    /** What is said at the question instead. */
    speech: z.string().optional(),
    /** What is said to the open question, which becomes the call's summary. */
    summary: z.string().optional(),
    /** How a call that nobody of them takes ends. */
    end: z.enum(["no-answer", "busy", "canceled", "machine"]).default("no-answer"),
    /** Seconds. */
    duration: z.int().min(0).default(42),
  })
  .refine(({ to, from }) => (to === undefined) !== (from === undefined), { error: "give to or from" });
type Input = z.output<typeof input>;

export const verb = defineVerb({
  verb: "call",
  input,
  async run(call, { world }) {
    const { to, from, via } = call;
    if (to !== undefined) return await mustFindTelephone(world).plan(personKey(world, to), planOf(world, call));
    const caller = personKey(world, from as string);
    if (via === "whatsapp") return await whatsAppCall(world, caller, call);
    const connection = (await listConnections(world.pool, world.secrets, world.workspaceId)).find(({ kind }) => kind === VOICE_KIND);
    const address = voiceHookUrl(world.setting.publicUrl, String(connection?.id), "").replace(/\/$/, "");
    await mustFindTelephone(world).ring(caller, address, planOf(world, call));
  },
});

function planOf(world: World, call: Input): TelephonePlan {
  const { outcome, summary: message, duration, end } = call;
  const answered = (ANSWER_OUTCOMES as readonly string[]).includes(outcome);
  return {
    end: answered ? "answered" : outcome === "failed" ? "failed" : end,
    answer: (callId) => answerTo(world, callId, call),
    message,
    duration,
  };
}

/** What the customer does at the question, so that the call ends as the script wants. */
async function answerTo(world: World, callId: string, { outcome, digits, speech }: Input): Promise<{ digits?: string; speech?: string }> {
  const { agent, script } = await readCallScript(world.pool, world.workspaceId, callId);
  if (digits !== undefined && script && agent !== null && world.standIns.has(agent))
    await writeCallScript(world.pool, world.workspaceId, callId, understanding(script, digits, outcome));
  if (digits !== undefined || speech !== undefined)
    return { ...(digits !== undefined && { digits }), ...(speech !== undefined && digits === undefined && { speech }) };
  const choice = script?.question?.choices.find((one) => one.outcome === outcome);
  if (choice?.digit !== undefined) return { digits: choice.digit };
  if (choice?.words[0] !== undefined) return { speech: choice.words[0] };
  // Who says nothing ends neutral.
  if (outcome === "neutral" || !script?.question) return {};
  throw new Error(`No answer to the question of "${agent}" means ${outcome}`);
}

/** A stand-in's script in which these keys mean that outcome. */
function understanding(script: VoiceScript, digits: string, outcome: Input["outcome"]): VoiceScript {
  const { question } = script;
  if (!question) return script;
  const others = question.choices.filter(({ digit }) => digit !== digits);
  const choice = { label: outcome, digit: digits, words: [], outcome: outcome as "success", reply: "" };
  return { ...script, question: { ...question, choices: [choice, ...others] } };
}
