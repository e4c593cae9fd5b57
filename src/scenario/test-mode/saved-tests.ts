/** Saved tests: scenario files kept with an automation, played on its draft by the same runner as `npm run scenario`. */
import type { JsonObject } from "../../domain/json.ts";
import { notFound, Refusal } from "../../domain/refusal.ts";
import { refuseTakenName } from "../../http/name-taken.ts";
import type { AutomationContext } from "../../operations/automation-context.ts";
import {
  deleteScenario,
  findScenario,
  insertScenario,
  keepScenarioResult,
  listScenarios,
  type ScenarioFailure,
  type StoredScenario,
  updateScenario,
} from "../../store/automation-scenarios.ts";
import { findAutomation } from "../../store/automations.ts";
import type { WithGallery } from "../from-gallery.ts";
import { type ParsedScenario, parseScenario, ScenarioSyntaxError } from "../parse-scenario.ts";
import { runScenario } from "../run-scenario.ts";
import { workspaceSpec } from "../scenario-schema.ts";
import { copyWorkspace, type WorkspaceCopy } from "./copy-workspace.ts";
import type { TestPlaces } from "./places.ts";

/** One file may take so long; a script can move the clock over years. */
const PATIENCE_MS = 30_000;
/** Played side by side; each has a place of its own. */
const SIDE_BY_SIDE = 2;
const MAX_SAVED = 200;

export interface PlayedTest {
  id: string;
  name: string;
  passed: boolean;
  failure: ScenarioFailure | null;
  durationMs: number;
}

export function presentScenario({ id, name, content, last_result, last_failure, last_run_at, updated_at }: StoredScenario) {
  return {
    id,
    name,
    content,
    lastResult: last_result,
    lastFailure: last_failure,
    lastRunAt: last_run_at?.toISOString() ?? null,
    updatedAt: updated_at.toISOString(),
  };
}

/** @throws {Refusal} `invalid_input` with the line, where it is no scenario file */
function parsed(content: string): ParsedScenario {
  try {
    return parseScenario(content);
  } catch (error) {
    const line = error instanceof ScenarioSyntaxError ? error.line : null;
    const message = error instanceof Error ? error.message : String(error);
    throw new Refusal("invalid_input", `This is no scenario file${line === null ? "" : ` (line ${line})`}: ${message}`, {
      issues: [{ path: "content", message }],
    });
  }
}

/** The automation of the file that stands for this one: of its name, else the first. */
function subjectOf(content: string, automationName: string): string {
  const names = parsed(content).automations.map((automation) =>
    "name" in automation && typeof automation.name === "string" ? automation.name : "",
  );
  return names.includes(automationName) ? automationName : names[0] || automationName;
}

export interface SavedTests {
  list(workspaceId: string, automationId: string): Promise<StoredScenario[]>;
  save(workspaceId: string, automationId: string, name: string, content: string): Promise<StoredScenario>;
  update(workspaceId: string, id: string, change: { name?: string | undefined; content?: string | undefined }): Promise<StoredScenario>;
  remove(workspaceId: string, id: string): Promise<void>;
  /** All where `ids` are left out. */
  play(workspaceId: string, automationId: string, draft: JsonObject, ids: string[] | undefined): Promise<PlayedTest[]>;
}

