/** The one way out to addresses that users name: guarded, bounded, without redirects, over kept-alive connections. */
import { isIP } from "node:net";
import { Agent, type Dispatcher, request } from "undici";
import type { OutgoingHttp, OutgoingRequest, OutgoingResult } from "../../domain/outgoing-http.ts";
import { createAddressGuard } from "./address-guard.ts";
import { charsetOf, decodeText } from "./decode-text.ts";
import { failureOf, refused } from "./failure.ts";
import { createGuardedLookup } from "./guarded-lookup.ts";

export interface OutgoingHttpOptions {
  /** Host names, addresses and CIDR blocks that may be reached although they are private. */
  allowPrivateAddresses?: string[];
  /** For the sandbox and scenarios only: takes every connection, so no name is resolved. Addresses are still guarded. */
  dispatcher?: Dispatcher;
}

export interface OutgoingHttpClient extends OutgoingHttp {
  close(): Promise<void>;
}

const TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** Longer answers fail: nobody reads them, and they would stand in memory and in the log. */
export const MAX_ANSWER_BYTES = 256 * 1024;
/** Per host. A slow one cannot take all sockets of the process. */
const CONNECTIONS = 32;
const USER_AGENT = "Parola";

export function createOutgoingHttp({ allowPrivateAddresses = [], dispatcher }: OutgoingHttpOptions = {}): OutgoingHttpClient {
  const guard = createAddressGuard(allowPrivateAddresses);
  const agent =
    dispatcher ??
    new Agent({
      connections: CONNECTIONS,
      pipelining: 1,
      keepAliveTimeout: 10_000,
      keepAliveMaxTimeout: 60_000,
      connect: { timeout: CONNECT_TIMEOUT_MS, lookup: createGuardedLookup(guard) },
    });

  /** Connections to literal addresses skip name resolution, and the sandbox has none: both are looked at here. */
  function forbidden(hostname: string): boolean {
    const host = hostname.replace(/^\[|\]$/g, "");
    if (isIP(host)) return !guard.allows(host, host);
    return dispatcher !== undefined && /(^|\.)localhost\.?$/i.test(host) && !guard.allows("127.0.0.1", host);
  }

  async function exchange(
    url: URL,
    { method, headers, body, timeoutMs, maxBytes = MAX_ANSWER_BYTES, binary = false }: OutgoingRequest,
  ): Promise<OutgoingResult> {
    const answer = await request(`${url.origin}${url.pathname}${url.search}`, {
      method: method,
      headers: { "user-agent": USER_AGENT, ...credentialsOf(url), ...headers },
      ...(body !== undefined && { body }),
      dispatcher: agent,
      // One clock for the whole exchange: a server that sends a byte now and then does not hold it open.
      signal: AbortSignal.timeout(timeoutMs ?? TIMEOUT_MS),
    });
    const bytes = await readBounded(answer.body, maxBytes);
    if (bytes === null) return refused("response_too_large", `the answer is longer than ${maxBytes / 1024} KiB`);
    const flat = flatten(answer.headers);
    const head = { ok: true as const, status: answer.statusCode, headers: flat };
    if (binary) return { ...head, body: "", bytes };
    // Without what PostgreSQL's text and JSON cannot hold.
    return { ...head, body: decodeText(bytes, charsetOfAnswer(flat["content-type"])).replaceAll("\0", "") };
  }

  return {
    async send(outgoing) {
      const url = parseUrl(outgoing.url);
      if (!url) return refused("invalid_url", `"${outgoing.url.slice(0, 200)}" is no http(s) address`);
      if (forbidden(url.hostname)) return refused("private_address", `${url.hostname} is a private address`);
      try {
        return await exchange(url, outgoing);
      } catch (error) {
        return failureOf(error);
      }
    },
    close: async () => void (dispatcher === undefined && (await agent.close())),
  };
}

function parseUrl(text: string): URL | null {
  const url = URL.parse(text);
  return url && (url.protocol === "https:" || url.protocol === "http:") ? url : null;
}

/** `https://user:secret@host` means Basic authentication; undici does not read it. */
function credentialsOf({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

async function readBounded(body: Dispatcher.ResponseData["body"], maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += (chunk as Buffer).length;
    // Leaving the loop destroys the body, and with it the connection.
    if (size > maxBytes) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** JSON is UTF-8 whatever the server's default says. */
function charsetOfAnswer(type = ""): string | undefined {
  return /\bjson\b/i.test(type) ? undefined : charsetOf(type);
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, [value].flat().join(", ")]])),
  );
}
