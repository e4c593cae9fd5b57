/** The handler of every effect; the compiler refuses a kind without one. */
import type { Effect, EffectKind } from "../../automation/effect.ts";
import type { ContactBatch } from "../contact-batch.ts";
import type { WriteBatch } from "../write-batch.ts";
import { aiNote, askAi, finishAiTurn, sendAiMessage } from "./ai.ts";
import type { EffectHandler } from "./handler.ts";
import { queueMessage } from "./queue-message.ts";
import { addNote, dropQueued, logConsent, openTicket, planDates, updateTicket } from "./records.ts";
import { giveUpCall, placeCall, request, requestPayment } from "./request.ts";

const HANDLERS = {
  queue_message: queueMessage,
  drop_queued: dropQueued,
  add_note: addNote,
  log_consent: logConsent,
  open_ticket: openTicket,
  update_ticket: updateTicket,
  request,
  place_call: placeCall,
  give_up_call: giveUpCall,
  request_payment: requestPayment,
  ask_ai: askAi,
  finish_ai_turn: finishAiTurn,
  send_ai_message: sendAiMessage,
  ai_note: aiNote,
  plan_dates: planDates,
} satisfies { [K in EffectKind]: EffectHandler<K> };

export function handleEffect(effect: Effect, batch: ContactBatch, rows: WriteBatch, now: number): void {
  const handler = HANDLERS[effect.kind] as EffectHandler<EffectKind>;
  handler(effect, batch, rows, now);
}
