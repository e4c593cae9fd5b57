/**
 * Everything that is neither WhatsApp nor us, as one real HTTP server on loopback. The product's outgoing calls reach it
 * through `dispatcher`, whatever host they name; what they asked for is recorded under its real address.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Dispatcher } from "undici";
import { Agent } from "undici";
import type { Json } from "../../domain/json.ts";

export interface OutsideCall {
  method: string;
  /** As the product meant it: `https://crm.example.com/leads?x=1`. */
  url: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  raw: string;
  /** The body as it came. */
  bytes: Buffer;
  /** The body as JSON where it is JSON, else as text. */
  body: Json;
  /** Epoch ms of the virtual clock. */
  at: number;
}

/** `drop` closes the connection without an answer. */
export type OutsideAnswer = { status: number; body?: Json; raw?: string | Uint8Array; headers?: Record<string, string> } | "drop";

export type OutsideHandler = (call: OutsideCall) => OutsideAnswer | undefined | Promise<OutsideAnswer | undefined>;

export interface FakeOutside {
  /** Address of the server itself. */
  url: string;
  /** Give this to connectors: it brings every origin here. */
  dispatcher: Dispatcher;
  /** Calls that no fake service took, in the order they came. */
  calls: OutsideCall[];
  /** Every call with what it was answered, whoever did; a null status is none. */
  answered: { call: OutsideCall; status: number | null }[];
  /**
   * Plans what an address answers; several plans queue up, one without `times` stays. `*` stands for every address without a
   * plan of its own; where there is none, those answer 404.
   */
  answer(url: string, answer: OutsideAnswer, times?: number): void;
  /** The next calls are answered so, whatever their address, fake services included. */
  interrupt(answer: OutsideAnswer, times?: number): void;
  /** A fake service answers for an origin where no plan names the address; undefined leaves the call to the plan of `*`. */
  serve(origin: string, handler: OutsideHandler): void;
  close(): Promise<void>;
}

const ORIGIN_HEADER = "x-sandbox-origin";

interface Plan {
  answer: OutsideAnswer;
  left: number;
}

/** The answer that is due, used up once. */
function take(queue: Plan[] | undefined): OutsideAnswer | undefined {
  const plan = queue?.[0];
  if (!queue || !plan) return undefined;
  plan.left -= 1;
  if (plan.left <= 0) queue.shift();
  return plan.answer;
}

export async function startFakeOutside(now: () => number): Promise<FakeOutside> {
  const calls: OutsideCall[] = [];
  const answered: FakeOutside["answered"] = [];
  const plans = new Map<string, Plan[]>();
  const interruptions: Plan[] = [];
  const services = new Map<string, OutsideHandler>();

  async function answerOf(call: OutsideCall): Promise<OutsideAnswer> {
    // What the scenario says of this very address counts before what a fake service would answer there.
    const planned = take(interruptions) ?? take(plans.get(call.url) ?? plans.get(call.url.split("?")[0] as string));
    const served = planned === undefined ? await services.get(new URL(call.url).origin)?.(call) : undefined;
    if (served !== undefined) return served;
    calls.push(call);
    return planned ?? take(plans.get("*")) ?? { status: 404, body: { error: "nothing here" } };
  }

  const server = createServer((request, response) => {
    void readCall(request, now()).then(async (call) => {
      const answer = await answerOf(call);
      answered.push({ call, status: answer === "drop" ? null : answer.status });
      write(request, response, answer);
    });
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const agent = new Agent();
  return {
    url,
    calls,
    answered,
    dispatcher: agent.compose((dispatch) => (options, handler) => {
      const headers = [...headerPairs(options.headers), ORIGIN_HEADER, String(options.origin)];
      return dispatch({ ...options, origin: url, headers }, handler);
    }),
    answer(address, answer, times = Number.POSITIVE_INFINITY) {
      const queue = plans.get(address) ?? [];
      queue.push({ answer, left: times });
      plans.set(address, queue);
    },
    interrupt: (answer, times = 1) => void interruptions.push({ answer, left: times }),
    serve: (origin, handler) => void services.set(new URL(origin).origin, handler),
    async close() {
      await agent.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** Undici takes headers as an object, as pairs in a flat list or as an iterable of pairs: here always the flat list. */
function headerPairs(headers: Dispatcher.DispatchOptions["headers"]): string[] {
  if (!headers) return [];
  if (Array.isArray(headers)) return headers.map(String);
  const entries = Symbol.iterator in headers ? [...(headers as Iterable<[string, string | string[]]>)] : Object.entries(headers);
  return entries.flatMap(([name, value]) => (value === undefined ? [] : [value].flat().flatMap((one) => [name, one])));
}

async function readCall(request: IncomingMessage, at: number): Promise<OutsideCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const raw = bytes.toString("utf8");
  const { [ORIGIN_HEADER]: origin, ...given } = request.headers;
  const headers = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, [value].flat().join(", ")]));
  // Without the dispatcher somebody called this very server: then that is the address.
  const base = typeof origin === "string" && origin !== "" ? origin : `http://${request.headers.host}`;
  return { method: request.method ?? "GET", url: `${base}${request.url ?? "/"}`, headers, raw, bytes, body: jsonOrText(raw), at };
}

function jsonOrText(raw: string): Json {
  try {
    return JSON.parse(raw) as Json;
  } catch {
    return raw;
  }
}

function write(request: IncomingMessage, response: ServerResponse, answer: OutsideAnswer): void {
  if (answer === "drop") {
    request.socket.destroy();
    return;
  }
  const payload = answer.raw ?? (answer.body === undefined ? "" : JSON.stringify(answer.body));
  const type = answer.raw === undefined ? "application/json" : "text/plain; charset=utf-8";
  response.writeHead(answer.status, { "content-type": type, "content-length": Buffer.byteLength(payload), ...answer.headers });
  response.end(payload);
}
