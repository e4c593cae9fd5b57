/** Test mode behind the API: sessions on drafts, and saved tests. */
import type pg from "pg";
import type { DraftDocument } from "../../contract/document.ts";
import type { JsonObject } from "../../domain/json.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import type { TestService } from "../../http/handlers/tests.ts";
import type { AutomationContext } from "../../operations/automation-context.ts";
import { findAutomation } from "../../store/automations.ts";
import type { Logger } from "../../worker/context.ts";
import { type Scenario, type ScenarioDocument, scenarioSchema } from "../scenario-schema.ts";
import { copyWorkspace } from "./copy-workspace.ts";
import { createTestPlaces } from "./places.ts";
import { createSavedTests, presentScenario } from "./saved-tests.ts";
import { createSessions, MAX_SESSIONS } from "./sessions.ts";

export interface TestMode {
  service: TestService;
  /** What crashed processes left is removed, and a place is made for the first test. */
  prepare(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestModeOptions extends AutomationContext {
  /** Of the product's database; the tests' schemas are in it. */
  databaseUrl: string;
  /** Opens a connection that stays out of any pool. */
  connect(): Promise<pg.Client>;
  logger: Logger;
}

/** Of the process; saved tests that are being played take places too. */
const MAX_PLACES = MAX_SESSIONS + 4;
const SWEEP_MS = 60_000;
/** At a number that the numbering plan keeps for films. */
const PERSON = { phone: "+447700900123", first_name: "Alex", last_name: "Customer" };

export function createTestMode(options: TestModeOptions): TestMode {
  const { db, clock, logger, pool } = options;
  const places = createTestPlaces({
    pool,
    databaseUrl: options.databaseUrl,
    logger,
    connect: options.connect,
    onLost: () => void sessions.endAll(),
    max: MAX_PLACES,
  });
  const sessions = createSessions(places, logger);
  const saved = createSavedTests(options, places);
  const sweeping = setInterval(() => void sessions.sweep(), SWEEP_MS);
  sweeping.unref();

  async function draftOf(workspaceId: string, automationId: string, given: DraftDocument | undefined): Promise<ScenarioDocument> {
    const automation = await findAutomation(db, workspaceId, automationId);
    if (!automation) throw notFound("automation");
    const draft = (given ?? automation.draft) as JsonObject;
    // A name is needed to be told apart; in the editor it may be empty for a moment.
    const name = String(draft["name"] ?? "").trim();
    return { ...draft, name: name === "" ? automation.name : name };
  }

  async function scenarioOf(
    workspaceId: string,
    { automationId, document, clock: start, contact }: Parameters<TestService["start"]>[1],
  ): Promise<Scenario & { automations: ScenarioDocument[] }> {
    const draft = await draftOf(workspaceId, automationId, document);
    const { firstName, lastName, email, language, fields, tags, lists } = contact ?? {};
    const further = { field: Object.keys(fields ?? {}), tag: tags ?? [], list: lists ?? [] };
    const { workspace, others } = await copyWorkspace(options, workspaceId, draft as JsonObject, further);
    const person = {
      ...PERSON,
      ...(firstName !== undefined && { first_name: firstName, last_name: lastName ?? null }),
      ...(email !== undefined && { email }),
      language: language ?? workspace.defaultLanguage,
      ...(fields && { fields }),
      ...(tags && { tags }),
      ...(lists && { lists }),
    };
    const base = { scenario: "Test", clock: start ?? new Date(clock.now()).toISOString(), script: [] };
    const checked = scenarioSchema.safeParse({ ...base, contacts: [person] });
    if (!checked.success) throw new Refusal("invalid_input", checked.error.issues[0]?.message ?? "The contact is not valid.");
    return { ...checked.data, workspace, automations: [draft, ...others] };
  }

  const service: TestService = {
    async start({ workspaceId, id: callerId }, input) {
      const scenario = await scenarioOf(workspaceId, input);
      const { session } = await sessions.start({ workspaceId, callerId }, { automationId: input.automationId, scenario });
      return await session.state();
    },
    state: ({ workspaceId }, { sessionId }) => sessions.use(workspaceId, sessionId, (session) => session.state()),
    act: ({ workspaceId }, { sessionId, action }) =>
      sessions.use(workspaceId, sessionId, async (session) => {
        await session.act(action);
        return await session.state();
      }),
    trigger: ({ workspaceId }, { sessionId, triggerId, payload }) =>
      sessions.use(workspaceId, sessionId, async (session) => {
        await session.trigger(triggerId, payload);
        return await session.state();
      }),
    advance: ({ workspaceId }, { sessionId, byMs, to }) =>
      sessions.use(workspaceId, sessionId, async (session) => {
        const target = to === undefined ? session.now() + (byMs ?? 0) : Date.parse(to);
        if (target < session.now()) throw new Refusal("conflict", "The clock of a test does not go back: begin again.");
        if (target > session.now() + MAX_STEP_MS) throw new Refusal("invalid_input", "At most a year at a time.");
        await session.advanceTo(target);
        return await session.state();
      }),
    jump: ({ workspaceId }, { sessionId }) =>
      sessions.use(workspaceId, sessionId, async (session) => {
        await session.jump();
        return await session.state();
      }),
    simulate: ({ workspaceId }, { sessionId, error }) =>
      sessions.use(workspaceId, sessionId, async (session) => {
        await session.simulate(error);
        return await session.state();
      }),
    async end({ workspaceId }, { sessionId }) {
      await sessions.end(workspaceId, sessionId);
      return { ok: true };
    },
    record: ({ workspaceId }, { sessionId }) =>
      sessions.use(workspaceId, sessionId, async (session) => ({ content: await session.record("Test") })),

    async scenarios({ workspaceId }, { automationId }) {
      if (!(await findAutomation(db, workspaceId, automationId))) throw notFound("automation");
      return { items: (await saved.list(workspaceId, automationId)).map(presentScenario) };
    },
    async saveScenario({ workspaceId }, { automationId, name, sessionId, content }) {
      const recorded =
        content ?? (sessionId === undefined ? undefined : await sessions.use(workspaceId, sessionId, (session) => session.record(name)));
      if (recorded === undefined) throw new Refusal("invalid_input", "Name a test session, or give the content of a scenario file.");
      return presentScenario(await saved.save(workspaceId, automationId, name, recorded));
    },
    async updateScenario({ workspaceId }, { id, ...change }) {
      return presentScenario(await saved.update(workspaceId, id, change));
    },
    async deleteScenario({ workspaceId }, { id }) {
      await saved.remove(workspaceId, id);
      return { ok: true };
    },
    async run({ workspaceId }, { automationId, ids, document }) {
      const draft = await draftOf(workspaceId, automationId, document);
      const results = await saved.play(workspaceId, automationId, draft as JsonObject, ids);
      const passed = results.filter((result) => result.passed).length;
      return { results, passed, failed: results.length - passed };
    },
  };

  return {
    service,
    prepare: () => places.prepare(),
    async stop() {
      clearInterval(sweeping);
      await sessions.endAll();
      await places.close();
    },
  };
}

const MAX_STEP_MS = 366 * 86_400_000;
