/** What the ActiveCampaign step asks for, as calls. Repeating any of them leaves the account as it is, but for deals. */
import type { Connection, ConnectionHealth } from "../../domain/connection.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import type { OutgoingHttp } from "../../domain/outgoing-http.ts";
import { failedHealth, type RequestResult } from "../../domain/request-result.ts";
import { ActiveCampaignError, type Call, createCall, idIn } from "./api.ts";
import { findOrMakeTag, mustFind } from "./find-object.ts";

/** The payload of the step's request. */
export interface ActiveCampaignTask {
  action: "sync_contact" | "add_tag" | "add_to_list" | "start_automation" | "create_deal";
  contact: { email: string; firstName: string | null; lastName: string | null; phone: string | null };
  fields?: Record<string, string>;
  tag?: string;
  list?: string;
  automation?: string;
  deal?: { title: string; value: number; currency: string; pipeline: string | null; stage: string | null; owner: string | null };
}

export async function carryOut(task: ActiveCampaignTask, http: OutgoingHttp, connection: Connection, now: number): Promise<RequestResult> {
  const call = createCall(http, connection, now);
  try {
    const contact = await syncContact(call, task);
    return { kind: "done", body: { contact, ...(await ACTIONS[task.action](call, contact, task)) } };
  } catch (error) {
    if (error instanceof ActiveCampaignError) return error.result;
    throw error;
  }
}

/** Creates or updates by the e-mail address; 201 or 200. Names that we do not know are left as they are there. */
async function syncContact(call: Call, { contact, fields = {} }: ActiveCampaignTask): Promise<string> {
  const fieldValues: Json[] = [];
  for (const [name, value] of Object.entries(fields)) fieldValues.push({ field: await mustFind(call, "fields", name), value });
  const { email, firstName, lastName, phone } = contact;
  const answer = await call("POST", "/contact/sync", {
    contact: {
      email,
      ...(firstName !== null && { firstName }),
      ...(lastName !== null && { lastName }),
      ...(phone !== null && { phone }),
      ...(fieldValues.length > 0 && { fieldValues }),
    },
  });
  return idIn(answer, "contact");
}

type Action = (call: Call, contact: string, task: ActiveCampaignTask) => Promise<JsonObject>;

/** List membership: 1 is active, 2 unsubscribed. */
const ACTIVE = 1;

const ACTIONS: Record<ActiveCampaignTask["action"], Action> = {
  sync_contact: async () => ({}),
  async add_tag(call, contact, { tag = "" }) {
    const id = await findOrMakeTag(call, tag);
    await call("POST", "/contactTags", { contactTag: { contact, tag: id } });
    return { tag: id };
  },
  async add_to_list(call, contact, { list = "" }) {
    const id = await mustFind(call, "lists", list);
    await call("POST", "/contactLists", { contactList: { list: id, contact, status: ACTIVE } });
    return { list: id };
  },
  async start_automation(call, contact, { automation = "" }) {
    const id = await mustFind(call, "automations", automation);
    await call("POST", "/contactAutomations", { contactAutomation: { contact, automation: id } });
    return { automation: id };
  },
  async create_deal(call, contact, { deal }) {
    if (!deal) throw new Error("a deal to be made without its title and value");
    const { title, value, currency, pipeline, stage, owner } = deal;
    const answer = await call("POST", "/deals", {
      deal: { contact, title, value, currency, ...(pipeline && { group: pipeline }), ...(stage && { stage }), ...(owner && { owner }) },
    });
    return { deal: idIn(answer, "deal") };
  },
};

/** Reads the account's own user: works with every valid token and changes nothing. */
export async function checkActiveCampaign(http: OutgoingHttp, connection: Connection, now: number): Promise<ConnectionHealth> {
  try {
    idIn(await createCall(http, connection, now)("GET", "/users/me"), "user");
    return { ok: true };
  } catch (error) {
    if (!(error instanceof ActiveCampaignError)) throw error;
    return failedHealth(error.result, "ActiveCampaign");
  }
}
