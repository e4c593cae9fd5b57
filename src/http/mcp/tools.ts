/**
 * What programs that speak the Model Context Protocol may do: procedures of the API under the names of tools. A key is offered the tools
 * that its scopes allow. Not everything is here: each tool costs a model attention, so what people do once (numbers, members, keys,
 * accounts outside) stays with people.
 */
import type { AnyContractProcedure } from "@orpc/contract";
import { type AnyProcedure, call } from "@orpc/server";
import { z } from "zod";
import type { ProcedureMeta } from "../../contract/procedure.ts";
import { Refusal } from "../../domain/refusal.ts";
import type { CallContext } from "../procedures.ts";
import { router } from "../router.ts";

type Router = typeof router;
type ProcedurePath = { [Area in keyof Router]: `${Area}.${Extract<keyof Router[Area], string>}` }[keyof Router];

const PROCEDURES: Record<string, ProcedurePath> = {
  search: "search.everything",
  get_dashboard: "reports.dashboard",

  list_contacts: "contacts.list",
  filter_contacts: "contacts.search",
  count_contacts: "contacts.count",
  get_contact: "contacts.get",
  get_contact_timeline: "contacts.timeline",
  upsert_contact: "contacts.upsert",
  update_contact: "contacts.update",
  add_contact_note: "contacts.addNote",

  list_chats: "chats.list",
  open_chat: "chats.open",
  list_messages: "chats.messages",
  search_messages: "messages.search",
  send_message: "messages.send",
  explain_message: "messages.explain",
  assign_chat: "chats.assign",
  take_over_chat: "chats.takeOver",
  give_back_chat: "chats.giveBack",

  list_automations: "automations.list",
  get_automation: "automations.get",
  get_automation_schema: "automations.schema",
  get_automation_counts: "automations.counts",
  validate_automation: "automations.validate",
  create_automation: "automations.create",
  save_draft: "automations.saveDraft",
  preview_publish: "automations.previewPublish",
  publish_automation: "automations.publish",
  activate_automation: "automations.activate",
  deactivate_automation: "automations.deactivate",
  start_automation: "automations.start",
  list_gallery: "gallery.list",
  preview_gallery_automation: "gallery.preview",
  import_gallery_automation: "gallery.import",
  list_runs: "runs.list",
  get_run: "runs.get",
  stop_run: "runs.stop",

  list_templates: "templates.list",
  get_template: "templates.get",
  check_template: "templates.check",
  create_template: "templates.create",

  list_tickets: "tickets.list",
  get_ticket: "tickets.get",
  create_ticket: "tickets.create",
  update_ticket: "tickets.update",
  add_ticket_note: "tickets.addNote",

  list_campaigns: "campaigns.list",
  get_campaign: "campaigns.get",
  pause_campaign: "campaigns.pause",

  list_channels: "channels.list",
  list_members: "members.list",
  list_tags: "tags.list",
  create_tag: "tags.create",
  list_lists: "lists.list",
  create_list: "lists.create",
  list_fields: "fields.list",
  create_field: "fields.create",
  list_segments: "segments.list",
};

export interface McpTool {
  name: string;
  description: string;
  inputSchema: { type: "object"; [keyword: string]: unknown };
  annotations: { title: string; readOnlyHint: boolean; destructiveHint: boolean };
  permission: ProcedureMeta["permission"];
  /** @throws what the procedure throws: refusals of the API */
  run(input: unknown, context: CallContext): Promise<unknown>;
}

function define([name, path]: [string, ProcedurePath]): McpTool {
  const [area, key] = path.split(".") as [keyof Router, string];
  const procedure = (router[area] as unknown as Record<string, AnyProcedure>)[key] as AnyProcedure;
  const { route, meta, inputSchema } = (procedure as unknown as AnyContractProcedure)["~orpc"];
  const { permission } = meta as ProcedureMeta;
  const summary = route.summary ?? name;
  return {
    name,
    description: [summary, route.description].filter(Boolean).join(". "),
    inputSchema: jsonSchema(inputSchema as z.ZodType | undefined),
    annotations: {
      title: summary,
      readOnlyHint: isReading(permission),
      destructiveHint: !isReading(permission) && route.method !== "POST",
    },
    permission,
    run: (input, context) =>
      call(procedure, input as never, { context: { ...context, method: route.method ?? "POST" }, path: [area, key] }) as Promise<unknown>,
  };
}

function isReading(permission: ProcedureMeta["permission"]): boolean {
  return permission === "public" || permission.endsWith(":read");
}

/** Procedures that need nothing take an empty object. */
function jsonSchema(schema: z.ZodType | undefined): McpTool["inputSchema"] {
  const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
  if (!inner) return { type: "object", properties: {} };
  const { $schema: _, ...converted } = z.toJSONSchema(inner, { io: "input", unrepresentable: "any" });
  return { ...converted, type: "object" };
}

let tools: ReadonlyMap<string, McpTool> | undefined;

/** Made when they are first asked for: most installations never are. */
export function mcpTools(): ReadonlyMap<string, McpTool> {
  tools ??= new Map(Object.entries(PROCEDURES).map((entry) => [entry[0], define(entry)]));
  return tools;
}

/** @throws {Refusal} `not_found`, for a name that no tool has */
export function findTool(name: string): McpTool {
  const tool = mcpTools().get(name);
  if (!tool) throw new Refusal("not_found", `There is no tool "${name}".`);
  return tool;
}
