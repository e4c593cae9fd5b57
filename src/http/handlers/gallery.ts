import type { DraftDocument } from "../../contract/document.ts";
import { notFound } from "../../domain/refusal.ts";
import { freeName } from "../../operations/copy-automation.ts";
import { type GalleryEntry, readGallery, readGalleryEntry } from "../../operations/gallery.ts";
import { besideOwn, galleryNeeds, importFromGallery } from "../../operations/import-gallery.ts";
import { listChannels } from "../../store/channels.ts";
import { type Context, catalogOf } from "../contact-access.ts";
import { api } from "../procedures.ts";

function summary({ id, title, summary: text, category, document }: GalleryEntry) {
  const { triggers, steps } = document as unknown as DraftDocument;
  return {
    id,
    title,
    summary: text,
    category,
    triggerTypes: [...new Set((triggers ?? []).map(({ type }) => type))],
    stepTypes: [...new Set((steps ?? []).map(({ type }) => type))],
    steps: (steps ?? []).length,
  };
}

async function languageOf(context: Context, asked: string | undefined): Promise<string> {
  return asked ?? (await catalogOf(context)).snapshot.defaultLanguage;
}

async function mustFind(context: Context, id: string, language: string | undefined): Promise<GalleryEntry> {
  const { config, registry } = context.app;
  const entry = config.galleryRoot && (await readGalleryEntry(config.galleryRoot, id, registry, await languageOf(context, language)));
  if (!entry) throw notFound("preconfigured automation");
  return entry;
}

export const gallery = {
  list: api.gallery.list.handler(async ({ context, input }) => {
    const { config, registry } = context.app;
    const entries = config.galleryRoot ? await readGallery(config.galleryRoot, registry, await languageOf(context, input.language)) : [];
    return { items: entries.map(summary) };
  }),

  preview: api.gallery.preview.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const catalog = await catalogOf(context);
    const entry = besideOwn(app.registry, catalog, await mustFind(context, input.id, input.language));
    return {
      ...summary(entry),
      document: entry.document as unknown as DraftDocument,
      needs: await galleryNeeds(app.db, catalog, entry),
      name: await freeName(app.db, caller.workspaceId, String(entry.document["name"])),
    };
  }),

  import: api.gallery.import.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const entry = await mustFind(context, input.id, input.language);
    const sandboxOnly = (await listChannels(app.db, caller.workspaceId)).every(({ kind }) => kind === "sandbox");
    return await importFromGallery(app, caller.workspaceId, entry, { name: input.name, folder: input.folder, sandboxOnly });
  }),
};
