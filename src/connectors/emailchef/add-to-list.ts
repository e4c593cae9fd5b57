import type { Connection, ConnectionHealth } from "../../domain/connection.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import type { RequestResult } from "../../domain/request-result.ts";
import { type Call, createCall, EmailchefError } from "./api.ts";

/** The payload of the step's request. */
export interface EmailchefTask {
  list: string;
  contact: { email: string; firstName: string | null; lastName: string | null };
  /** Placeholder → value. */
  fields: Record<string, string>;
}

const PAGE = 100;
const MAX_PAGES = 10;

/** Adds the contact or updates it on the list, whichever it needs. */
export async function addToList(task: EmailchefTask, http: OutgoingHttp, connection: Connection, now: number): Promise<RequestResult> {
  const call = createCall(http, connection, now);
  try {
    const list = await findList(call, task.list);
    const custom_fields = await customFields(call, list, task.fields);
    const { email, firstName, lastName } = task.contact;
    const answer = await call("POST", "/contacts", {
      instance_in: {
        list_id: list,
        status: "ACTIVE",
        email,
        firstname: firstName ?? "",
        lastname: lastName ?? "",
        mode: "ADMIN",
        custom_fields,
      },
    });
    const { contact_added_to_list: added, updated, message, contact_id: contact } = asObject(answer);
    if (added || updated) return { kind: "done", body: { list, contact: contact ?? null } };
    return { kind: "failed", code: "refused", detail: typeof message === "string" ? message : "Emailchef did not take the contact" };
  } catch (error) {
    if (error instanceof EmailchefError) return error.result;
    throw error;
  }
}

async function findList(call: Call, name: string): Promise<string> {
  if (/^\d+$/.test(name)) return name;
  for (let page = 0; page < MAX_PAGES; page++) {
    const lists = asList(await call("GET", `/lists?offset=${page * PAGE}&limit=${PAGE}&orderby=cd&ordertype=d`));
    const found = lists.find((list) => String(list["name"] ?? "").toLowerCase() === name.toLowerCase());
    if (found) return String(found["id"]);
    if (lists.length < PAGE) break;
  }
  throw new EmailchefError({ kind: "failed", code: "unknown_object", detail: `Emailchef has no list ${name}` });
}

/** Emailchef wants the whole description of each field back, with the value in it. */
async function customFields(call: Call, list: string, values: Record<string, string>): Promise<JsonObject[]> {
  if (Object.keys(values).length === 0) return [];
  const known = asList(await call("GET", `/lists/${encodeURIComponent(list)}/customfields`));
  return Object.entries(values).map(([placeholder, value]) => {
    const field = known.find((candidate) => String(candidate["place_holder"] ?? "").toLowerCase() === placeholder.toLowerCase());
    if (!field) throw new EmailchefError({ kind: "failed", code: "unknown_object", detail: `the list has no field ${placeholder}` });
    return { ...field, value };
  });
}

function asObject(value: Json): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function asList(value: Json): JsonObject[] {
  return Array.isArray(value) ? value.map(asObject) : [];
}

/** Reads the account the keys belong to. */
export async function checkEmailchef(http: OutgoingHttp, connection: Connection, now: number): Promise<ConnectionHealth> {
  try {
    const { message } = asObject(await createCall(http, connection, now)("GET", "/accounts/current"));
    return typeof message === "string" ? { ok: false, code: "refused", detail: message } : { ok: true };
  } catch (error) {
    if (!(error instanceof EmailchefError)) throw error;
    const { result } = error;
    return {
      ok: false,
      code: "code" in result ? result.code : "failed",
      detail: ("detail" in result ? result.detail : undefined) ?? "Emailchef did not answer as expected",
    };
  }
}
