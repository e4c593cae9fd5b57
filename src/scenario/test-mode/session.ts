/** One test: a world of its own in which one automation's draft is tried by one person, and what was done so far. */
import type { SandboxAction } from "../../contract/sandbox.ts";
import type { TestState } from "../../contract/tests.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import { Refusal } from "../../domain/refusal.ts";
import { findMessage } from "../../store/messages.ts";
import { addAutomations } from "../automations.ts";
import { doVerb } from "../do-verb.ts";
import type { Scenario, ScenarioDocument } from "../scenario-schema.ts";
import { setUpWorld } from "../set-up-scenario.ts";
import { endTypingPauses } from "../typing-pause.ts";
import type { ScriptContext } from "../verb.ts";
import type { World } from "../world.ts";
import { presentState } from "./present-state.ts";
import { createRecording } from "./recording.ts";
import { linesOf } from "./set-off.ts";

export type SimulatedError =
  | { kind: "provider"; code?: number | undefined; http?: number | undefined; timeout?: boolean | undefined; times: number }
  | { kind: "delivery"; code: number }
  | { kind: "receipt"; status: "delivered" | "read" }
  | { kind: "ai"; answer?: string | undefined; handOver?: string | undefined }
  | { kind: "call"; outcome: string }
  | { kind: "webhook"; status: number; body?: Json | undefined; times: number };

export interface TestSession {
  state(): Promise<TestState>;
  act(action: SandboxAction): Promise<void>;
  trigger(triggerId: string, payload: JsonObject | undefined): Promise<void>;
  /** @param target epoch milliseconds, not before the session's now */
  advanceTo(target: number): Promise<void>;
  /** @throws {Refusal} `conflict` where nothing waits for time */
  jump(): Promise<void>;
  simulate(error: SimulatedError): Promise<void>;
  now(): number;
  /** A scenario file that does all of it again. */
  record(name: string): Promise<string>;
  close(): Promise<void>;
}

export interface SessionSetting {
  sessionId: string;
  automationId: string;
  /** Its first automation is the one that is tried, its first contact the person who tries it. */
  scenario: Scenario & { automations: ScenarioDocument[] };
  databaseUrl: string;
}

/** Moving the clock over a busy year can take long; the rest of the way is another request's. */
const PATIENCE_MS = 20_000;

/** Thrown inside to stop on the way; the clock then stands where it got to. */
class OutOfPatience extends Error {}

