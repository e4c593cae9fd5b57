/** What variables stand for in a test call while no contact is chosen. */
import type { Json, JsonObject } from "../../../domain/json.ts";
import type { Objects } from "../objects.ts";

const SAMPLES: Record<string, Json> = { number: 42, date: "2026-03-02", datetime: "2026-03-02T10:00:00+01:00", boolean: true };

/** Values of the chosen contact, over samples for everything else. */
export function testValues(values: Json | undefined, objects: Objects): JsonObject {
  const fields = Object.fromEntries((objects.fields ?? []).map(({ code, type }) => [code, SAMPLES[type] ?? "…"]));
  const sample: JsonObject = {
    contact: {
      id: "01890a5d-ac96-774b-bcce-b302099a8057",
      phone: "+393331234567",
      first_name: "Anna",
      last_name: "Bianchi",
      name: "Anna Bianchi",
      email: "anna@example.com",
      language: "it",
      consent: "subscribed",
      tags: [],
      lists: [],
      fields,
    },
    workspace: { name: objects.workspace?.name ?? "" },
    trigger: { type: "manual" },
    vars: {},
  };
  const chosen = values !== null && typeof values === "object" && !Array.isArray(values) ? values : {};
  return { ...sample, ...chosen };
}

/** The envelope that Zapier and Make get, as the engine builds it. */
export function testEnvelope(metadata: Json, values: JsonObject, automationId: string | null): JsonObject {
  const { fields = {}, ...contact } = values["contact"] as JsonObject;
  return {
    automation: { id: automationId, name: null, run: null, step: null },
    contact,
    fields,
    trigger: values["trigger"] ?? {},
    metadata,
  };
}