export function createSavedTests(context: AutomationContext, places: TestPlaces): SavedTests {
  const { db, clock } = context;

  async function mustFind(workspaceId: string, id: string): Promise<StoredScenario> {
    const scenario = await findScenario(db, workspaceId, id);
    if (!scenario) throw notFound("saved test");
    return scenario;
  }

  async function playOne(workspaceId: string, test: StoredScenario, draft: JsonObject, copy: WorkspaceCopy): Promise<PlayedTest> {
    const place = await places.take();
    const deadline = performance.now() + PATIENCE_MS;
    try {
      const { failure, durationMs } = await runScenario(test.content, place.url, {
        adapt: (scenario) => withDraft(scenario, test.subject, draft, copy),
        patience() {
          if (performance.now() > deadline) throw new Error(`The test takes longer than ${PATIENCE_MS / 1000} seconds.`);
        },
      });
      const { id, name } = test;
      const told = failure && { line: failure.line, expected: failure.expected, found: failure.found };
      await keepScenarioResult(db, workspaceId, test, told, clock.now());
      return { id, name, passed: told === null, failure: told, durationMs: Math.round(durationMs) };
    } finally {
      await place.release();
    }
  }

  return {
    list: (workspaceId, automationId) => listScenarios(db, workspaceId, automationId),

    async save(workspaceId, automationId, name, content) {
      const automation = await findAutomation(db, workspaceId, automationId);
      if (!automation) throw notFound("automation");
      const subject = subjectOf(content, automation.name);
      if ((await listScenarios(db, workspaceId, automationId)).length >= MAX_SAVED)
        throw new Refusal("conflict", `An automation has at most ${MAX_SAVED} saved tests.`);
      const now = clock.now();
      const id = await refuseTakenName(name, insertScenario(db, workspaceId, { automationId, name, content, subject, now }));
      return await mustFind(workspaceId, id);
    },

    async update(workspaceId, id, change) {
      await mustFind(workspaceId, id);
      if (change.content !== undefined) parsed(change.content);
      await refuseTakenName(change.name ?? "", updateScenario(db, workspaceId, id, { ...change, now: clock.now() }));
      return await mustFind(workspaceId, id);
    },

    async remove(workspaceId, id) {
      if (!(await deleteScenario(db, workspaceId, id))) throw notFound("saved test");
    },

    async play(workspaceId, automationId, draft, ids) {
      const saved = await listScenarios(db, workspaceId, automationId);
      const chosen = ids === undefined ? saved : ids.map((id) => saved.find((one) => one.id === id));
      if (chosen.includes(undefined)) throw notFound("saved test");
      const tests = chosen as StoredScenario[];
      if (tests.length === 0) return [];
      const copy = await copyWorkspace(context, workspaceId, draft);
      const results: PlayedTest[] = [];
      const waiting = tests.entries();
      const lane = async () => {
        for (const [index, test] of waiting) results[index] = await playOne(workspaceId, test, draft, copy);
      };
      await Promise.all(Array.from({ length: Math.min(SIDE_BY_SIDE, tests.length) }, lane));
      return results;
    },
  };
}

/** The file with the draft in the place of its automation, and with what the draft has come to need since. What the file says holds. */
function withDraft(
  scenario: WithGallery<ParsedScenario>,
  subject: string,
  draft: JsonObject,
  copy: WorkspaceCopy,
): WithGallery<ParsedScenario> {
  const document = { ...draft, name: subject };
  const known = new Set(scenario.automations.map(({ name }) => name));
  const automations = scenario.automations.map((automation) => (automation.name === subject ? document : automation));
  const others = copy.others.filter(({ name }) => name !== subject && !known.has(name));
  return {
    ...scenario,
    workspace: merged(scenario.workspace, copy.workspace),
    automations: [...automations, ...(known.has(subject) ? [] : [document]), ...others],
  };
}

function merged(file: ParsedScenario["workspace"], copy: ParsedScenario["workspace"]): ParsedScenario["workspace"] {
  const nameOf = (tag: string | { name: string }) => (typeof tag === "string" ? tag : tag.name);
  const together = <T>(own: T[], more: T[], key: (item: T) => unknown) => [
    ...own,
    ...more.filter((item) => !own.some((one) => key(one) === key(item))),
  ];
  return workspaceSpec.parse({
    ...file,
    fields: { ...copy.fields, ...file.fields },
    lists: together(file.lists, copy.lists, (list) => list),
    tags: together(file.tags, copy.tags, nameOf),
    operators: together(file.operators, copy.operators, (operator) => operator),
    ticketStatuses: together(file.ticketStatuses, copy.ticketStatuses, nameOf),
    channels: together(file.channels, copy.channels, (channel) => channel),
    templates: together(file.templates, copy.templates, ({ name, language }) => `${name}/${language ?? file.defaultLanguage}`),
    connections: { ...copy.connections, ...file.connections },
    agents: together(file.agents, copy.agents, ({ name }) => name),
  });
}
