/** For tests: the whole HTTP side on a database of the test's own, and clients that speak to it as people and systems do. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { createOutgoingHttp } from "../connectors/http/outgoing-http.ts";
import { createLocalStorage } from "../connectors/storage/local-storage.ts";
import { createGraphClient } from "../connectors/whatsapp/graph-client.ts";
import { type ApiClient, createApiClient } from "../contract/client.ts";
import type { Role } from "../contract/roles.ts";
import { loadRegistry } from "../registry.ts";
import { createCatalogCache } from "../store/catalog-cache.ts";
import { createDb } from "../store/db.ts";
import { createEventWriter } from "../store/event-writer.ts";
import { createSecretBox } from "../store/secret.ts";
import { createTestDatabase, type TestDatabase } from "../store/test-database.ts";
import { createAuth } from "./accounts/auth.ts";
import type { AppContext } from "./context.ts";
import { createLiveHub } from "./live-hub.ts";
import { createPresenceBoard } from "./presence.ts";
import { buildServer } from "./server.ts";

export const ORIGIN = "http://parola.test";
/** Monday, 2 March 2026, 10:00 in Rome. */
export const TEST_START = 1_772_442_000_000;

export interface TestApp {
  context: AppContext;
  server: FastifyInstance;
  database: TestDatabase;
  clock: { now(): number; advance(ms: number): void };
  /** What was to happen after answers has happened. */
  settle(): Promise<void>;
  /** A client with these headers; a session's cookie is kept and sent as a browser does. */
  client(headers?: Record<string, string>): TestClient;
  close(): Promise<void>;
}

export type TestClient = ApiClient & { readonly cookie: { value: string } };

export async function createTestApp(overrides: Partial<AppContext> = {}): Promise<TestApp> {
  const database = await createTestDatabase();
  const { pool } = database;
  const db = createDb(pool);
  const registry = await loadRegistry();
  let now = TEST_START;
  const clock = { now: () => now, advance: (ms: number) => void (now += ms) };
  const pending = new Set<Promise<void>>();
  const graph = createGraphClient();
  const files = await mkdtemp(join(tmpdir(), "parola-test-files-"));
  const failures: string[] = [];
  const context: AppContext = {
    pool,
    db,
    clock,
    logger: {
      info: () => {},
      warn: () => {},
      error: (details, message) => failures.push(`${message}: ${String((details as { err?: Error }).err?.stack)}`),
    },
    registry,
    catalogs: createCatalogCache(registry),
    secrets: createSecretBox(Buffer.alloc(32, 7)),
    auth: createAuth({ db, publicUrl: ORIGIN, secret: "t".repeat(64), rateLimit: false }),
    live: createLiveHub("test"),
    presence: createPresenceBoard(),
    writer: createEventWriter(pool, () => {}),
    graph,
    http: createOutgoingHttp(),
    storage: createLocalStorage(files),
    config: {
      publicUrl: ORIGIN,
      version: "test",
      galleryRoot: new URL("../../gallery", import.meta.url).pathname,
      graph: { whatsappUrl: "http://127.0.0.1:9", sandboxUrl: "http://127.0.0.1:9", version: "v25.0" },
      requestsPerMinute: 1_000_000,
    },
    later(_name, work) {
      const running = work()
        .catch(() => {})
        .finally(() => pending.delete(running));
      pending.add(running);
    },
    ...overrides,
  };
  const server = await buildServer(context);
  const settle = async () => {
    await Promise.all(pending);
  };
  return {
    context,
    server,
    database,
    clock,
    settle,
    client: (headers = {}) => testClient(server, headers),
    async close() {
      await server.close();
      await rm(files, { recursive: true, force: true });
      await settle();
      await graph.close();
      await database.drop();
      if (failures.length > 0) throw new Error(`Requests failed on our side:\n${failures.join("\n")}`);
    },
  };
}

function testClient(server: FastifyInstance, headers: Record<string, string>): TestClient {
  const cookie = { value: "" };
  const client = createApiClient({
    origin: ORIGIN,
    headers: () => ({ ...headers, ...(cookie.value && { cookie: cookie.value, origin: ORIGIN }) }),
    fetch: async (request) => {
      const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
      const { pathname, search } = new URL(request.url);
      const answer = await server.inject({
        method: request.method as "GET",
        url: pathname + search,
        headers: {
          ...Object.fromEntries(request.headers),
          ...headers,
          ...(cookie.value && { cookie: cookie.value, origin: ORIGIN }),
          host: new URL(ORIGIN).host,
          ...(body && { "content-length": String(body.length) }),
        },
        ...(body && { payload: body }),
      });
      const set = [answer.headers["set-cookie"] ?? []].flat().map((line) => line.split(";", 1)[0]);
      if (set.length > 0) cookie.value = set.join("; ");
      const responseHeaders = new Headers();
      for (const [name, value] of Object.entries(answer.headers)) if (typeof value === "string") responseHeaders.set(name, value);
      return new Response(answer.statusCode === 204 ? null : new Uint8Array(answer.rawPayload), {
        status: answer.statusCode,
        headers: responseHeaders,
      });
    },
  });
  // Awaiting it must give itself: it is no promise, whatever a client that answers every name says.
  const get = (target: ApiClient, key: string | symbol) =>
    key === "cookie" ? cookie : key === "then" ? undefined : Reflect.get(target, key);
  return new Proxy(client, { get }) as TestClient;
}

export const OWNER = { name: "Olivia Owner", email: "olivia@example.com", password: "correct horse battery", workspaceName: "Acme" };

/** The first start: a client signed in as the owner of the first workspace. */
export async function setUpOwner(app: TestApp): Promise<{ client: TestClient; workspaceId: string; channelId: string; userId: string }> {
  const client = app.client();
  const made = await client.setup.createOwner({ ...OWNER, timeZone: "Europe/Rome", language: "it", country: "IT" });
  return { client, ...made };
}

/** A further person who joins the owner's workspace by an invitation. */
export async function joinAs(app: TestApp, owner: TestClient, role: Role, email = `${role}@example.com`): Promise<TestClient> {
  const { url } = await owner.members.invite({ role });
  const client = app.client();
  await client.members.acceptInvitation({ token: url.split("/").at(-1) as string, name: role, email, password: "correct horse battery" });
  return client;
}
