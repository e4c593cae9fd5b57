/** A fake ActiveCampaign account that speaks API v3's wire format and refuses what the real one refuses. */
import type { Json, JsonObject } from "../../domain/json.ts";
import { defineSandboxConnection, type SandboxConnection } from "../connection.ts";
import type { OutsideAnswer, OutsideCall } from "../http/fake-outside.ts";

const BASE_URL = "https://sandbox.api-us1.com";
const TOKEN = "sandbox-activecampaign-token";
/** Per account. */
const CALLS_PER_SECOND = 5;

/** Which objects a POST makes: path → key of its body, and what must be in it. */
const POSTS: Record<string, { key: string; required: string[]; refers: Record<string, string> }> = {
  tags: { key: "tag", required: ["tag", "tagType"], refers: {} },
  contactTags: { key: "contactTag", required: ["contact", "tag"], refers: { contact: "contacts", tag: "tags" } },
  contactLists: { key: "contactList", required: ["list", "contact", "status"], refers: { contact: "contacts", list: "lists" } },
  contactAutomations: {
    key: "contactAutomation",
    required: ["contact", "automation"],
    refers: { contact: "contacts", automation: "automations" },
  },
  deals: { key: "deal", required: ["contact", "title", "value", "currency"], refers: { contact: "contacts" } },
};

interface FakeActiveCampaign extends SandboxConnection {
  objects: Record<string, JsonObject[]>;
}

export const connection = defineSandboxConnection<FakeActiveCampaign>({
  kind: "activecampaign",
  create({ outside }, options) {
    let ids = 0;
    const seed = (entries: Json | undefined, key: string) =>
      ((entries ?? []) as string[]).map((name) => ({ id: String(++ids), [key]: name }));
    const objects: Record<string, JsonObject[]> = {
      contacts: [],
      tags: seed(options["tags"], "tag"),
      lists: seed(options["lists"] ?? ["Newsletter"], "name"),
      automations: seed(options["automations"] ?? ["Welcome series"], "name"),
      fields: seed(options["fields"] ?? ["City"], "title"),
      contactTags: [],
      contactLists: [],
      contactAutomations: [],
      deals: [],
    };
    const times: number[] = [];

    function sync(body: JsonObject): OutsideAnswer {
      const given = body["contact"] as JsonObject | undefined;
      if (typeof given?.["email"] !== "string") return invalid("The contact email is required.");
      const contacts = objects["contacts"] as JsonObject[];
      const known = contacts.find((contact) => contact["email"] === given["email"]);
      if (known) Object.assign(known, given);
      const contact = known ?? { ...given, id: String(++ids) };
      if (!known) contacts.push(contact);
      return { status: known ? 200 : 201, body: { contact, fieldValues: given["fieldValues"] ?? [] } };
    }

    function make(path: string, body: JsonObject): OutsideAnswer {
      const form = POSTS[path];
      const given = form && (body[form.key] as JsonObject | undefined);
      if (!form || !given) return { status: 404, body: { message: "No Result found" } };
      const missing = form.required.find((key) => given[key] === undefined);
      if (missing) return invalid(`The ${missing} is required.`);
      const dangling = Object.entries(form.refers).find(([key, kind]) => !objects[kind]?.some(({ id }) => id === given[key]));
      if (dangling) return invalid(`The related ${dangling[0]} does not exist.`);
      const entry = { ...given, id: String(++ids) };
      objects[path]?.push(entry);
      return { status: 201, body: { [form.key]: entry } };
    }

    function list(kind: string, query: URLSearchParams): OutsideAnswer {
      const all = objects[kind];
      if (!all) return { status: 404, body: { message: "No Result found" } };
      const search = query.get("search")?.toLowerCase();
      const found = search === undefined ? all : all.filter((entry) => JSON.stringify(entry).toLowerCase().includes(search));
      const [limit, offset] = [Math.min(Number(query.get("limit") ?? 20), 100), Number(query.get("offset") ?? 0)];
      return { status: 200, body: { [kind]: found.slice(offset, offset + limit), meta: { total: String(found.length) } } };
    }

    function answer(call: OutsideCall): OutsideAnswer {
      if (call.headers["api-token"] !== TOKEN) return { status: 403, body: { message: "You are not authorized" } };
      times.push(call.at);
      if (times.filter((at) => at > call.at - 1000).length > CALLS_PER_SECOND)
        return { status: 429, headers: { "retry-after": "1" }, body: {} };
      const { pathname, searchParams } = new URL(call.url);
      const path = pathname.replace(/^\/api\/3\//, "");
      if (call.method === "GET") return path === "users/me" ? { status: 200, body: { user: { id: "1" } } } : list(path, searchParams);
      const body = typeof call.body === "object" && call.body !== null && !Array.isArray(call.body) ? call.body : {};
      return path === "contact/sync" ? sync(body) : make(path, body);
    }

    outside.serve(BASE_URL, (call) => {
      outside.calls.push(call);
      return answer(call);
    });
    return { settings: { baseUrl: BASE_URL }, secrets: { apiToken: options["token"] ?? TOKEN }, objects };
  },
});

function invalid(title: string): OutsideAnswer {
  return { status: 422, body: { errors: [{ title, source: { pointer: "/data" } }] } };
}
