import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DraftDocument } from "../contract/document.ts";
import { newId } from "../store/id.ts";
import { createTestApp, joinAs, setUpOwner, type TestApp, type TestClient } from "./test-app.ts";

const document = (name: string, phrase: string): DraftDocument => ({
  name,
  triggers: [{ id: "t1", type: "customer_message", config: { phrases: [phrase] }, next: "wait" }],
  steps: [
    { id: "wait", type: "delay", config: { for: { days: 1 } }, exits: { next: "ask" } },
    { id: "ask", type: "customer_response", config: { timeout: null }, exits: { replied: "tag" } },
    { id: "tag", type: "add_tag", config: { tags: ["vip"] }, exits: {} },
  ],
});

describe("automations", () => {
  let app: TestApp;
  let owner: TestClient;
  let workspaceId: string;
  let count = 0;
  beforeAll(async () => {
    app = await createTestApp();
    ({ client: owner, workspaceId } = await setUpOwner(app));
    await owner.tags.create({ name: "vip" });
  });
  afterAll(() => app.close());
  beforeEach(() => {
    count++;
  });

  const fresh = () => ({ name: `Automation ${count}`, phrase: `phrase ${count}` });
  const create = async () => {
    const { name, phrase } = fresh();
    return await owner.automations.create({ draft: document(name, phrase) });
  };
  /** A run that waits at a step of the automation. */
  const insertRun = async (automationId: string, step: string, status = "waiting") => {
    const { publishedVersionId } = await owner.automations.get({ id: automationId });
    const contact = await owner.contacts.upsert({ phone: `+3933300${String(10_000 + Math.trunc(count * 100 + Math.random() * 100))}` });
    const id = newId();
    const now = app.clock.now();
    const state = {
      vars: {},
      reply: null,
      ticket: null,
      paths: [{ id: "p1", step, visit: 1, enteredAt: now, wait: { on: [], deadline: now + 1000 } }],
      steps: 1,
      visits: {},
      depth: 0,
    };
    await app.context.db
      .insertInto("run")
      .values({
        workspace_id: workspaceId,
        id,
        automation_id: automationId,
        version_id: publishedVersionId as string,
        contact_id: contact.id,
        status,
        wake_at: new Date(now + 1000),
        trigger_id: "t1",
        trigger: JSON.stringify({ type: "manual", id: null, at: now }),
        state: JSON.stringify(state),
        started_at: new Date(now),
      })
      .execute();
    return { id, contactId: contact.id };
  };
  const runStatus = async (id: string) =>
    await app.context.db.selectFrom("run").select(["status", "reason", "wake_at"]).where("id", "=", id).executeTakeFirst();

  it("are saved at any stage of being drawn", async () => {
    const { name } = fresh();
    const made = await owner.automations.create({
      draft: { name, triggers: [{ id: "t1", type: "customer_message", config: {} }], steps: [] },
    });
    expect(made).toMatchObject({ name, state: "draft", draftRevision: 1, publishedVersion: null, changed: true });
    await expect(owner.automations.publish({ id: made.id })).rejects.toMatchObject({
      code: "not_publishable",
      data: { problems: expect.arrayContaining([expect.objectContaining({ severity: "error" })]) },
    });
  });

  it("two editors lose nothing: the later save gets what the other wrote", async () => {
    const made = await create();
    const saved = await owner.automations.saveDraft({
      id: made.id,
      draft: { ...made.draft, description: "mine" },
      draftRevision: made.draftRevision,
    });
    expect(saved.draftRevision).toBe(made.draftRevision + 1);
    await expect(owner.automations.saveDraft({ id: made.id, draft: made.draft, draftRevision: made.draftRevision })).rejects.toMatchObject({
      code: "draft_changed",
      status: 409,
      data: { draftRevision: saved.draftRevision, draft: { description: "mine" }, savedBy: "Olivia Owner" },
    });
  });

  it("have names of their own", async () => {
    const made = await create();
    await expect(owner.automations.create({ draft: document(made.name, "other") })).rejects.toMatchObject({ code: "name_taken" });
  });

  it("are published as numbered versions, activated and paused", async () => {
    const made = await create();
    expect(await owner.automations.publish({ id: made.id })).toMatchObject({
      version: { number: 1, live: true, steps: 3, publishedBy: "Olivia Owner" },
    });
    expect(await owner.automations.activate({ id: made.id })).toMatchObject({ automation: { state: "active", changed: false } });
    expect(await owner.automations.deactivate({ id: made.id })).toMatchObject({ automation: { state: "paused" }, paused: 0 });
  });

  it("cannot be activated before they are published", async () => {
    const made = await create();
    await expect(owner.automations.activate({ id: made.id })).rejects.toMatchObject({
      code: "not_activatable",
      data: { problems: [{ code: "not_published" }] },
    });
  });

  it("one exact phrase starts one active automation, whoever activates at the same time", async () => {
    const { name, phrase } = fresh();
    const both = await Promise.all(
      [1, 2].map((number) =>
        owner.automations.create({ draft: document(`${name} ${number}`, number === 1 ? phrase : `  ${phrase.toUpperCase()} `) }),
      ),
    );
    for (const { id } of both) await owner.automations.publish({ id });
    const results = await Promise.allSettled(both.map(({ id }) => owner.automations.activate({ id })));
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const winner = both[results.findIndex(({ status }) => status === "fulfilled")];
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "phrase_taken", data: { phrase, automation: { id: winner?.id, name: winner?.name } } },
    });
  });

  it("pausing stops deadlines, resuming lets them go on, ending ends", async () => {
    const made = await create();
    await owner.automations.publish({ id: made.id });
    await owner.automations.activate({ id: made.id });
    const [one, two] = [await insertRun(made.id, "wait"), await insertRun(made.id, "wait")];
    expect(await owner.automations.deactivate({ id: made.id })).toMatchObject({ paused: 2 });
    expect(await runStatus(one.id)).toMatchObject({ status: "paused" });
    expect(await owner.automations.activate({ id: made.id, paused: "resume" })).toMatchObject({ resumed: 2, ended: 0 });
    expect(await runStatus(two.id)).toMatchObject({ status: "waiting" });
    await owner.automations.deactivate({ id: made.id });
    expect(await owner.automations.activate({ id: made.id, paused: "end" })).toMatchObject({ resumed: 0, ended: 2 });
    expect(await runStatus(one.id)).toMatchObject({ status: "stopped", reason: "deactivated", wake_at: null });
    expect((await owner.runs.get({ id: one.id })).steps).toMatchObject([{ stepId: "wait", stepType: "delay", exit: null, error: null }]);
  });

  it("say what publishing does to those inside, and wake who waits at a step that is gone", async () => {
    const made = await create();
    await owner.automations.publish({ id: made.id });
    await owner.automations.activate({ id: made.id });
    const { id: runId } = await insertRun(made.id, "wait");
    const [, ask, tag] = made.draft.steps;
    const draft = { ...made.draft, triggers: [{ ...made.draft.triggers[0], next: "ask" }], steps: [ask, tag] } as DraftDocument;
    await owner.automations.saveDraft({ id: made.id, draft, draftRevision: made.draftRevision });
    const preview = await owner.automations.previewPublish({ id: made.id });
    expect(preview).toMatchObject({ nextVersion: 2, waitingRuns: 1 });
    expect(preview.changes).toContainEqual({ nodeId: "wait", change: "removed", kind: "step", waiting: 1, goesOnAt: "ask" });
    expect(await owner.automations.publish({ id: made.id })).toMatchObject({ movedRuns: 1, wokenRuns: 1 });
    expect((await runStatus(runId))?.wake_at?.getTime()).toBe(app.clock.now());
    const version = await app.context.db
      .selectFrom("automation_version")
      .select("successors")
      .where("automation_id", "=", made.id)
      .where("number", "=", 2)
      .executeTakeFirst();
    expect(version?.successors).toEqual({ wait: "ask" });
  });

  it("a version can be looked at and made the draft again", async () => {
    const made = await create();
    await owner.automations.publish({ id: made.id });
    await owner.automations.saveDraft({ id: made.id, draft: { ...made.draft, steps: [] }, draftRevision: made.draftRevision });
    const version = await owner.automations.version({ id: made.id, number: 1 });
    expect(version.document.steps).toHaveLength(3);
    expect((await owner.automations.restore({ id: made.id, number: 1 })).draft.steps).toHaveLength(3);
  });

  it("follow the objects they name when those are renamed; what is used cannot be deleted", async () => {
    const made = await create();
    await owner.automations.publish({ id: made.id });
    const tag = (await owner.tags.list({})).items.find(({ name }) => name === "vip");
    await owner.tags.update({ id: tag?.id ?? "", name: "gold" });
    expect((await owner.automations.get({ id: made.id })).draft.steps.at(-1)?.config).toEqual({ tags: ["gold"] });
    expect((await owner.automations.version({ id: made.id, number: 1 })).document.steps.at(-1)?.config).toEqual({ tags: ["gold"] });
    await expect(owner.tags.delete({ id: tag?.id ?? "" })).rejects.toMatchObject({
      code: "in_use",
      data: { usedBy: expect.arrayContaining([expect.objectContaining({ id: made.id })]) },
    });
    await owner.tags.update({ id: tag?.id ?? "", name: "vip" });
  });

  it("deleting one ends all its runs", async () => {
    const made = await create();
    await owner.automations.publish({ id: made.id });
    await owner.automations.activate({ id: made.id });
    const { id } = await insertRun(made.id, "wait");
    expect(await owner.automations.delete({ id: made.id })).toEqual({ ended: 1 });
    expect(await runStatus(id)).toMatchObject({ status: "stopped", reason: "deleted" });
    await expect(owner.automations.get({ id: made.id })).rejects.toMatchObject({ code: "not_found" });
  });

  it("travel as YAML and JSON", async () => {
    const made = await create();
    const { content, filename } = await owner.automations.export({ id: made.id, format: "yaml" });
    expect(filename).toMatch(/^automation-\d+\.yaml$/);
    await expect(owner.automations.import({ content })).rejects.toMatchObject({ code: "name_taken" });
    expect(await owner.automations.import({ content, replace: true })).toMatchObject({ created: false, automation: { id: made.id } });
    const beside = await owner.automations.import({ content, rename: true });
    expect(beside).toMatchObject({ created: true, automation: { name: `${made.name} (2)`, draft: { name: `${made.name} (2)` } } });
    const imported = await owner.automations.import({ content: content.replace(made.name, `${made.name} imported`) });
    expect(imported).toMatchObject({ created: true, problems: [] });
    expect(imported.automation.draft.steps).toEqual(made.draft.steps);
    await expect(owner.automations.import({ content: "a: &a [*a, *a]" })).rejects.toMatchObject({
      code: "file_invalid",
      message: "Line 1: *a stands for what is written elsewhere. Write it out here.",
    });
  });

  it.each([
    ["steps: {}", "steps"],
    ["steps: [null]", "steps.0"],
    ["steps: [{ id: 5, type: add_note }]", "steps.0.id"],
    ["steps: [{ id: a, type: add_note, config: }]", "steps.0.config"],
    ["steps: [{ id: a, type: add_note, exits: { next: 5 } }]", "steps.0.exits.next"],
    ['steps: [{ id: a, type: add_note, config: { text: "\\0" } }]', "steps.0.config.text"],
    ["canvas: 5", "canvas"],
  ])("are not imported as %s, which no list could show", async (content, path) => {
    await expect(owner.automations.import({ content: `name: Odd\n${content}` })).rejects.toMatchObject({
      code: "invalid_input",
      data: { problems: [{ code: "invalid_config", path }] },
    });
    expect((await owner.automations.list({ search: "Odd" })).items).toEqual([]);
  });

  it("keep settings that nobody knows, so that the check can name them", async () => {
    const draft = { ...document(fresh().name, fresh().phrase), colour: "red" };
    const { id, draft: kept } = await owner.automations.create({ draft });
    const { problems } = await owner.automations.validate({ document: kept, automationId: id });
    expect(problems).toMatchObject([{ code: "unknown_key", path: "colour" }]);
  });

  it("are copied, with their templates too", async () => {
    const { name, phrase } = fresh();
    await owner.templates.create({ name: `hello_${count}`, category: "utility", language: "it", definition: { body: "Ciao, come va?" } });
    const made = await owner.automations.create({
      draft: {
        name,
        triggers: [{ id: "t1", type: "customer_message", config: { phrases: [phrase] }, next: "s1" }],
        steps: [{ id: "s1", type: "send_message", config: { kind: "template", template: `hello_${count}` }, exits: {} }],
      },
    });
    await owner.automations.update({ id: made.id, folder: "Greetings" });
    const copy = await owner.automations.duplicate({ id: made.id, withTemplates: true });
    expect(copy.created).toEqual([{ kind: "template", name: `hello_${count}_copy` }]);
    expect(await owner.automations.get({ id: copy.id })).toMatchObject({
      name: `${name} (copy)`,
      folder: "Greetings",
      state: "draft",
      draft: { steps: [{ config: { template: `hello_${count}_copy` } }] },
    });
  });

  it("start by hand, at a pace", async () => {
    const made = await create();
    const contacts = await Promise.all(
      [1, 2, 3].map((number) => owner.contacts.upsert({ phone: `+39351${String(count * 10 + number).padStart(7, "0")}` })),
    );
    const contactIds = contacts.map(({ id }) => id);
    await expect(owner.automations.start({ id: made.id, contactIds })).rejects.toMatchObject({ code: "not_active" });
    await owner.automations.publish({ id: made.id });
    await owner.automations.activate({ id: made.id });
    await app.context.db.deleteFrom("event").where("workspace_id", "=", workspaceId).execute();
    expect(await owner.automations.start({ id: made.id, contactIds, perMinute: 2 })).toEqual({ starting: 3 });
    const events = await app.context.db.selectFrom("event").selectAll().where("type", "=", "start").execute();
    expect(new Set(events.map((event) => event.contact_id))).toEqual(new Set(contactIds.slice(0, 2)));
    const { rows } = await app.context.pool.query("SELECT run_at FROM graphile_worker.jobs WHERE task_identifier = 'start_contacts'");
    expect(rows.map(({ run_at }) => run_at.getTime())).toEqual([app.clock.now() + 60_000]);
  });

  it("a run is shown with its path and controlled through the engine's own events", async () => {
    const made = await create();
    await owner.automations.publish({ id: made.id });
    const { id, contactId } = await insertRun(made.id, "wait");
    await app.context.db.deleteFrom("event").where("workspace_id", "=", workspaceId).execute();
    expect(await owner.runs.get({ id })).toMatchObject({
      at: ["wait"],
      version: 1,
      steps: [{ stepId: "wait", stepType: "delay", leftAt: null }],
    });
    expect((await owner.automations.contactsAt({ id: made.id, nodeId: "wait" })).items).toMatchObject([
      { runId: id, contact: { id: contactId } },
    ]);
    await owner.runs.skipWait({ id });
    expect(await app.context.db.selectFrom("event").select(["type", "payload"]).execute()).toEqual([
      { type: "run_control", payload: { runId: id, action: "skip_wait" } },
    ]);
  });

  it("are the business of those whose role says so", async () => {
    const operator = await joinAs(app, owner, "chat_operator");
    const made = await create();
    await expect(operator.automations.publish({ id: made.id })).rejects.toMatchObject({ code: "forbidden" });
    expect((await operator.automations.list({})).items.length).toBeGreaterThan(0);
  });
});
