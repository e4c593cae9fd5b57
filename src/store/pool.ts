import pg from "pg";

/** Settings of a pool of connections. */
export interface PoolOptions {
  /** Most connections at a time. */
  max: number;
  /** Shown by PostgreSQL as the application's name, so that its activity list says who waits for what. */
  name: string;
  /** Told of a connection that broke while nobody used it; whoever asks next gets a new one. */
  onError?: (error: Error) => void;
}

/** Opens a pool on a PostgreSQL URL. It connects when it is first used. */
export function createPool(url: string, { max, name, onError }: PoolOptions): pg.Pool {
  const settings = settingsOf(url);
  // The pool awaits it, and hands out no connection for which it failed.
  const hooks = { onConnect: (client: pg.ClientBase) => applySettings(client, settings) };
  const pool = new pg.Pool({
    ...connection(url, name),
    max,
    idleTimeoutMillis: 30_000,
    ...(settings.length > 0 && hooks),
  });
  // Without a listener a restart of PostgreSQL would end the process: Node treats an unheard 'error' event as fatal.
  // A connection in use reports its breaking here as well as to the query that fails.
  pool.on("error", (error) => onError?.(error));
  pool.on("connect", (client) => client.on("error", (error) => onError?.(error)));
  return pool;
}

/** One connection of its own, for what a pool cannot hold: session locks and LISTEN. The caller connects and ends it. */
export function createClient(url: string, name: string): pg.Client {
  return new pg.Client(connection(url, name));
}

/**
 * What a URL may ask of every connection of a pool, as `?search_path=…`. Made so by a statement before the first query: PostgreSQL's own
 * way, the startup parameter `options`, is refused or dropped by poolers.
 */
const SETTINGS = ["search_path", "synchronous_commit"];

function settingsOf(url: string): [name: string, value: string][] {
  const { searchParams } = new URL(url);
  return SETTINGS.flatMap((name): [string, string][] => {
    const value = searchParams.get(name);
    return value === null ? [] : [[name, value]];
  });
}

async function applySettings(client: pg.ClientBase, settings: [name: string, value: string][]): Promise<void> {
  await client.query("SELECT set_config(name, value, false) FROM unnest($1::text[], $2::text[]) AS s(name, value)", [
    settings.map(([name]) => name),
    settings.map(([, value]) => value),
  ]);
}

function connection(url: string, name: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: `parola ${name}`,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: { getTypeParser },
  };
}

// Types by their number in PostgreSQL's catalogue (pg_type.dat); the driver's list names no arrays.
const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;
const DATE_ARRAY = 1182;
const TEXT_ARRAY = 1009;

/**
 * The driver's own reading of a column's text, but for two types: 64-bit integers become numbers, since ours are counters
 * and epoch times (what does not fit is an error, never a rounded number); a date without a time stays text, since the
 * driver would read it as midnight of the server's zone.
 */
function getTypeParser(type: number, format: "text" | "binary" = "text"): (text: string) => unknown {
  if (format === "text") {
    if (type === INT8) return parseInt8;
    if (type === DATE) return (text) => text;
    if (type === INT8_ARRAY) return (text) => parseTextArray(text).map((item) => (item === null ? null : parseInt8(item)));
    if (type === DATE_ARRAY) return parseTextArray;
  }
  return builtinParser(type, format);
}

// Declared for the listed types only, and works for every one.
const builtinParser = pg.types.getTypeParser as (type: number, format: "text" | "binary") => (text: string) => unknown;

function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`PostgreSQL answered the integer ${text}, which a JavaScript number cannot hold`);
  return value;
}

function parseTextArray(text: string): (string | null)[] {
  return builtinParser(TEXT_ARRAY, "text")(text) as (string | null)[];
}
