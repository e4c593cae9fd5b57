/** What composing a message looks at: a step's context, or a contact alone where no run is behind the message. */
import type { Environment, Scope } from "../scope.ts";
import type { StepContext } from "../step.ts";
import { renderTemplate } from "../template.ts";
import { lookupField, templateVariables } from "../variables.ts";

export type MessageContext = Pick<StepContext, "scope" | "workspace" | "connected" | "render" | "variables" | "lookup"> & {
  /** Texts that a person typed: braces in them are braces. */
  literal?: ReadonlySet<string>;
};

/** Of a campaign, a person, the API: nothing waits for its buttons, and `trigger`, `reply` and `vars` are empty. */
export function contactMessageContext(scope: Scope, environment: Environment): MessageContext {
  const variables = () => templateVariables(scope, null, environment);
  return {
    scope,
    workspace: scope.workspace,
    connected: () => false,
    render: (text) => renderTemplate(text, variables()),
    variables,
    lookup: (field) => lookupField(scope, null, environment, field),
  };
}
