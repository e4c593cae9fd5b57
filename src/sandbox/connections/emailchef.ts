/** A fake Emailchef account: failures come as HTTP 200 with a message, as the real one does. */
import type { Json, JsonObject } from "../../domain/json.ts";
import { defineSandboxConnection } from "../connection.ts";
import type { OutsideAnswer, OutsideCall } from "../http/fake-outside.ts";

const ORIGIN = "https://app.emailchef.com";
const KEYS = { consumerKey: "sandbox-emailchef-key", consumerSecret: "sandbox-emailchef-secret" };

export const connection = defineSandboxConnection({
  kind: "emailchef",
  create({ outside }, options) {
    const lists = ((options["lists"] ?? ["Newsletter"]) as string[]).map((name, index) => ({ id: String(index + 1), name }));
    const fields: JsonObject[] = [{ id: "10", name: "City", place_holder: "city", data_type: "text", default_value: "" }];
    const members = new Map<string, string>();

    function add(given: JsonObject | undefined): OutsideAnswer {
      const email = String(given?.["email"] ?? "");
      const list = String(given?.["list_id"] ?? "");
      if (!/^\S+@\S+$/.test(email)) return { status: 200, body: { status: "error", message: "Invalid email" } };
      if (!lists.some(({ id }) => id === list)) return { status: 200, body: { status: "error", message: "List not found" } };
      const key = `${list} ${email}`;
      const known = members.get(key);
      if (known === undefined) members.set(key, String(members.size + 1));
      return {
        status: 200,
        body: { contact_added_to_list: known === undefined, updated: known !== undefined, contact_id: members.get(key) as Json },
      };
    }

    function answer(call: OutsideCall): OutsideAnswer {
      if (call.headers["consumerkey"] !== KEYS.consumerKey || call.headers["consumersecret"] !== KEYS.consumerSecret) {
        return { status: 401, body: { message: "Unauthorized" } };
      }
      const { pathname, searchParams } = new URL(call.url);
      const path = pathname.replace("/apps/api/v1", "");
      if (path === "/accounts/current") return { status: 200, body: { id: "1", email: "shop@example.com" } };
      if (path === "/lists") {
        const [limit, offset] = [Number(searchParams.get("limit") ?? 10), Number(searchParams.get("offset") ?? 0)];
        return { status: 200, body: lists.slice(offset, offset + limit) };
      }
      if (/^\/lists\/\d+\/customfields$/.test(path)) return { status: 200, body: fields };
      if (path === "/contacts" && call.method === "POST") return add((call.body as JsonObject)["instance_in"] as JsonObject | undefined);
      return { status: 404, body: { message: "Not found" } };
    }

    outside.serve(ORIGIN, (call) => {
      outside.calls.push(call);
      // Webhook addresses of its automations are nobody's to check: plans answer them.
      return call.url.startsWith(`${ORIGIN}/apps/api/`) ? answer(call) : { status: 200, body: { status: "OK" } };
    });
    return { settings: {}, secrets: { ...KEYS, ...(options["secrets"] as JsonObject | undefined) } };
  },
});
