/** Ids that become exits: each once, and none that the step type uses for an exit of its own. */

/** Arguments for `.refine()` of an array of objects with an `id`. */
export function uniqueIds(reserved: readonly string[]) {
  const check = (items: readonly { id: string }[]) => firstClash(items, reserved) === null;
  const params = {
    error: (issue: { input?: unknown }) => firstClash(issue.input as { id: string }[], reserved) ?? "ids must be unique",
  };
  return [check, params] as const;
}

function firstClash(items: readonly { id: string }[], reserved: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const { id } of items) {
    if (reserved.includes(id)) return `the id "${id}" is taken by an exit of the step itself; choose another`;
    if (seen.has(id)) return `the id "${id}" is used twice`;
    seen.add(id);
  }
  return null;
}
