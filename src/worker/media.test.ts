import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FileStorage } from "../connectors/storage/file-storage.ts";
import { createLocalStorage } from "../connectors/storage/local-storage.ts";
import { createGraphClient, type GraphClient } from "../connectors/whatsapp/graph-client.ts";
import { GraphError } from "../connectors/whatsapp/graph-error.ts";
import type { GraphChannel } from "../connectors/whatsapp/graph-transport.ts";
import type { OutboundContent } from "../domain/message-content.ts";
import { type FakeGraph, startFakeGraph } from "../sandbox/whatsapp/fake-graph.ts";
import { newId } from "../store/id.ts";
import type { ClaimedMessage } from "../store/sending.ts";
import { createTestDatabase, type TestDatabase } from "../store/test-database.ts";
import { createMediaLoop } from "./media-loop.ts";
import { createPoster } from "./post-message.ts";
import { createTestWorkspace, type TestWorkspace } from "./test-workspace.ts";
import { createMediaUploader } from "./upload-media.ts";

const START = 1_772_442_000_000;
const DAY = 86_400_000;

let database: TestDatabase;
let folder: string;
let fake: FakeGraph;
let graph: GraphClient;
let storage: FileStorage;
let workspace: TestWorkspace;
let channel: GraphChannel;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "parola-media-test-"));
  storage = createLocalStorage(folder);
  fake = await startFakeGraph();
  graph = createGraphClient();
  channel = { graphUrl: fake.url, version: "v25.0", accessToken: "token", phoneNumberId: "106540352242922", wabaId: fake.account.wabaId };
});
afterAll(async () => {
  await graph.close();
  await fake.close();
  await rm(folder, { recursive: true });
  await database.drop();
});
beforeEach(async () => {
  await database.pool.query("TRUNCATE workspace CASCADE; TRUNCATE media CASCADE");
  workspace = await createTestWorkspace(database.pool, START);
  fake.reset();
});

