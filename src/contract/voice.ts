/** Voice agents, and the calls they make and take. */
import { z } from "zod";
import { voiceAgentSchema } from "../domain/voice-agent.ts";
import { all, byId, done, id, instant, name, page, pageQuery, phone } from "./common.ts";
import { usage } from "./objects.ts";
import { procedure, refusals } from "./procedure.ts";

export const voiceAgent = z.object({
  id,
  name: z.string(),
  /** The account whose number it calls from; null: it cannot call yet. */
  connectionId: id.nullable(),
  /** What it says and asks. Spoken texts take the contact's variables: `{{ contact.first_name }}`. */
  script: voiceAgentSchema,
  createdAt: instant,
  updatedAt: instant,
});
export type VoiceAgent = z.infer<typeof voiceAgent>;

const input = z.object({ name, connectionId: id.nullable(), script: voiceAgentSchema });

export const voiceAgents = {
  list: procedure("objects:read", "GET", "/voice-agents", "Voice agents").output(all(voiceAgent)),
  get: procedure("objects:read", "GET", "/voice-agents/{id}", "One voice agent").input(byId).output(voiceAgent),
  create: procedure("objects:write", "POST", "/voice-agents", { summary: "Make a voice agent", status: 201 })
    .input(input.extend({ connectionId: id.nullable().default(null) }))
    .output(voiceAgent)
    .errors(refusals.nameTaken),
  update: procedure("objects:write", "PATCH", "/voice-agents/{id}", "Change a voice agent; automations follow a new name")
    .input(byId.extend(input.partial().shape))
    .output(voiceAgent)
    .errors(refusals.nameTaken),
  usage: procedure("objects:read", "GET", "/voice-agents/{id}/usage", "Which automations name it").input(byId).output(all(usage)),
  delete: procedure("objects:write", "DELETE", "/voice-agents/{id}", "Delete a voice agent; its calls stay in the history")
    .input(byId.extend({ force: z.boolean().optional() }))
    .output(done)
    .errors(refusals.inUse),
  /** A real call that the account pays for. It starts no automation. */
  testCall: procedure("integrations:write", "POST", "/voice-agents/{id}/test-call", {
    summary: "Have the agent call a number now",
    status: 202,
  })
    .input(byId.extend({ phone, confirm: z.literal(true) }))
    .output(z.object({ callId: id }))
    .errors({ ...refusals.phone, ...refusals.notAvailable }),
};

export const call = z.object({
  id,
  contactId: id,
  contactName: z.string(),
  direction: z.enum(["inbound", "outbound"]),
  /** `twilio` or `whatsapp`. */
  provider: z.string(),
  phone: z.string().nullable(),
  agent: z.string().nullable(),
  /** planned, placing, unknown, queued, ringing, in_progress, ended. */
  state: z.string(),
  /** success, neutral, call_back, no_answer, failed; null while it goes on. */
  outcome: z.string().nullable(),
  /** Why it is no success: busy, machine, missed, the provider's code … */
  reason: z.string().nullable(),
  answeredBy: z.string().nullable(),
  digits: z.string().nullable(),
  speech: z.string().nullable(),
  summary: z.string().nullable(),
  /** Seconds. */
  duration: z.number().nullable(),
  test: z.boolean(),
  automationId: id.nullable(),
  runId: id.nullable(),
  stepId: z.string().nullable(),
  createdAt: instant,
  answeredAt: instant.nullable(),
  endedAt: instant.nullable(),
});
export type CallAnswer = z.infer<typeof call>;

export const calls = {
  list: procedure("chats:read", "GET", "/calls", "Telephone calls, newest first")
    .input(
      pageQuery.extend({
        contactId: id.optional(),
        direction: z.enum(["inbound", "outbound"]).optional(),
        outcome: z.string().max(40).optional(),
        agentId: id.optional(),
      }),
    )
    .output(page(call)),
};
