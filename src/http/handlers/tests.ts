/** Test mode: sessions are the work of `app.tests`, which runs them on an isolated workspace and clock. */
import type { InferContractRouterInputs, InferContractRouterOutputs } from "@orpc/contract";
import type { tests as contract } from "../../contract/tests.ts";
import { Refusal } from "../../domain/refusal.ts";
import type { Caller } from "../context.ts";
import { api } from "../procedures.ts";

type Inputs = InferContractRouterInputs<typeof contract>;
type Outputs = InferContractRouterOutputs<typeof contract>;
type Parsed<K extends keyof Outputs> = Parameters<Parameters<(typeof api.tests)[K]["handler"]>[0]>[0] extends { input: infer I }
  ? I
  : Inputs[K];

/** One function per procedure of the contract; the caller's workspace bounds what each may touch. */
export type TestService = { [K in keyof Outputs]: (caller: Caller, input: Parsed<K>) => Promise<Outputs[K]> };

function service(tests: TestService | undefined): TestService {
  if (!tests) throw new Refusal("not_available", "This process has no test mode.");
  return tests;
}

export const tests = {
  start: api.tests.start.handler(({ context: { app, caller }, input }) => service(app.tests).start(caller, input)),
  state: api.tests.state.handler(({ context: { app, caller }, input }) => service(app.tests).state(caller, input)),
  act: api.tests.act.handler(({ context: { app, caller }, input }) => service(app.tests).act(caller, input)),
  trigger: api.tests.trigger.handler(({ context: { app, caller }, input }) => service(app.tests).trigger(caller, input)),
  advance: api.tests.advance.handler(({ context: { app, caller }, input }) => service(app.tests).advance(caller, input)),
  jump: api.tests.jump.handler(({ context: { app, caller }, input }) => service(app.tests).jump(caller, input)),
  simulate: api.tests.simulate.handler(({ context: { app, caller }, input }) => service(app.tests).simulate(caller, input)),
  end: api.tests.end.handler(({ context: { app, caller }, input }) => service(app.tests).end(caller, input)),
  record: api.tests.record.handler(({ context: { app, caller }, input }) => service(app.tests).record(caller, input)),
  scenarios: api.tests.scenarios.handler(({ context: { app, caller }, input }) => service(app.tests).scenarios(caller, input)),
  saveScenario: api.tests.saveScenario.handler(({ context: { app, caller }, input }) => service(app.tests).saveScenario(caller, input)),
  updateScenario: api.tests.updateScenario.handler(({ context: { app, caller }, input }) =>
    service(app.tests).updateScenario(caller, input),
  ),
  deleteScenario: api.tests.deleteScenario.handler(({ context: { app, caller }, input }) =>
    service(app.tests).deleteScenario(caller, input),
  ),
  run: api.tests.run.handler(({ context: { app, caller }, input }) => service(app.tests).run(caller, input)),
};
