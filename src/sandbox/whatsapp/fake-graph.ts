import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { DeliveryStatus } from "../../domain/inbound-message.ts";
import type { JsonObject } from "../../domain/json.ts";
import {
  answerAppSubscriptions,
  answerDebugToken,
  answerPhoneNumber,
  answerPhoneNumbers,
  answerRegister,
  answerSubscribedApps,
  refuseAccount,
  refuseToken,
} from "./fake-account.ts";
import { type FakeAnswer, graphError } from "./fake-answer.ts";
import { addMedia, answerMedia, answerMediaFile, answerResumable, answerUpload } from "./fake-media.ts";
import { answerMessages, deliverStatuses } from "./fake-messages.ts";
import {
  type AcceptedMessage,
  type Attempt,
  createFakeState,
  type FakeAccount,
  type FakeGraphOptions,
  type FakeState,
  type PlannedAnswer,
} from "./fake-state.ts";
import { answerTemplate, answerTemplates, reviewTemplate } from "./fake-templates.ts";

export interface FakeGraph {
  /** Use as `WHATSAPP_GRAPH_URL`. */
  url: string;
  /** In the order of acceptance, whole requests included. Empty with `countOnly`. */
  accepted: AcceptedMessage[];
  /** How many were accepted, also with `countOnly`. */
  acceptedCount(): number;
  attempts: Attempt[];
  reads: { phoneNumberId: string; providerMessageId: string; typing: boolean }[];
  /** What the fake says about token, app and number; change it to make checks fail. */
  account: FakeAccount;
  /** Plans the outcome of the next sends; several calls queue up. */
  answerNext(answer: PlannedAnswer, times?: number): void;
  /** Forgets the planned outcomes: from now on everything is accepted. */
  answerWell(): void;
  /** Delivers statuses of an accepted message as signed webhooks. */
  deliverStatuses(message: AcceptedMessage, statuses: DeliveryStatus["status"][], error?: DeliveryStatus["error"]): Promise<void>;
  /** Gives all languages of a template a new status (APPROVED, REJECTED, PAUSED …) and tells it by webhook. */
  reviewTemplate(name: string, status: string, extra?: JsonObject): Promise<void>;
  /** Makes a customer's file downloadable; returns its media id. */
  addMedia(bytes: Uint8Array, mimeType: string): string;
  /** Forgets everything recorded and planned; templates, media and account stay. */
  reset(): void;
  close(): Promise<void>;
}

/** An upload of a document may have 100 MB; more is refused as by Meta. */
const MAX_BODY_BYTES = 101 * 1024 * 1024;

/** The WhatsApp Cloud API as a real HTTP server on loopback, for the sandbox number, scenarios and tests. */
export async function startFakeGraph(options: FakeGraphOptions = {}): Promise<FakeGraph> {
  const state = createFakeState(options);
  const server = createServer((request, response) => {
    void serve(state, request, response);
  });
  // Longer than the product keeps an idle connection, so that the fake is never the one who hangs up.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: state.url,
    accepted: state.accepted,
    acceptedCount: () => state.acceptedCount,
    attempts: state.attempts,
    reads: state.reads,
    account: state.account,
    answerNext: (answer, times = 1) => {
      state.planned.push({ answer, times });
    },
    answerWell: () => {
      state.planned.length = 0;
    },
    deliverStatuses: (message, statuses, error) => deliverStatuses(state, message, statuses, error),
    reviewTemplate: (name, status, extra) => reviewTemplate(state, name, status, extra),
    addMedia: (bytes, mimeType) => addMedia(state, bytes, mimeType),
    reset: () => {
      state.acceptedCount = 0;
      for (const list of [state.accepted, state.attempts, state.reads, state.planned]) list.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(state: FakeState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let answer: FakeAnswer;
  try {
    answer = await route(state, request, await readBody(request));
  } catch (error) {
    answer = graphError(131000, "Something went wrong", error instanceof Error ? error.message : String(error));
  }
  if (answer === "drop") {
    request.socket.destroy();
    return;
  }
  const payload = "bytes" in answer ? answer.bytes : JSON.stringify(answer.json);
  const type = "bytes" in answer ? answer.contentType : "application/json; charset=UTF-8";
  const extra = "json" in answer ? answer.headers : undefined;
  response.writeHead(answer.status, { "content-type": type, "content-length": Buffer.byteLength(payload), ...extra });
  response.end(payload);
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) request.destroy(new Error("The body is too large"));
      else chunks.push(chunk);
    });
    request.once("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.once("error", reject);
  });
}

function route(state: FakeState, request: IncomingMessage, raw: Buffer): FakeAnswer | Promise<FakeAnswer> {
  const { authorization, "content-type": contentType = "" } = request.headers;
  const method = request.method ?? "GET";
  const refusal = refuseToken(state, authorization);
  if (refusal !== undefined) return refusal;
  const [pathname = "", search = ""] = (request.url ?? "").split("?");
  const [first = "", second = "", third = ""] = pathname.slice(1).split("/");
  if (first === "media-files") return answerMediaFile(state, second, request.headers["user-agent"]);
  const json = contentType.startsWith("application/json") ? parseObject(raw) : {};
  if (json === undefined) return graphError(100, "Invalid parameter", "The body is not a JSON object");
  // The one endpoint that matters for speed comes before everything that needs the query.
  if (third === "messages" && method === "POST") return answerMessages(state, second, json);
  const query = new URLSearchParams(search);
  return routeObject(state, { method, id: decodeURIComponent(second), edge: third, query, json, raw, contentType, authorization });
}

interface ObjectRequest {
  method: string;
  id: string;
  edge: string;
  query: URLSearchParams;
  json: JsonObject;
  raw: Buffer;
  contentType: string;
  authorization: string | undefined;
}

/** /{version}/{id}/{edge} */
function routeObject(state: FakeState, request: ObjectRequest): FakeAnswer | Promise<FakeAnswer> {
  const { method, id, edge, query, json, raw, contentType } = request;
  switch (edge) {
    case "media":
      return answerUpload(state, raw, contentType);
    case "message_templates":
      return answerTemplates(state, method, id, query, json);
    case "subscribed_apps":
      return refuseAccount(state, id) ?? answerSubscribedApps(state, method);
    case "subscriptions":
      return answerAppSubscriptions(state, request.authorization);
    case "phone_numbers":
      return refuseAccount(state, id) ?? answerPhoneNumbers(state);
    case "register":
      return answerRegister(json);
    case "uploads":
      return answerResumable(state, "", query, raw);
    case "":
      break;
    default:
      return graphError(2500, `Unknown path components: /${edge}`);
  }
  if (id === "debug_token") return answerDebugToken(state);
  if (id.startsWith("upload:")) return answerResumable(state, id, query, raw);
  return answerMedia(state, method, id) ?? answerTemplate(state, method, id, json) ?? answerPhoneNumber(state, id, query);
}

function parseObject(raw: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(raw.toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
