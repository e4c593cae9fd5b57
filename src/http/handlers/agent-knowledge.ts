import { notFound } from "../../domain/refusal.ts";
import { evaluateCase, tryAgent } from "../../operations/ai/evaluate.ts";
import { fileText } from "../../operations/ai/file-text.ts";
import {
  addPage,
  addSource,
  changeSource,
  embedMissing,
  mustFindSource,
  type NewSource,
  refreshPage,
} from "../../operations/ai/knowledge.ts";
import type { StoredAgent } from "../../store/ai-agents.ts";
import { deleteCase, insertCase, listCases, setCaseResult, updateCase } from "../../store/ai-cases.ts";
import { findQuestionBefore } from "../../store/ai-conversation.ts";
import { deleteSource, findSource, type KnowledgeSource, listSources } from "../../store/ai-knowledge.ts";
import { sourceOf } from "../../store/ai-turn-log.ts";
import { findMessage } from "../../store/messages.ts";
import { type Context, catalogOf } from "../contact-access.ts";
import { api } from "../procedures.ts";
import { mustFindAgent } from "./agents.ts";

function present({ text, chunks, messageId: _, createdAt, updatedAt, ...source }: KnowledgeSource) {
  return {
    ...source,
    characters: text.length,
    pieces: chunks,
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  };
}

async function languageOf(context: Context, agent: StoredAgent, given?: string): Promise<string> {
  return given ?? agent.settings.languages[0] ?? (await catalogOf(context)).snapshot.defaultLanguage;
}

/** Words are found at once; meanings are asked for after the answer. */
async function shown(context: Context, agent: StoredAgent, id: string) {
  const { app, caller } = context;
  app.later("embedMissing", () => embedMissing(app, agent));
  return present((await findSource(app.pool, caller.workspaceId, id)) as KnowledgeSource);
}

async function teach(context: Context, agent: StoredAgent, source: NewSource, language?: string) {
  return await shown(context, agent, await addSource(context.app, agent, source, await languageOf(context, agent, language)));
}

async function trialContext({ app }: Context) {
  const { pool, secrets, http, catalogs, clock } = app;
  return { pool, secrets, http, catalogs, now: clock.now() };
}

