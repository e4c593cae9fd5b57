/** AI operators: what they are told, what they know and may do, how they are tried, and what they did. */
import { z } from "zod";
import { aiAgentSettings, MAX_KNOWLEDGE_FILE_BYTES } from "../domain/ai-agent.ts";
import { all, byId, day, done, id, instant, jsonObject, name, named, page, pageQuery, period } from "./common.ts";
import { usage } from "./objects.ts";
import { procedure, refusal, refusals } from "./procedure.ts";

export const agent = z.object({
  id,
  name: z.string(),
  /** Answers whatever no automation answers; one agent of the workspace at most. */
  isDefault: z.boolean(),
  settings: aiAgentSettings,
  createdAt: instant,
  updatedAt: instant,
});
export type Agent = z.infer<typeof agent>;

const KINDS = ["text", "file", "page", "answer"] as const;
export const knowledge = z.object({
  id,
  agentId: id,
  kind: z.enum(KINDS),
  title: z.string(),
  url: z.string().nullable(),
  /** Why the last reading failed; null: it did not. */
  error: z.string().nullable(),
  characters: z.number(),
  /** Pieces it was cut into, and how many of them are found by meaning too. */
  pieces: z.number(),
  embedded: z.number(),
  createdAt: instant,
  updatedAt: instant,
});
export type Knowledge = z.infer<typeof knowledge>;

const text = z.string().trim().min(1).max(500_000);
const language = z.string().min(2).max(12);

/** A piece of knowledge that an answer was given. */
export const citedSource = z.object({
  sourceId: z.string(),
  title: z.string(),
  url: z.string().nullable(),
  excerpt: z.string(),
  /** Whether the answer names it. */
  cited: z.boolean(),
});

