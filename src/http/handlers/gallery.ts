import type { DraftDocument } from "../../contract/document.ts";
import { freeName } from "../../operations/copy-automation.ts";
import { findGalleryEntry, type GalleryEntry, galleryNeeds, importFromGallery, loadGallery } from "../../operations/gallery.ts";
import { listChannels } from "../../store/channels.ts";
import { type Context, catalogOf } from "../contact-access.ts";
import { api } from "../procedures.ts";

function summary({ id, title, summary: text, category, document }: GalleryEntry) {
  return {
    id,
    title,
    summary: text,
    category,
    triggerTypes: [...new Set(document.triggers.map(({ type }) => type))],
    stepTypes: [...new Set(document.steps.map(({ type }) => type))],
    steps: document.steps.length,
  };
}

async function languageOf(context: Context, asked: string | undefined): Promise<string> {
  return asked ?? (await catalogOf(context)).snapshot.defaultLanguage;
}

export const gallery = {
  list: api.gallery.list.handler(async ({ context, input }) => {
    const root = context.app.config.galleryRoot;
    return { items: root ? (await loadGallery(root, await languageOf(context, input.language))).map(summary) : [] };
  }),

  preview: api.gallery.preview.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const entry = await findGalleryEntry(app.config.galleryRoot ?? "", input.id, await languageOf(context, input.language));
    return {
      ...summary(entry),
      document: entry.document as unknown as DraftDocument,
      needs: await galleryNeeds(app.db, await catalogOf(context), entry),
      name: await freeName(app.db, caller.workspaceId, entry.document.name),
    };
  }),

  import: api.gallery.import.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const entry = await findGalleryEntry(app.config.galleryRoot ?? "", input.id, await languageOf(context, input.language));
    const channels = await listChannels(app.db, caller.workspaceId);
    const sandboxOnly = channels.every(({ kind }) => kind === "sandbox");
    return await importFromGallery(app, caller.workspaceId, entry, { name: input.name, folder: input.folder, sandboxOnly });
  }),
};
