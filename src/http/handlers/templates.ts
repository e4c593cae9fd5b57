import { templateFromWire, templateToWire } from "../../connectors/whatsapp/template-wire.ts";
import type { TemplateText } from "../../contract/template-definition.ts";
import { checkTemplate } from "../../domain/check-template.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import type { TemplateCategory, TemplateDefinition } from "../../domain/template-definition.ts";
import { objectUsage, refuseIfUsed, renameInDrafts } from "../../operations/object-references.ts";
import { type ChannelRow, findChannel, listChannels } from "../../store/channels.ts";
import { copyTemplate } from "../../store/copy-objects.ts";
import { inTransaction, type Tx } from "../../store/db.ts";
import { notifyWork } from "../../store/notify.ts";
import {
  deleteTemplate,
  deleteTemplateVersion,
  findTemplate,
  insertTemplate,
  listTemplates,
  saveTemplateVersion,
  type TemplateRow,
  type TemplateVersionRow,
  updateTemplate,
} from "../../store/templates.ts";
import type { Context } from "../contact-access.ts";
import { asRefusal, graphChannel } from "../graph-channel.ts";
import { refuseTakenName } from "../name-taken.ts";
import { api } from "../procedures.ts";

function presentVersion(row: TemplateVersionRow) {
  return {
    id: row.id,
    language: row.language,
    status: row.status,
    definition: row.definition,
    providerId: row.provider_id,
    rejectedReason: row.rejected_reason,
    quality: row.quality,
    stoppedReason: row.stopped_reason,
    updatedAt: row.updated_at.toISOString(),
  };
}