/** @throws {Refusal} `not_publishable` with the draft's problems */
export async function startSession({ sessionId, automationId, scenario, databaseUrl }: SessionSetting): Promise<TestSession> {
  const person = String(scenario.contacts[0]?.phone);
  const subject = scenario.automations[0] as ScenarioDocument;
  let hurryAt = Number.POSITIVE_INFINITY;
  const world = await setUpWorld(scenario, databaseUrl, () => {
    if (performance.now() > hurryAt) throw new OutOfPatience();
  });
  try {
    await addAutomations(world, scenario.automations);
    await world.settle();
  } catch (error) {
    await world.close();
    throw error;
  }
  const context: ScriptContext = { world, script: { answer: null, seen: new Map() } };
  const recording = createRecording(world, scenario, person);

  async function play(verb: string, input: Json): Promise<void> {
    context.script.answer = null;
    try {
      await doVerb(verb, input, context);
    } catch (error) {
      // What a script cannot do is here what the person cannot do now: no message yet, say, whose button could be pressed.
      throw error instanceof Refusal || isDatabaseError(error)
        ? error
        : new Refusal("conflict", errorText(error), undefined, { cause: error });
    }
    const answer = context.script.answer as { status: number; body: string } | null;
    if (answer && answer.status >= 400)
      throw new Refusal("conflict", `The call was answered ${answer.status}: ${answer.body.slice(0, 500)}`);
    recording.add(verb, input);
  }

  // What the draft calls is not there; it is tried as if it were, until the person says otherwise.
  await play("http", { url: "*", answer: { status: 200, body: {} } });

  async function advanceTo(target: number): Promise<void> {
    hurryAt = performance.now() + PATIENCE_MS;
    try {
      await world.advanceTo(target);
    } catch (error) {
      if (!(error instanceof OutOfPatience)) throw error;
    } finally {
      hurryAt = Number.POSITIVE_INFINITY;
    }
    recordClock();
  }

  function recordClock(): void {
    recording.add("advance", { to: new Date(world.clock.now()).toISOString() });
  }

  async function jump(): Promise<void> {
    const due = await world.nextDue();
    if (due === null) throw new Refusal("conflict", "Nothing waits for time.");
    await advanceTo(due);
  }

  return {
    state: () => presentState(world, { sessionId, automationId, subject, person }),
    now: () => world.clock.now(),
    advanceTo,
    jump,
    async act(action) {
      await play("message", { from: person, ...(await messageOf(world, action)) });
      // Time stands still here: an agent that waits until the customer has stopped typing would wait for ever.
      if (await endTypingPauses(world)) recordClock();
    },

    async trigger(triggerId, payload) {
      const triggers = (subject["triggers"] ?? []) as { id: string; type: string; config?: JsonObject }[];
      const trigger = triggers.find(({ id }) => id === triggerId);
      if (!trigger) throw new Refusal("not_found", "The draft that is being tried has no such start step: begin the test again.");
      const request = { world, automation: subject.name, trigger: { ...trigger, config: trigger.config ?? {} }, person, payload };
      for (const { verb, input } of await linesOf(request)) {
        if (verb === "advance") await advanceTo(Date.parse((input as { to: string }).to));
        else await play(verb, input as Json);
      }
      // The date's own instant, so that the step starts now and not at some later jump.
      if (trigger.type === "date_condition") await jump().catch((error: unknown) => ignoreConflict(error));
    },

    async simulate(error) {
      switch (error.kind) {
        case "provider":
          return await play("provider", { answer: providerAnswer(error), times: error.times });
        case "delivery":
          return await play("status", { to: person, status: "failed", error: error.code });
        case "receipt":
          return await play("status", { to: person, status: error.status });
        case "ai":
          return await play("ai", error.answer === undefined ? { handOver: error.handOver ?? "" } : { answer: error.answer });
        case "call":
          return await play("call", { to: person, outcome: error.outcome });
        case "webhook":
          return await play("http", {
            answer: { status: error.status, ...(error.body !== undefined && { body: error.body }) },
            times: error.times,
          });
      }
    },

    record: (name) => recording.file(name),
    close: () => world.close(),
  };
}

function providerAnswer({ code, http, timeout }: Extract<SimulatedError, { kind: "provider" }>): Json {
  if (timeout) return "timeout";
  return http === undefined ? { error: code ?? 131000 } : { http };
}

function isDatabaseError(error: unknown): boolean {
  return typeof (error as { severity?: unknown }).severity === "string";
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function ignoreConflict(error: unknown): void {
  if (!(error instanceof Refusal) || error.code !== "conflict") throw error;
}

/** What the person did, as a script says it. */
async function messageOf(world: World, action: SandboxAction): Promise<JsonObject> {
  switch (action.type) {
    case "text":
      return { text: action.text };
    case "button":
    case "list_row": {
      const message = await findMessage(world.db, world.workspaceId, action.messageId, null);
      if (!message) throw new Refusal("not_found", "There is no such message in this test.");
      if (message.content.type === "template") return { button: { text: action.title, of: message.content.template } };
      const id = action.type === "list_row" ? action.rowId : (action.buttonId ?? action.title);
      return { reply: { id, ...(message.step_id !== null && { of: message.step_id }) } };
    }
    case "media":
      return { [action.mediaType]: action.caption === undefined ? {} : { caption: action.caption } };
    case "location":
      return {
        location: { latitude: action.latitude, longitude: action.longitude, ...(action.name !== undefined && { name: action.name }) },
      };
    case "reaction":
      return { reaction: action.emoji ?? "" };
  }
}
