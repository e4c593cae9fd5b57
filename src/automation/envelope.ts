/** What no-code platforms are sent: always the same keys, so that their field pickers, which learn from one sample, stay right. */
import type { Json, JsonObject } from "../domain/json.ts";
import type { StepContext, StepError } from "./step.ts";
import { renderJsonTemplate } from "./template.ts";

/** Of the contact, in this order; missing values are null. */
const CONTACT_KEYS = ["id", "phone", "first_name", "last_name", "email", "language", "consent", "tags", "lists"] as const;

/** `{automation, contact, fields, trigger, metadata}`: `metadata` is the step's own body. */
export function envelope(
  body: string | undefined,
  context: StepContext,
): { ok: true; value: JsonObject } | { ok: false; error: StepError } {
  const variables = context.variables();
  const metadata = body === undefined ? {} : parse(renderJsonTemplate(body, variables));
  if (metadata === undefined) return { ok: false, error: { code: "invalid_body", detail: "not JSON" } };
  const contact = variables["contact"] as JsonObject;
  const { run, origin, workspace, scope } = context;
  return {
    ok: true,
    value: {
      automation: { id: run.automationId, name: workspace.automations[run.automationId]?.name ?? null, run: run.id, step: origin.stepId },
      contact: Object.fromEntries(CONTACT_KEYS.map((key) => [key, contact[key] ?? null])),
      // Fields of the workspace, not of the contact: a field this contact lacks is there, and null.
      fields: Object.fromEntries(Object.keys(workspace.fields).map((code) => [code, scope.contact.fields[code] ?? null])),
      trigger: run.trigger,
      metadata,
    },
  };
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
