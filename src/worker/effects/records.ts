/** Effects that are a row each: notes, consent, tickets, date plans. */
import { newId } from "../../store/id.ts";
import type { ContactBatch } from "../contact-batch.ts";
import type { EffectHandler } from "./handler.ts";

export const addNote: EffectHandler<"add_note"> = (effect, batch, rows, now) => {
  rows.notes.push({
    workspace_id: batch.workspaceId,
    id: effect.id,
    contact_id: batch.scope.contact.id,
    text: effect.text,
    automation_id: effect.origin.automationId,
    run_id: effect.origin.runId,
    step_id: effect.origin.stepId,
    created_at: now,
  });
};

export const logConsent: EffectHandler<"log_consent"> = (effect, batch, rows, now) => {
  rows.consentLog.push({
    workspace_id: batch.workspaceId,
    id: newId(),
    contact_id: batch.scope.contact.id,
    from: effect.from,
    to: effect.to,
    source: effect.source,
    text: effect.text ?? null,
    message_id: effect.messageId ?? null,
    at: now,
  });
};

function ownerId(batch: ContactBatch, email: string | null): string | null {
  return email === null ? null : (batch.scope.workspace.operators[email]?.id ?? null);
}

export const openTicket: EffectHandler<"open_ticket"> = ({ ticket, origin }, batch, rows, now) => {
  rows.tickets.push({
    workspace_id: batch.workspaceId,
    id: ticket.id,
    reference: ticket.reference,
    contact_id: batch.scope.contact.id,
    title: ticket.title,
    description: ticket.description,
    status: ticket.status,
    done: ticket.done,
    priority: ticket.priority,
    category: ticket.category,
    owner_id: ownerId(batch, ticket.owner),
    automation_id: origin?.automationId ?? null,
    run_id: origin?.runId ?? null,
    created_at: now,
    updated_at: now,
    closed_at: ticket.done ? now : null,
  });
  rows.live.push({ w: batch.workspaceId, t: "ticket.changed", id: ticket.id, contactId: batch.scope.contact.id });
};

export const updateTicket: EffectHandler<"update_ticket"> = (effect, batch, rows, now) => {
  rows.ticketUpdates.push({
    workspaceId: batch.workspaceId,
    ticket: effect.ticket,
    ownerId: ownerId(batch, effect.ticket.owner),
    changed: effect.changed,
    ...(effect.note !== undefined && { note: effect.note }),
    at: now,
    ...(effect.origin && { automationId: effect.origin.automationId }),
  });
  rows.live.push({ w: batch.workspaceId, t: "ticket.changed", id: effect.id, contactId: batch.scope.contact.id });
};

export const planDates: EffectHandler<"plan_dates"> = (_effect, batch, rows) => {
  rows.datePlans.push({ workspaceId: batch.workspaceId, contactId: batch.scope.contact.id });
};

export const dropQueued: EffectHandler<"drop_queued"> = (effect, _batch, rows) => {
  rows.droppedRuns.push(...effect.runIds);
};
