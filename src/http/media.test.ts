import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestApp, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

let app: TestApp;
let owner: TestClient;
beforeAll(async () => {
  app = await createTestApp();
  ({ client: owner } = await setUpOwner(app));
});
afterAll(() => app.close());

const upload = (text: string, name: string, type: string) => owner.media.upload({ file: new File([text], name, { type }) });
const get = (id: string, headers: Record<string, string> = { cookie: owner.cookie.value }) =>
  app.server.inject({ method: "GET", url: `/api/v1/media/${id}`, headers });

it("gives members what was uploaded, whole or in parts", async () => {
  const { id, size } = await upload("0123456789", "è pronto.png", "image/png");
  expect(size).toBe(10);
  const whole = await get(id);
  expect(whole).toMatchObject({ statusCode: 200, body: "0123456789" });
  expect(whole.headers).toMatchObject({
    "content-type": "image/png",
    "content-length": "10",
    "accept-ranges": "bytes",
    "x-content-type-options": "nosniff",
  });
  expect(whole.headers["content-disposition"]).toBe("inline; filename*=UTF-8''%C3%A8%20pronto.png");
  const part = await get(id, { cookie: owner.cookie.value, range: "bytes=2-4" });
  expect(part).toMatchObject({ statusCode: 206, body: "234" });
  expect(part.headers["content-range"]).toBe("bytes 2-4/10");
  expect((await get(id, { cookie: owner.cookie.value, range: "bytes=10-" })).statusCode).toBe(416);
});

it("gives strangers nothing", async () => {
  const { id } = await upload("x", "x.png", "image/png");
  expect((await get(id, {})).statusCode).toBe(401);
  expect((await get("..%2f..%2fsecret.key")).statusCode).toBe(404);
  expect((await get("019c0000-0000-7000-8000-000000000000")).statusCode).toBe(404);
  expect((await get("-".repeat(36))).statusCode).toBe(404);
});

it("lets no file run in a page of ours", async () => {
  for (const type of ["text/html", "image/svg+xml", "application/javascript"]) {
    await expect(upload("<script>alert(1)</script>", "a", type)).rejects.toMatchObject({ code: "unsupported_media_type" });
  }
  // What a customer sends is kept whatever it is; it is only ever downloaded.
  const { id } = await upload("<script>alert(1)</script>", "a.txt", "text/plain");
  await app.context.pool.query("UPDATE media SET mime_type = 'text/html' WHERE id = $1", [id]);
  const answer = await get(id);
  expect(answer.headers).toMatchObject({
    "content-type": "application/octet-stream",
    "content-security-policy": "default-src 'none'; sandbox",
  });
  expect(answer.headers["content-disposition"]).toMatch(/^attachment/);
});

it("says so where a file is not here yet", async () => {
  const { id } = await upload("x", "x.png", "image/png");
  await app.context.pool.query("UPDATE media SET status = 'pending', storage_key = NULL WHERE id = $1", [id]);
  expect((await get(id)).json()).toMatchObject({ code: "not_available", detail: "The file is not here yet." });
});

it("goes with an automation into another workspace, and stays there when it is gone here", async () => {
  const { id: asset } = await upload("menu", "menu.png", "image/png");
  const { id } = await owner.automations.create({
    draft: {
      name: "Menu",
      triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["menu"] }, next: "s1" }],
      steps: [{ id: "s1", type: "send_message", config: { kind: "media", mediaType: "image", asset }, exits: {} }],
    },
  });
  const { id: workspaceId } = await owner.workspaces.create({ name: "Branch", timeZone: "Europe/Rome", language: "en", country: "IT" });
  const copy = await owner.automations.duplicate({ id, workspaceId, withTemplates: false });
  const { rows } = await app.database.pool.query("SELECT draft #>> '{steps,0,config,asset}' AS asset FROM automation WHERE id = $1", [
    copy.id,
  ]);
  expect(rows[0].asset).not.toBe(asset);
  await app.database.pool.query("DELETE FROM media WHERE id = $1", [asset]);
  const file = await get(rows[0].asset, { cookie: owner.cookie.value, "x-workspace": workspaceId });
  expect(file).toMatchObject({ statusCode: 200, body: "menu" });
  expect(file.headers["content-type"]).toBe("image/png");
});

it("of another workspace is told at the step that shows it, when a document is imported, checked, published", async () => {
  const { id: asset } = await upload("menu", "menu.png", "image/png");
  const say = (id: string, file: string) => ({ id, type: "send_message", config: { kind: "media", mediaType: "image", asset: file } });
  const document = {
    name: "Travelled",
    triggers: [{ id: "t1", type: "customer_message", config: { phrases: ["travelled"] }, next: "s1" }],
    steps: [
      { ...say("s1", asset), exits: { next: "s2" } },
      { ...say("s2", "no id"), exits: {} },
    ],
  };
  const missing = (step: number) => ({
    code: "unknown_file",
    severity: "error",
    path: `steps.${step}.config.asset`,
    nodeId: `s${step + 1}`,
    message: "The file is not in this workspace: it was uploaded to another one, or is gone.",
    fix: "Upload it here, or give a link to it.",
  });
  const here = await owner.automations.import({ content: JSON.stringify(document) });
  expect(here.problems).toEqual([missing(1)]);
  const { id } = await owner.workspaces.create({ name: "Elsewhere", timeZone: "Europe/Rome", language: "en", country: "IT" });
  const there = app.client({ cookie: owner.cookie.value, "x-workspace": id });
  const { automation, problems } = await there.automations.import({ content: JSON.stringify(document) });
  expect(problems).toEqual([missing(0), missing(1)]);
  await expect(there.automations.publish({ id: automation.id })).rejects.toMatchObject({ data: { problems: [missing(0), missing(1)] } });
});
