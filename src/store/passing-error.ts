/** Classes of PostgreSQL's error codes that say nothing about the data: connections, rollbacks, resources, shutdowns, the system. */
const PASSING_CLASSES = new Set(["08", "25", "40", "53", "55", "57", "58", "XX"]);
/** The driver's own words where there is no code. */
const CONNECTION = /connection|terminated|timeout|socket/i;

/** Whether trying the same again can help: true for trouble with the database, false for what the work itself brings about. */
export function isPassingError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code !== "string") return CONNECTION.test(error.message) && error.constructor === Error;
  // Five characters are PostgreSQL's; anything else is the network's (ECONNREFUSED).
  return code.length === 5 && !/^E[A-Z]{4}$/.test(code) ? PASSING_CLASSES.has(code.slice(0, 2)) : true;
}
