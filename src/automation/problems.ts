/** What is wrong with a document, in a form that a person, the builder and the CLI can act on. */
export interface Problem {
  /** Stable, e.g. `unknown_object`, `cycle_without_wait`. */
  code: string;
  /** `error` refuses to publish, `activation` refuses to activate, `warning` only tells. */
  severity: "error" | "activation" | "warning";
  /** Where in the document, as keys and indexes: `steps.3.config.tags.0`. */
  path: string;
  /** One sentence: what is wrong. */
  message: string;
  /** One sentence: what to do about it. */
  fix: string;
  /** The step or trigger it belongs to. */
  nodeId?: string;
}

export function problem(code: string, path: (string | number)[] | string, message: string, fix: string): Problem {
  return { code, severity: "error", path: typeof path === "string" ? path : path.join("."), message, fix };
}

export function warning(code: string, path: (string | number)[] | string, message: string, fix: string): Problem {
  return { ...problem(code, path, message, fix), severity: "warning" };
}

/** For a sentence that says itself what would be right. */
export const CORRECT_IT = "Correct it here.";