export const agentKnowledge = {
  knowledge: api.agents.knowledge.handler(async ({ context, input }) => {
    const agent = await mustFindAgent(context, input.id);
    return { items: (await listSources(context.app.pool, agent.workspaceId, agent.id)).map(present) };
  }),

  readKnowledge: api.agents.readKnowledge.handler(async ({ context, input }) => {
    const source = await mustFindSource(context.app, context.caller.workspaceId, input.id, input.sourceId);
    return { ...present(source), text: source.text };
  }),

  addText: api.agents.addText.handler(async ({ context, input: { id, title, text, language } }) => {
    const agent = await mustFindAgent(context, id);
    return await teach(context, agent, { kind: "text", title, url: null, messageId: null, text }, language);
  }),

  addFile: api.agents.addFile.handler(async ({ context, input: { id, file, language } }) => {
    const agent = await mustFindAgent(context, id);
    const title = file.name.trim().slice(0, 200) || "file";
    const text = await fileText(title, new Uint8Array(await file.arrayBuffer()));
    return await teach(context, agent, { kind: "file", title, url: null, messageId: null, text }, language);
  }),

  addPage: api.agents.addPage.handler(async ({ context, input: { id, url, language } }) => {
    const agent = await mustFindAgent(context, id);
    return await shown(context, agent, await addPage(context.app, agent, url, await languageOf(context, agent, language)));
  }),

  addAnswer: api.agents.addAnswer.handler(async ({ context, input: { id, messageId } }) => {
    const { app, caller } = context;
    const agent = await mustFindAgent(context, id);
    const message = await findMessage(app.db, caller.workspaceId, messageId, caller.onlyAssignedTo);
    if (message?.direction !== "out" || message.text.trim() === "") throw notFound("answer");
    const question = await findQuestionBefore(app.pool, caller.workspaceId, messageId);
    const title = (question || message.text).replace(/\s+/g, " ").slice(0, 120);
    const text = question === "" ? message.text : `Question: ${question}\nAnswer: ${message.text}`;
    return await teach(context, agent, { kind: "answer", title, url: null, messageId, text });
  }),

  changeKnowledge: api.agents.changeKnowledge.handler(async ({ context, input: { id, sourceId, title, text, language } }) => {
    const { app, caller } = context;
    const agent = await mustFindAgent(context, id);
    const source = await mustFindSource(app, caller.workspaceId, id, sourceId);
    const next = { title: title ?? source.title, text: text ?? source.text };
    await changeSource(app, caller.workspaceId, source, next, await languageOf(context, agent, language));
    return await shown(context, agent, sourceId);
  }),

  refreshKnowledge: api.agents.refreshKnowledge.handler(async ({ context, input: { id, sourceId } }) => {
    const { app, caller } = context;
    const agent = await mustFindAgent(context, id);
    const source = await mustFindSource(app, caller.workspaceId, id, sourceId);
    if (source.kind === "page") await refreshPage(app, caller.workspaceId, source, await languageOf(context, agent));
    return await shown(context, agent, sourceId);
  }),

  deleteKnowledge: api.agents.deleteKnowledge.handler(async ({ context, input: { id, sourceId } }) => {
    const { app, caller } = context;
    await mustFindSource(app, caller.workspaceId, id, sourceId);
    await deleteSource(app.pool, caller.workspaceId, sourceId);
    return { ok: true as const };
  }),

  tryOut: api.agents.tryOut.handler(async ({ context, input: { id, messages } }) => {
    const agent = await mustFindAgent(context, id);
    const conversation = messages.map(({ from, text }) => ({
      direction: from === "customer" ? ("in" as const) : ("out" as const),
      type: "text",
      text,
    }));
    const { result, inputTokens, outputTokens, cost, sources, steps } = await tryAgent(await trialContext(context), agent, conversation);
    const spent = { inputTokens, outputTokens, cost, sources: sources.map(sourceOf), steps };
    if (!result.ok)
      return { outcome: "failed" as const, text: "", reason: `${result.code}: ${result.detail}`, summary: null, actions: [], ...spent };
    const { outcome, text, reason = null, summary = null, actions } = result.decision;
    return { outcome, text, reason, summary, actions: actions.map((action) => ({ ...action })), ...spent };
  }),

  cases: api.agents.cases.handler(async ({ context, input }) => {
    const agent = await mustFindAgent(context, input.id);
    return { items: await listCases(context.app.pool, agent.workspaceId, agent.id) };
  }),

  addCase: api.agents.addCase.handler(async ({ context, input: { id, ...one } }) => {
    const agent = await mustFindAgent(context, id);
    return await insertCase(context.app.pool, agent.workspaceId, id, one, context.app.clock.now());
  }),

  changeCase: api.agents.changeCase.handler(async ({ context, input: { id, caseId, ...one } }) => {
    const changed = await updateCase(context.app.pool, context.caller.workspaceId, id, caseId, one);
    if (!changed) throw notFound("question");
    return changed;
  }),

  deleteCase: api.agents.deleteCase.handler(async ({ context, input }) => {
    if (!(await deleteCase(context.app.pool, context.caller.workspaceId, input.id, input.caseId))) throw notFound("question");
    return { ok: true as const };
  }),

  /** One after the other: models answer a few requests at a time, and people wait for the list anyway. */
  evaluate: api.agents.evaluate.handler(async ({ context, input }) => {
    const agent = await mustFindAgent(context, input.id);
    const { pool } = context.app;
    for (const one of await listCases(pool, agent.workspaceId, agent.id)) {
      await setCaseResult(pool, agent.workspaceId, one.id, await evaluateCase(await trialContext(context), agent, one));
    }
    return { items: await listCases(pool, agent.workspaceId, agent.id) };
  }),
};