function present(row: TemplateRow) {
  return {
    id: row.id,
    channelId: row.channel_id,
    name: row.name,
    category: row.category,
    versions: row.versions.map(presentVersion),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

async function mustFind({ app, caller }: Context, id: string): Promise<TemplateRow> {
  const row = await findTemplate(app.db, caller.workspaceId, id);
  if (!row) throw notFound("template");
  return row;
}

async function change<T>({ app, caller }: Context, id: string | undefined, name: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return await refuseTakenName(
    name,
    inTransaction(app.pool, async (tx) => {
      const result = await work(tx);
      await notifyWork(tx.client, {}, [{ w: caller.workspaceId, t: "template.changed", ...(id !== undefined && { id }) }]);
      return result;
    }),
  );
}

function define(text: TemplateText, name: string, category: TemplateCategory, language: string): TemplateDefinition {
  return { ...text, name, category, language };
}

/** The number a template belongs to: its own, else the workspace's first that can be asked. Templates are an account's, not a number's. */
async function channelOf({ app, caller }: Context, channelId: string | null): Promise<ChannelRow | undefined> {
  if (channelId !== null) return await findChannel(app.db, caller.workspaceId, channelId);
  const channels = await listChannels(app.db, caller.workspaceId);
  const usable = channels.filter((channel) => channel.access_token !== null && channel.waba_id !== null);
  return usable.find(({ kind }) => kind === "whatsapp") ?? usable[0];
}

export const templates = {
  list: api.templates.list.handler(async ({ context: { app, caller }, input }) => ({
    items: (await listTemplates(app.db, caller.workspaceId, input)).map(present),
  })),
  get: api.templates.get.handler(async ({ context, input }) => present(await mustFind(context, input.id))),

  create: api.templates.create.handler(async ({ context, input }) => {
    const { app, caller } = context;
    if (input.channelId !== null && !(await findChannel(app.db, caller.workspaceId, input.channelId))) throw notFound("number");
    const now = app.clock.now();
    const id = await change(context, undefined, input.name, async ({ db }) => {
      const made = await insertTemplate(db, caller.workspaceId, { ...input, now });
      await saveTemplateVersion(db, caller.workspaceId, made, {
        definition: define(input.definition, input.name, input.category, input.language),
        status: "draft",
        now,
      });
      return made;
    });
    return present(await mustFind(context, id));
  }),

  update: api.templates.update.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const row = await mustFind(context, input.id);
    // One that was edited after its approval is a draft again here, and known by its name there.
    const submitted = row.versions.some(({ status, provider_id }) => status !== "draft" || provider_id !== null);
    if (
      submitted &&
      ((input.name !== undefined && input.name !== row.name) || (input.category !== undefined && input.category !== row.category))
    ) {
      throw new Refusal("conflict", "Meta keeps name and category of a template that was submitted: duplicate it.");
    }
    if (input.channelId && !(await findChannel(app.db, caller.workspaceId, input.channelId))) throw notFound("number");
    const now = app.clock.now();
    await change(context, row.id, input.name ?? row.name, async ({ db }) => {
      await updateTemplate(db, caller.workspaceId, row.id, {
        updated_at: new Date(now),
        ...(input.name !== undefined && { name: input.name }),
        ...(input.category !== undefined && { category: input.category }),
        ...(input.channelId !== undefined && { channel_id: input.channelId }),
      });
      for (const version of submitted ? [] : row.versions) {
        const definition = { ...version.definition, name: input.name ?? row.name, category: input.category ?? row.category };
        await saveTemplateVersion(db, caller.workspaceId, row.id, { definition, status: version.status, now });
      }
      if (input.name !== undefined)
        await renameInDrafts(db, app.registry, caller.workspaceId, { kind: "template", id: row.id, name: row.name }, input.name);
    });
    return present(await mustFind(context, row.id));
  }),

  saveVersion: api.templates.saveVersion.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const row = await mustFind(context, input.id);
    const old = row.versions.find(({ language }) => language === input.language);
    if (old?.status === "pending") throw new Refusal("conflict", "Meta is reviewing this text: wait for its answer.");
    const definition = define(input.definition, row.name, row.category, input.language);
    await change(context, row.id, row.name, async ({ db }) => {
      await saveTemplateVersion(db, caller.workspaceId, row.id, { definition, status: "draft", now: app.clock.now() });
    });
    return present(await mustFind(context, row.id));
  }),

  deleteVersion: api.templates.deleteVersion.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const row = await mustFind(context, input.id);
    const version = row.versions.find(({ language }) => language === input.language);
    if (!version) throw notFound("language");
    const channel = version.provider_id === null ? undefined : await channelOf(context, row.channel_id);
    if (channel && version.provider_id)
      await asRefusal(app.graph.deleteTemplate(graphChannel(app, channel), row.name, version.provider_id));
    await change(context, row.id, row.name, ({ db }) => deleteTemplateVersion(db, caller.workspaceId, row.id, input.language));
    return present(await mustFind(context, row.id));
  }),

  check: api.templates.check.handler(({ input }) => ({
    problems: checkTemplate(define(input.definition, input.name ?? "name", input.category, input.language ?? "en")),
  })),

  submit: api.templates.submit.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const row = await mustFind(context, input.id);
    const wanted = row.versions.filter(({ language, status }) =>
      input.languages ? input.languages.includes(language) : ["draft", "rejected"].includes(status),
    );
    if (wanted.length === 0) throw new Refusal("conflict", "There is nothing to submit.");
    const problems = wanted.flatMap(({ definition, language }) =>
      checkTemplate(definition).map((problem) => ({ ...problem, path: `${language}.${problem.path}` })),
    );
    if (problems[0]) throw new Refusal("template_invalid", problems[0].message, { problems });
    const channel = await channelOf(context, row.channel_id);
    if (!channel) throw new Refusal("conflict", "Connect a WhatsApp number first.");
    for (const version of wanted) {
      const wire = templateToWire(version.definition);
      const graph = graphChannel(app, channel);
      const now = app.clock.now();
      if (version.provider_id) await asRefusal(app.graph.editTemplate(graph, version.provider_id, wire));
      const made = version.provider_id
        ? { id: version.provider_id, status: "PENDING" }
        : await asRefusal(app.graph.createTemplate(graph, wire));
      const save = { definition: version.definition, status: made.status.toLowerCase(), providerId: made.id, now };
      await change(context, row.id, row.name, ({ db }) => saveTemplateVersion(db, caller.workspaceId, row.id, save));
    }
    return present(await mustFind(context, row.id));
  }),

  sync: api.templates.sync.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const channels = (await listChannels(app.db, caller.workspaceId)).filter(
      ({ id, access_token, waba_id }) =>
        (input.channelId === undefined || id === input.channelId) && access_token !== null && waba_id !== null,
    );
    const seen = new Set<string>();
    const counts = { created: 0, updated: 0, removed: 0 };
    for (const channel of channels) {
      // Numbers of one account share its templates.
      if (seen.has(channel.waba_id as string)) continue;
      seen.add(channel.waba_id as string);
      const remote = (await asRefusal(app.graph.listTemplates(graphChannel(app, channel)))).flatMap((raw) => templateFromWire(raw) ?? []);
      const known = new Map((await listTemplates(app.db, caller.workspaceId)).map((row) => [row.name, row]));
      await change(context, undefined, "", async ({ db }) => {
        const now = app.clock.now();
        for (const template of remote) {
          const { definition, status } = template;
          let row = known.get(definition.name);
          if (!row) {
            const id = await insertTemplate(db, caller.workspaceId, {
              name: definition.name,
              category: definition.category,
              channelId: channel.id,
              now,
            });
            row = { id, versions: [] } as unknown as TemplateRow;
            known.set(definition.name, row);
          }
          const old = row.versions.find(({ language }) => language === definition.language);
          counts[old ? "updated" : "created"]++;
          await saveTemplateVersion(db, caller.workspaceId, row.id, {
            definition,
            status,
            providerId: template.id,
            rejectedReason: template.rejectedReason ?? null,
            quality: template.quality ?? null,
            now,
          });
        }
        const there = new Set(remote.map(({ id }) => id));
        for (const row of known.values()) {
          for (const version of row.versions.filter(
            ({ provider_id, status }) => provider_id !== null && status !== "deleted" && !there.has(provider_id),
          )) {
            if (row.channel_id !== channel.id) continue;
            counts.removed++;
            await saveTemplateVersion(db, caller.workspaceId, row.id, { definition: version.definition, status: "deleted", now });
          }
        }
      });
    }
    return counts;
  }),

  duplicate: api.templates.duplicate.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const row = await mustFind(context, input.id);
    const { workspaceId } = caller;
    const id = await change(context, undefined, input.name, async ({ db }) => {
      const copy = await copyTemplate(db, {
        fromWorkspaceId: workspaceId,
        toWorkspaceId: workspaceId,
        name: row.name,
        now: app.clock.now(),
        as: input.name,
      });
      const made = (await listTemplates(db, workspaceId)).find(({ name }) => name === copy);
      if (!made) throw notFound("template");
      if (input.channelId !== undefined)
        await updateTemplate(db, workspaceId, made.id, { channel_id: input.channelId, updated_at: new Date(app.clock.now()) });
      return made.id;
    });
    return present(await mustFind(context, id));
  }),

  usage: api.templates.usage.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const { id, name } = await mustFind(context, input.id);
    return { items: await objectUsage(app.db, app.registry, caller.workspaceId, { kind: "template", id, name }) };
  }),

  delete: api.templates.delete.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const row = await mustFind(context, input.id);
    if (!input.force) await refuseIfUsed(app.db, app.registry, caller.workspaceId, { kind: "template", id: row.id, name: row.name });
    const channel = row.versions.some(({ provider_id }) => provider_id !== null) ? await channelOf(context, row.channel_id) : undefined;
    if (channel) await asRefusal(app.graph.deleteTemplate(graphChannel(app, channel), row.name));
    await change(context, row.id, row.name, ({ db }) => deleteTemplate(db, caller.workspaceId, row.id));
    return { ok: true as const };
  }),
};
