/** Comparing what a script expects with what is there. */

/** Every key that is expected must be there and equal; further keys are free. Lists must be equal element by element. */
export function matches(expected: unknown, found: unknown): boolean {
  if (Array.isArray(expected)) {
    return Array.isArray(found) && expected.length === found.length && expected.every((item, index) => matches(item, found[index]));
  }
  if (typeof expected === "object" && expected !== null) {
    if (typeof found !== "object" || found === null || Array.isArray(found)) return false;
    return Object.entries(expected).every(([key, value]) => value === undefined || matches(value, (found as Record<string, unknown>)[key]));
  }
  // YAML tells 1 from "1", people do not.
  return (
    expected === found ||
    (isScalar(expected) && isScalar(found) && String(expected) === String(found)) ||
    (expected === null && found === undefined)
  );
}

function isScalar(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** Whether the two lists pair off completely, in any order (a maximum bipartite matching: vague expectations take what is left). */
export function pairsOff<E, F>(expected: E[], found: F[], fits: (expected: E, found: F) => boolean): boolean {
  if (expected.length !== found.length) return false;
  const takenBy = new Map<number, number>();
  const place = (index: number, tried: Set<number>): boolean =>
    found.some((candidate, at) => {
      if (tried.has(at) || !fits(expected[index] as E, candidate)) return false;
      tried.add(at);
      const holder = takenBy.get(at);
      if (holder !== undefined && !place(holder, tried)) return false;
      takenBy.set(at, index);
      return true;
    });
  return expected.every((_, index) => place(index, new Set()));
}

/** Splits a list by person, each part in its order. */
export function byPerson<T>(items: T[], personOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const person = personOf(item);
    const group = groups.get(person);
    if (group) group.push(item);
    else groups.set(person, [item]);
  }
  return groups;
}

/** What has come to a growing record since the last expectation of this key looked at it. */
export function unseen<T>(seen: Map<string, number>, key: string, all: T[]): T[] {
  const fresh = all.slice(seen.get(key) ?? 0);
  seen.set(key, all.length);
  return fresh;
}