export const turn = z.object({
  id,
  agent: named,
  contact: named,
  chatId: id,
  state: z.enum(["waiting", "thinking", "decided", "done"]),
  /** dropped: not said, since a person, an automation or the customer was faster; `reason` says which. */
  outcome: z.enum(["answered", "handed_over", "no_reply", "dropped"]).nullable(),
  reason: z.string().nullable(),
  question: z.string().nullable(),
  answer: z.string().nullable(),
  /** The answer in the chat. */
  messageId: id.nullable(),
  model: z.string().nullable(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  /** In the currency of the connection's prices. */
  cost: z.number(),
  sources: z.array(citedSource),
  /** Tool calls and failed attempts. */
  steps: z.array(jsonObject),
  createdAt: instant,
  finishedAt: instant.nullable(),
});
export type Turn = z.infer<typeof turn>;

/** What an agent would say, without anybody being told. */
export const trial = z.object({
  outcome: z.enum(["answered", "handed_over", "no_reply", "failed"]),
  text: z.string(),
  reason: z.string().nullable(),
  summary: z.string().nullable(),
  /** Fields it would write, tickets it would open. */
  actions: z.array(jsonObject),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cost: z.number(),
  sources: z.array(citedSource),
  steps: z.array(jsonObject),
});
export type Trial = z.infer<typeof trial>;

const words = z.array(z.string().trim().min(1).max(300)).max(20);
const caseInput = z.object({
  question: z.string().trim().min(1).max(4000),
  /** Each must stand in the answer, whatever the case of its letters. */
  contains: words.default([]),
  /** None may. */
  excludes: words.default([]),
  expectsHandOver: z.boolean().default(false),
});
export const evaluationCase = caseInput.extend({
  id,
  result: z
    .object({ passed: z.boolean(), outcome: z.string(), answer: z.string(), problems: z.array(z.string()), cost: z.number(), at: instant })
    .nullable(),
});
export type EvaluationCase = z.infer<typeof evaluationCase>;

export const agents = {
  list: procedure("objects:read", "GET", "/agents", "AI operators").output(all(agent)),
  get: procedure("objects:read", "GET", "/agents/{id}", "One AI operator").input(byId).output(agent),
  create: procedure("objects:write", "POST", "/agents", { summary: "Make an AI operator", status: 201 })
    .input(z.object({ name, isDefault: z.boolean().default(false), settings: aiAgentSettings.prefault({}) }))
    .output(agent)
    .errors(refusals.nameTaken),
  update: procedure("objects:write", "PATCH", "/agents/{id}", "Change an AI operator; automations follow a new name")
    .input(byId.extend({ name: name.optional(), isDefault: z.boolean().optional(), settings: aiAgentSettings.optional() }))
    .output(agent)
    .errors(refusals.nameTaken),
  automations: procedure("objects:read", "GET", "/agents/{id}/automations", "Which automations name it").input(byId).output(all(usage)),
  delete: procedure("objects:write", "DELETE", "/agents/{id}", "Delete an AI operator and what it knows; its answers stay in the chats")
    .input(byId.extend({ force: z.boolean().optional() }))
    .output(done)
    .errors(refusals.inUse),

  knowledge: procedure("objects:read", "GET", "/agents/{id}/knowledge", "What it knows").input(byId).output(all(knowledge)),
  readKnowledge: procedure("objects:read", "GET", "/agents/{id}/knowledge/{sourceId}", "One piece of knowledge with its text")
    .input(byId.extend({ sourceId: id }))
    .output(knowledge.extend({ text: z.string() })),
  addText: procedure("objects:write", "POST", "/agents/{id}/knowledge/texts", { summary: "Teach it a text", status: 201 })
    .input(byId.extend({ title: name, text, language: language.optional() }))
    .output(knowledge),
  /** Multipart form with the file. By the end of its name: .txt, .md, .csv, .html, .pdf, .docx. */
  addFile: procedure("objects:write", "POST", "/agents/{id}/knowledge/files", { summary: "Teach it the text of a file", status: 201 })
    .input(byId.extend({ file: z.file().max(MAX_KNOWLEDGE_FILE_BYTES), language: language.optional() }))
    .output(knowledge)
    .errors({ file_invalid: refusal("file_invalid") }),
  addPage: procedure("objects:write", "POST", "/agents/{id}/knowledge/pages", {
    summary: "Teach it what stands at a web address: a page, a text, PDF or Word (.docx)",
    status: 201,
  })
    .input(byId.extend({ url: z.url({ protocol: /^https?$/ }).max(2000), language: language.optional() }))
    .output(knowledge)
    .errors(refusals.notAvailable),
  /** Together with what the customer had asked. */
  addAnswer: procedure("chats:write", "POST", "/agents/{id}/knowledge/answers", {
    summary: "Teach it a good answer of a person",
    status: 201,
  })
    .input(byId.extend({ messageId: id }))
    .output(knowledge),
  changeKnowledge: procedure("objects:write", "PATCH", "/agents/{id}/knowledge/{sourceId}", "Change a piece of knowledge")
    .input(byId.extend({ sourceId: id, title: name.optional(), text: text.optional(), language: language.optional() }))
    .output(knowledge),
  refreshKnowledge: procedure("objects:write", "POST", "/agents/{id}/knowledge/{sourceId}/refresh", "Read a web page again")
    .input(byId.extend({ sourceId: id }))
    .output(knowledge),
  deleteKnowledge: procedure("objects:write", "DELETE", "/agents/{id}/knowledge/{sourceId}", "Forget a piece of knowledge")
    .input(byId.extend({ sourceId: id }))
    .output(done),

  /** Nothing is sent, written or called; the model is asked, which costs what it costs. */
  tryOut: procedure("objects:write", "POST", "/agents/{id}/try", "Talk with it in the playground")
    .input(
      byId.extend({
        messages: z
          .array(z.object({ from: z.enum(["customer", "agent"]), text: z.string().min(1).max(4000) }))
          .min(1)
          .max(60),
      }),
    )
    .output(trial),
  cases: procedure("objects:read", "GET", "/agents/{id}/cases", "Its evaluation set").input(byId).output(all(evaluationCase)),
  addCase: procedure("objects:write", "POST", "/agents/{id}/cases", { summary: "Add a question to the evaluation set", status: 201 })
    .input(byId.extend(caseInput.shape))
    .output(evaluationCase),
  changeCase: procedure("objects:write", "PUT", "/agents/{id}/cases/{caseId}", "Change a question of the evaluation set")
    .input(byId.extend({ caseId: id }).extend(caseInput.shape))
    .output(evaluationCase),
  deleteCase: procedure("objects:write", "DELETE", "/agents/{id}/cases/{caseId}", "Take a question out of the evaluation set")
    .input(byId.extend({ caseId: id }))
    .output(done),
  evaluate: procedure("objects:write", "POST", "/agents/{id}/evaluate", "Ask all questions of the evaluation set")
    .input(byId)
    .output(all(evaluationCase)),

  turns: procedure("chats:read", "GET", "/agents/{id}/turns", "What it was asked and did, newest first")
    .input(byId.extend(pageQuery.shape).extend({ outcome: z.enum(["answered", "handed_over", "no_reply", "dropped"]).optional() }))
    .output(page(turn)),
  turnOfMessage: procedure("chats:read", "GET", "/messages/{messageId}/ai", "How an AI operator came to this answer: sources, tools, cost")
    .input(z.object({ messageId: id }))
    .output(z.object({ turn: turn.nullable() })),
  usage: procedure("reports:read", "GET", "/agents/usage", "Answers, hand-overs, tokens and cost of a period")
    .input(period)
    .output(
      z.object({
        from: day,
        to: day,
        agents: z.array(
          z.object({
            agent: named,
            answered: z.number(),
            handedOver: z.number(),
            silent: z.number(),
            dropped: z.number(),
            inputTokens: z.number(),
            outputTokens: z.number(),
            cost: z.number(),
            medianSeconds: z.number().nullable(),
          }),
        ),
      }),
    ),
};
