/** For tests: the smallest input a procedure's schema takes, with given ids wherever it names an object. */
import type { z } from "zod";

type Definition = { type: string } & Record<string, unknown>;
type Ids = Record<string, string>;

/** Which kind of object a key names; `id` alone is of the procedure's own kind. */
const KINDS: Record<string, string> = {
  contactId: "contacts",
  contactIds: "contacts",
  channelId: "channels",
  automationId: "automations",
  workspaceId: "workspaces",
  segmentId: "segments",
  memberId: "members",
  operatorId: "members",
  actorId: "members",
  runId: "runs",
  chatId: "chats",
  messageId: "messages",
  replyToMessageId: "messages",
  around: "messages",
  mediaId: "media",
  deliveryId: "delivery",
  connectionId: "connections",
  noteId: "note",
  sessionId: "session",
  agentId: "voiceAgents",
  after: "messages",
  logoMediaId: "media",
  sourceId: "source",
  caseId: "case",
};
const SPECIAL: Record<string, string> = {
  "members.revokeInvitation": "invitation",
  "tickets.renameCategory": "category",
  "tickets.deleteCategory": "category",
  "tickets.deleteStatus": "status",
  "sandbox.messages": "channels",
};

/** Keys that hold ids in one place and names in another. */
const ID_LISTS = new Set(["lists", "contacts", "segments"]);

/** Of which kind the object is that this key of a procedure's input names; undefined where it names none. */
export function kindOfKey(path: string[], key: string, format?: unknown): string | undefined {
  if (format === "uuid" && ID_LISTS.has(key)) return key;
  if (KINDS[key]) return KINDS[key];
  if (key !== "id" && key !== "ids" && key !== "others") return undefined;
  return SPECIAL[path.join(".")] ?? path[0];
}

export function sampleInput(schema: unknown, path: string[], ids: Ids): unknown {
  if (schema === undefined) return undefined;
  const build = (type: z.ZodType, key: string): unknown => {
    const def = (type as unknown as { def: Definition }).def;
    const kind = kindOfKey(path, key, formatOf(type));
    switch (def.type) {
      case "object": {
        const shape = def["shape"] as Record<string, z.ZodType>;
        return Object.fromEntries(
          Object.entries(shape).flatMap(([name, inner]) => {
            const value = build(inner, name);
            return value === undefined ? [] : [[name, value]];
          }),
        );
      }
      case "optional":
      case "default":
      case "prefault":
      case "nullable":
        // Optional references are the ones forgotten most easily.
        return kind ? build(def["innerType"] as z.ZodType, key) : undefined;
      case "string":
        return kind && ids[kind] ? ids[kind] : sampleText(key, def);
      case "number":
        return 50;
      case "int":
        return 1;
      case "boolean":
        return true;
      case "literal":
        return (def["values"] as unknown[])[0];
      case "enum":
        return Object.values(def["entries"] as object)[0];
      case "array":
        return [build(def["element"] as z.ZodType, key)];
      case "record":
        return {};
      case "union":
        return build((def["options"] as z.ZodType[])[0] as z.ZodType, key);
      case "lazy":
        return { field: "contact.id", op: "eq", value: ids["contacts"] };
      case "pipe":
        return build(def["in"] as z.ZodType, key);
      case "file":
        return new File(["phone\n+393331112222\n"], "x.csv", { type: "text/csv" });
      default:
        return undefined;
    }
  };
  return build(schema as z.ZodType, "");
}

/** Of the text within, however it is wrapped. */
function formatOf(type: z.ZodType): unknown {
  const { def } = type as unknown as { def: Definition };
  const inner = (def["innerType"] ?? def["element"]) as z.ZodType | undefined;
  return inner ? formatOf(inner) : def["format"];
}

const TEXTS: Record<string, string> = {
  phone: "+393330000077",
  email: "new@example.com",
  timeZone: "Europe/Rome",
  shortcut: "hello",
  code: "SAMPLE",
  language: "it",
  definition: "x",
  reference: "R-1",
  pin: "123456",
  content: "name: Imported\n",
  phoneNumberId: "123456789012345",
  from: "2026-03-01",
  to: "2026-03-02",
  url: "https://crm.example.com/sample",
  password: "correct horse battery",
  endpoint: "https://127.0.0.1/sample",
  // Of the example of RFC 8291.
  p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
  auth: "BTBZMqHH6r4Tts7J_aSIgg",
};

export function sampleText(key: string, def: Record<string, unknown> = {}): string {
  if (TEXTS[key] !== undefined) return TEXTS[key];
  if (def["format"] === "uuid") return "00000000-0000-7000-8000-000000000000";
  if (def["format"] === "email") return "new@example.com";
  if (def["format"] === "datetime") return "2026-03-02T09:00:00Z";
  return ["search", "q"].includes(key) ? "B-person" : "sample";
}
