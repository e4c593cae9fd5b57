import type { Origin } from "../../automation/effect.ts";
import type { JsonObject } from "../../domain/json.ts";
import { newId } from "../../store/id.ts";
import type { ContactBatch } from "../contact-batch.ts";
import type { WriteBatch } from "../write-batch.ts";
import type { EffectHandler } from "./handler.ts";

/** Queues a call to the outside; the request's id is its idempotency key for ever. */
export function queueRequest(
  batch: ContactBatch,
  rows: WriteBatch,
  now: number,
  request: { id: string; connector: string; connection?: string; payload: JsonObject; awaited: boolean; origin: Origin | null },
): void {
  const { origin } = request;
  rows.requests.push({
    workspace_id: batch.workspaceId,
    id: request.id,
    connector: request.connector,
    connection: request.connection ?? null,
    payload: request.payload,
    due_at: now,
    awaited: request.awaited,
    contact_id: batch.scope.contact.id,
    automation_id: origin?.automationId ?? null,
    run_id: origin?.runId ?? null,
    step_id: origin?.stepId ?? null,
    visit: origin?.visit ?? null,
    created_at: now,
  });
}

export const request: EffectHandler<"request"> = (effect, batch, rows, now) => queueRequest(batch, rows, now, effect);

export const placeCall: EffectHandler<"place_call"> = (effect, batch, rows, now) =>
  queueRequest(batch, rows, now, {
    id: effect.id,
    connector: "voice",
    connection: effect.connection,
    payload: { agent: effect.agent, script: JSON.parse(JSON.stringify(effect.script)), deadline: effect.deadline, depth: effect.depth },
    awaited: true,
    origin: effect.origin,
  });

export const giveUpCall: EffectHandler<"give_up_call"> = (effect, batch, rows, now) =>
  queueRequest(batch, rows, now, { id: newId(), connector: "voice_give_up", payload: { callId: effect.id }, awaited: false, origin: null });

export const requestPayment: EffectHandler<"request_payment"> = (effect, batch, rows, now) =>
  queueRequest(batch, rows, now, {
    id: effect.id,
    connector: "payment",
    connection: effect.connection,
    payload: { debtId: effect.debtId, amount: effect.amount, currency: effect.currency, description: effect.description },
    awaited: true,
    origin: effect.origin,
  });
