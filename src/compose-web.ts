/** The web role: everything that request handlers may use, in one context. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import type { Logger as PinoLogger } from "pino";
import type { Registry } from "./automation/trigger.ts";
import type { Config } from "./config.ts";
import type { Mailer } from "./connectors/mail/mailer.ts";
import type { FileStorage } from "./connectors/storage/file-storage.ts";
import type { GraphClient } from "./connectors/whatsapp/graph-client.ts";
import type { Clock } from "./domain/clock.ts";
import type { OutgoingHttp } from "./domain/outgoing-http.ts";
import { createAuth } from "./http/accounts/auth.ts";
import type { AppContext, SandboxService } from "./http/context.ts";
import type { TestService } from "./http/handlers/tests.ts";
import type { LiveHub } from "./http/live-hub.ts";
import { createPresenceBoard } from "./http/presence.ts";
import type { CatalogCache } from "./store/catalog-cache.ts";
import { createDb } from "./store/db.ts";
import type { EventWriter } from "./store/event-writer.ts";
import type { SecretBox } from "./store/secret.ts";

export interface WebParts {
  config: Config;
  log: PinoLogger;
  pool: pg.Pool;
  clock: Clock;
  registry: Registry;
  catalogs: CatalogCache;
  secrets: SecretBox;
  /** Signs sessions. */
  secretKey: Buffer;
  live: LiveHub;
  writer: EventWriter;
  graph: GraphClient;
  http: OutgoingHttp;
  sandbox: { graphUrl: string; service: SandboxService };
  storage: FileStorage;
  mailer?: Mailer | undefined;
  tests: TestService;
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));

export async function composeWeb(parts: WebParts): Promise<AppContext> {
  const { config, log, pool, mailer } = parts;
  const db = createDb(pool);
  const { version } = JSON.parse(await readFile(`${ROOT}package.json`, "utf8")) as { version: string };
  const webRoot = `${ROOT}dist/web`;
  return {
    pool,
    db,
    clock: parts.clock,
    logger: log,
    registry: parts.registry,
    catalogs: parts.catalogs,
    secrets: parts.secrets,
    auth: createAuth({
      db,
      publicUrl: config.publicUrl,
      secret: parts.secretKey.toString("hex"),
      sendMail: mailer && ((mail) => mailer.send(mail)),
      onError: (message) => log.warn({ part: "accounts" }, message),
    }),
    live: parts.live,
    presence: createPresenceBoard(),
    writer: parts.writer,
    graph: parts.graph,
    http: parts.http,
    sandbox: parts.sandbox.service,
    storage: parts.storage,
    mailer,
    tests: parts.tests,
    config: {
      publicUrl: config.publicUrl,
      version,
      webRoot: existsSync(`${webRoot}/index.html`) ? webRoot : undefined,
      galleryRoot: `${ROOT}gallery`,
      graph: { whatsappUrl: config.whatsapp.graphUrl, sandboxUrl: parts.sandbox.graphUrl, version: config.whatsapp.graphVersion },
    },
    later(name, work) {
      work().catch((error: unknown) => log.error({ err: error, work: name }, "work after an answer failed"));
    },
  };
}
