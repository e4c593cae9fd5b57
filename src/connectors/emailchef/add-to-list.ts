import type { Connection, ConnectionHealth } from "../../domain/connection.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { failedHealth, type RequestResult, unexpectedAnswer } from "../../domain/request-result.ts";
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
    if (!isObject(answer)) return unexpectedAnswer("Emailchef");
    const { contact_added_to_list: added, updated, message, contact_id: contact } = answer;
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

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A failure may come as an object with a `message` where a list was asked for. */
function asList(value: Json): JsonObject[] {
  if (Array.isArray(value)) return value.filter((entry) => isObject(entry));
  throw new EmailchefError(refusalIn(value) ?? unexpectedAnswer("Emailchef"));
}

function refusalIn(answer: Json): EmailchefError["result"] | null {
  const message = isObject(answer) ? answer["message"] : undefined;
  return typeof message === "string" ? { kind: "failed", code: "refused", detail: message } : null;
}

/** Reads the account the keys belong to, and its lists: that is what the step needs. */
export async function checkEmailchef(http: OutgoingHttp, connection: Connection, now: number): Promise<ConnectionHealth> {
  try {
    const call = createCall(http, connection, now);
    const account = await call("GET", "/accounts/current");
    const refusal = refusalIn(account) ?? (isObject(account) ? null : unexpectedAnswer("Emailchef"));
    if (refusal) return failedHealth(refusal, "Emailchef");
    asList(await call("GET", "/lists?offset=0&limit=1&orderby=cd&ordertype=d"));
    return { ok: true };
  } catch (error) {
    if (!(error instanceof EmailchefError)) throw error;
    return failedHealth(error.result, "Emailchef");
  }
}
