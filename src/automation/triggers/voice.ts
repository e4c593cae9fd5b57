import { z } from "zod";
import { CALL_OUTCOMES } from "../../domain/voice-agent.ts";
import { reference } from "../reference.ts";
import { defineTrigger } from "../trigger.ts";

const DIRECTIONS = ["inbound", "outbound"] as const;

const config = z.strictObject({
  outcomes: z.array(z.enum(CALL_OUTCOMES)).max(CALL_OUTCOMES.length).default([]).describe("How the call ended; any when empty"),
  directions: z
    .array(z.enum(DIRECTIONS))
    .max(DIRECTIONS.length)
    .default([])
    .describe("inbound: the customer called; outbound: we did; both when empty"),
  agents: z.array(reference("voice_agent")).max(50).default([]).describe("Only calls of these voice agents; all when empty"),
});

export const trigger = defineTrigger({
  type: "voice",
  title: "Call ended",
  summary: "Starts when a telephone call with the contact has ended, by how it ended: a missed call can be answered on WhatsApp.",
  config,
  on: "call_ended",
  reentry: "parallel",
  match({ outcomes, directions, agents }, event) {
    if (event.type !== "call_ended") return null;
    if (outcomes.length > 0 && !outcomes.includes(event.outcome)) return null;
    if (directions.length > 0 && !directions.includes(event.direction)) return null;
    if (agents.length > 0 && !agents.includes(event.agent ?? "")) return null;
    return {
      context: {
        call: {
          id: event.key,
          outcome: event.outcome,
          direction: event.direction,
          agent: event.agent ?? null,
          digits: event.digits ?? null,
          speech: event.speech ?? null,
          summary: event.summary ?? null,
          duration: event.duration ?? null,
          reason: event.reason ?? null,
        },
      },
    };
  },
  examples: [
    { title: "A missed call", config: { outcomes: ["no_answer"], directions: ["inbound"] } },
    { title: "The customer wants to be called back", config: { outcomes: ["call_back"] } },
  ],
});
