/** What a call to a hook says about the contact: in our own form, or found by a mapping made on a sample. */
import type { WorkspaceSnapshot } from "../automation/state.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import { valueAt } from "../domain/json-path.ts";
import { normalizeLanguage } from "../domain/language.ts";
import { cutText } from "../domain/storable.ts";
import { type FieldType, parseFieldValue } from "../domain/value.ts";
import type { ContactUpsert } from "./upsert-contacts.ts";

/** Target → path in the payload: `{ phone: "customer.phone", fields: { CITY: "address.city" } }`. */
export interface HookMapping {
  phone?: string | undefined;
  first_name?: string | undefined;
  last_name?: string | undefined;
  email?: string | undefined;
  language?: string | undefined;
  fields?: Record<string, string> | undefined;
}

function text(value: Json | undefined): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** `phone` is the text as it came; what does not fit its field is left out, since the automation still has the whole payload. */
export function readPayload(payload: Json, mapping: HookMapping | undefined, workspace: WorkspaceSnapshot): ContactUpsert {
  const at = (key: Exclude<keyof HookMapping, "fields">) => text(valueAt(payload, mapping?.[key] ?? key));
  const email = at("email");
  const language = at("language");
  const custom = valueAt(payload, "custom_fields");
  const given = custom !== null && typeof custom === "object" && !Array.isArray(custom) ? custom : {};
  const mapped = Object.entries(mapping?.fields ?? {}).flatMap(([code, path]) => {
    const value = valueAt(payload, path);
    return value === undefined ? [] : [[code, value] as const];
  });
  const firstName = at("first_name");
  const lastName = at("last_name");
  return {
    phone: at("phone") ?? "",
    ...(firstName !== undefined && { firstName: cutText(firstName, 200) }),
    ...(lastName !== undefined && { lastName: cutText(lastName, 200) }),
    ...(email !== undefined && /^[^\s@]{1,64}@[^\s@]{1,255}$/.test(email) && { email }),
    ...(language !== undefined && normalizeLanguage(language) !== null && { language }),
    fields: fittingFields([...Object.entries(given), ...mapped], workspace),
  };
}

/** Codes are compared without case: other systems write `city`. */
function fittingFields(entries: (readonly [string, Json])[], workspace: WorkspaceSnapshot): JsonObject {
  const codes = new Map(Object.keys(workspace.fields).map((code) => [code.toLowerCase(), code]));
  const fields: JsonObject = {};
  for (const [name, raw] of entries) {
    const code = codes.get(name.toLowerCase());
    const field = code === undefined ? undefined : workspace.fields[code];
    if (code === undefined || !field || raw === null) continue;
    const parsed = parseFieldValue(field.type as FieldType, raw, { timezone: workspace.timeZone, choices: field.choices });
    if (parsed.ok) fields[code] = parsed.value;
  }
  return fields;
}
