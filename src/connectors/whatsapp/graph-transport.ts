import { Pool } from "undici";

/** What a call needs to know about a number and its account at Meta. */
export interface GraphChannel {
  /** `https://graph.facebook.com`, or a fake's address; may have a path. */
  graphUrl: string;
  /** `v25.0` */
  version: string;
  accessToken: string;
  phoneNumberId: string;
  wabaId: string;
}

export interface GraphTransport {
  /** The pool and path prefix (no slash at its end) of a base URL. */
  target(url: string): { pool: Pool; prefix: string };
  timeoutMs: number;
  /** Waits for requests in flight. */
  close(): Promise<void>;
}

export interface GraphTransportOptions {
  /** Without an answer for so long a call fails; the outcome of a send is then unknown. */
  timeoutMs?: number;
  /** Per origin, opened when needed. As many requests can be in flight: HTTP/1.1 without pipelining. */
  maxConnections?: number;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** One keep-alive pool per origin for the life of the process. */
export function createGraphTransport(options: GraphTransportOptions = {}): GraphTransport {
  const { timeoutMs = 30_000, maxConnections = 256 } = options;
  const pools = new Map<string, Pool>();
  // By the URL as configured: parsing it anew for every message would cost more than the rest of the send.
  const targets = new Map<string, { pool: Pool; prefix: string }>();

  function poolOf(origin: string): Pool {
    let pool = pools.get(origin);
    if (pool === undefined) {
      pool = new Pool(origin, {
        connections: maxConnections,
        // Pipelining would put one message's fate behind another's.
        pipelining: 1,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        connect: { timeout: CONNECT_TIMEOUT_MS },
        // An idle connection the server closes in the very moment of a send makes that send's outcome unknown: ours close first.
        keepAliveTimeout: 10_000,
      });
      pools.set(origin, pool);
    }
    return pool;
  }

  return {
    timeoutMs,
    target(url) {
      let target = targets.get(url);
      if (target === undefined) {
        const { origin, pathname } = new URL(url);
        target = { pool: poolOf(origin), prefix: pathname.replace(/\/+$/, "") };
        targets.set(url, target);
      }
      return target;
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}