async function addMedia(row: { providerMediaId?: string; status?: string; storageKey?: string; mimeType?: string }): Promise<string> {
  const id = newId();
  await workspace.query(
    `INSERT INTO media (workspace_id, id, channel_id, provider_media_id, status, storage_key, mime_type, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      workspace.id,
      id,
      workspace.channelId,
      row.providerMediaId ?? null,
      row.status ?? "pending",
      row.storageKey ?? null,
      row.mimeType ?? null,
      new Date(START),
    ],
  );
  return id;
}

describe("a customer's file", () => {
  const loop = (client: Pick<GraphClient, "downloadMedia"> = graph, target: GraphChannel | null = channel) =>
    createMediaLoop({ ...workspace.context, graph: client, storage, graphChannel: () => Promise.resolve(target) });
  const read = async () => (await workspace.query("SELECT status, error, storage_key, mime_type, size, sha256, attempts FROM media"))[0];

  it("is fetched, kept and described", async () => {
    const id = await addMedia({ providerMediaId: fake.addMedia(Buffer.from("picture"), "image/jpeg") });
    expect(await loop().nextDueAt()).toBe(START);
    expect(await loop().runOnce()).toBe(1);
    const row = await read();
    expect(row).toMatchObject({ status: "stored", mime_type: "image/jpeg", size: 7, storage_key: `${workspace.id}/${id}`, error: null });
    expect(await (await storage.get(row?.["storage_key"] as string))?.text()).toBe("picture");
    expect(await loop().nextDueAt()).toBeNull();
    expect(await loop().runOnce()).toBe(0);
  });

  it("is given up at once where the provider has no such file", async () => {
    await addMedia({ providerMediaId: "404" });
    await loop().runOnce();
    expect(await read()).toMatchObject({ status: "failed", attempts: 1 });
  });

  it("is tried again later while the provider is in trouble, and in the end given up", async () => {
    await addMedia({ providerMediaId: "1" });
    const trouble = { downloadMedia: () => Promise.reject(new GraphError(503, undefined)) };
    for (let attempt = 1; attempt < 9; attempt++) {
      expect(await loop(trouble).runOnce()).toBe(1);
      expect(await read()).toMatchObject({ status: "pending", attempts: attempt, error: "WhatsApp answered 503" });
      expect(await loop(trouble).runOnce()).toBe(0);
      workspace.context.clock.time = (await loop(trouble).nextDueAt()) as number;
    }
    expect(workspace.context.clock.time - START).toBeGreaterThan(2 * DAY);
    expect(workspace.context.clock.time - START).toBeLessThan(7 * DAY);
    await loop(trouble).runOnce();
    expect(await read()).toMatchObject({ status: "failed" });
  });

  it("waits for the number's token", async () => {
    await addMedia({ providerMediaId: fake.addMedia(Buffer.from("x"), "image/png") });
    await loop(graph, null).runOnce();
    expect(await read()).toMatchObject({ status: "pending", error: "the number has no access token" });
  });

  it("left by a worker that died is fetched by another, not before its lease is over", async () => {
    await addMedia({ providerMediaId: fake.addMedia(Buffer.from("x"), "image/png") });
    void loop({ downloadMedia: () => new Promise(() => {}) }).runOnce();
    await expect.poll(async () => (await read())?.["attempts"]).toBe(1);
    expect(await loop().runOnce()).toBe(0);
    workspace.context.clock.time = (await loop().nextDueAt()) as number;
    expect(await loop().runOnce()).toBe(1);
    expect(await read()).toMatchObject({ status: "stored", attempts: 2 });
  });

  it("that is not what was announced is not kept", async () => {
    const answer = (bytes: string, parts: object) => ({
      downloadMedia: () => Promise.resolve({ stream: Readable.from([Buffer.from(bytes)]), mimeType: "image/png", ...parts }),
    });
    await addMedia({ providerMediaId: "1" });
    await loop(answer("half", { size: 8 })).runOnce();
    expect(await read()).toMatchObject({ status: "pending", error: "got 4 of 8 bytes" });
    workspace.context.clock.time += DAY;
    await loop(answer("x", { sha256: "0".repeat(64) })).runOnce();
    expect(await read()).toMatchObject({ status: "pending", error: "the file arrived damaged" });
  });

  it("without end is cut off", async () => {
    const megabyte = Buffer.alloc(1024 * 1024);
    let read_ = 0;
    const endless = new Readable({ read: () => void (read_++, endless.push(megabyte)) });
    await addMedia({ providerMediaId: "1" });
    await loop({ downloadMedia: () => Promise.resolve({ stream: endless, mimeType: "video/mp4" }) }).runOnce();
    expect(await read()).toMatchObject({ status: "failed" });
    expect(read_).toBeLessThan(110);
  });
});

describe("a file of ours", () => {
  let uploads = 0;
  const counting: Pick<GraphClient, "uploadMedia"> = { uploadMedia: (...args) => (uploads++, graph.uploadMedia(...args)) };
  const uploader = (client = counting) =>
    createMediaUploader({ pool: database.pool, clock: workspace.context.clock, storage, graph: client });
  const message = (content: OutboundContent): ClaimedMessage =>
    ({
      workspaceId: workspace.id,
      channelId: workspace.channelId,
      messageId: newId(),
      attempts: 1,
      content,
      waId: "393330000001",
      userId: null,
      replyTo: null,
    }) as unknown as ClaimedMessage;
  beforeEach(() => {
    uploads = 0;
  });

  async function stored(bytes = "picture"): Promise<string> {
    const key = `${workspace.id}/${newId()}`;
    await storage.put(key, new Blob([bytes]), "image/png");
    return await addMedia({ status: "stored", storageKey: key, mimeType: "image/png" });
  }

  it("is uploaded once for many messages, and again when the provider has forgotten it", async () => {
    const mediaId = await stored();
    const post = createPoster(graph, uploader());
    const image: OutboundContent = { type: "media", mediaType: "image", mediaId };
    const results = await Promise.all([1, 2, 3].map(() => post(message(image), channel)));
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(uploads).toBe(1);
    expect((await createPoster(graph, uploader())(message(image), channel)).ok).toBe(true);
    expect(uploads).toBe(1);
    workspace.context.clock.time += 30 * DAY;
    await post(message(image), channel);
    expect(uploads).toBe(2);
    expect(fake.accepted.length).toBe(5);
  });

  it("is named wherever a message can show one", async () => {
    const mediaId = await stored();
    const header = { mediaType: "image" as const, mediaId };
    const contents: OutboundContent[] = [
      { type: "buttons", text: "x", header, buttons: [{ id: "a", title: "A" }] },
      { type: "cta_url", text: "x", header, label: "Go", url: "https://example.com" },
      { type: "template", template: "promo", language: "it", variables: {}, headerMedia: header },
    ];
    for (const content of contents) {
      const prepared = await uploader()(message(content), channel);
      expect(JSON.stringify(prepared)).toMatch(/"providerMediaId":"\d+"/);
    }
    const text: OutboundContent = { type: "text", text: "x" };
    expect(await uploader()(message(text), channel)).toEqual({ content: text });
  });

  it("that is another workspace's, missing or too large fails its message alone", async () => {
    const post = createPoster(graph, uploader());
    const send = (mediaId: string, mediaType: "image" | "sticker" = "image") =>
      post(message({ type: "media", mediaType, mediaId }), channel);
    const foreign = await stored();
    workspace = await createTestWorkspace(database.pool, START);
    expect(await send(foreign)).toMatchObject({ ok: false, failure: { class: "fail", code: "media_not_found" } });
    expect(await send("../../etc/passwd")).toMatchObject({ ok: false, failure: { class: "fail", code: "media_not_found" } });
    expect(await send(await stored("x".repeat(501 * 1024)), "sticker")).toMatchObject({
      failure: { class: "fail", code: "media_too_large" },
    });
    expect(fake.accepted).toEqual([]);
  });

  it("that cannot be uploaded now is tried again, since nothing has been sent", async () => {
    const mediaId = await stored();
    const failing = (error: Error) => ({
      uploadMedia: async () => {
        throw error;
      },
    });
    const upload = (error: Error) => createPoster(graph, uploader(failing(error)));
    const image = () => message({ type: "media", mediaType: "image", mediaId });
    expect(await upload(new GraphError(0, undefined))(image(), channel)).toMatchObject({
      failure: { class: "retry", retryAfterMs: 30_000 },
    });
    expect(await upload(new GraphError(503, undefined))(image(), channel)).toMatchObject({ failure: { class: "retry" } });
    const refused = new GraphError(400, { error: { code: 131053, message: "type not supported" } });
    expect(await upload(refused)(image(), channel)).toMatchObject({
      failure: { class: "fail", code: "media_refused", providerCode: 131053 },
    });
    const expired = new GraphError(401, { error: { code: 190, message: "expired" } });
    expect(await upload(expired)(image(), channel)).toMatchObject({ failure: { class: "stop_workspace" } });
  });
});
