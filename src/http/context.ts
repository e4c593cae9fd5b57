/** What every request handler may use; made once in `main.ts`, the scenario runner and the tests. */
import type pg from "pg";
import type { Registry } from "../automation/trigger.ts";
import type { FileStorage } from "../connectors/storage/file-storage.ts";
import type { GraphClient } from "../connectors/whatsapp/graph-client.ts";
import type { Permission, Role } from "../contract/roles.ts";
import type { SandboxAction } from "../contract/sandbox.ts";
import type { Clock } from "../domain/clock.ts";
import type { OutgoingHttp } from "../domain/outgoing-http.ts";
import type { CatalogCache } from "../store/catalog-cache.ts";
import type { Db } from "../store/db.ts";
import type { EventWriter } from "../store/event-writer.ts";
import type { SecretBox } from "../store/secret.ts";
import type { Auth } from "./accounts/auth.ts";
import type { TestService } from "./handlers/tests.ts";
import type { LiveHub } from "./live-hub.ts";
import type { PresenceBoard } from "./presence.ts";

/** The part of a logger we use; pino's fits. */
export interface HttpLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** The phone on the screen. */
export interface SandboxService {
  /** Does as the customer, through the same signed webhook as Meta's; answers when the webhook has been accepted. */
  sendInbound(
    workspaceId: string,
    channelId: string,
    inbound: { from: { phone: string; name: string }; action: SandboxAction },
  ): Promise<{ providerMessageId: string; sentAt: number }>;
}

export interface Mailer {
  send(mail: { to: string; subject: string; text: string }): Promise<void>;
}

export interface HttpConfig {
  /** Origin under which browsers and providers reach us, without a slash at the end. */
  publicUrl: string;
  version: string;
  /** Folder of the built web app; absent: only the API is served. */
  webRoot?: string | undefined;
  /** Folder of the gallery's YAML files. */
  galleryRoot?: string | undefined;
  graph: { whatsappUrl: string; sandboxUrl: string; version: string };
  /** Requests per minute and address; tests raise it. */
  requestsPerMinute?: number | undefined;
}

export interface AppContext {
  pool: pg.Pool;
  db: Db;
  clock: Clock;
  logger: HttpLogger;
  registry: Registry;
  catalogs: CatalogCache;
  secrets: SecretBox;
  auth: Auth;
  live: LiveHub;
  presence: PresenceBoard;
  writer: EventWriter;
  graph: GraphClient;
  /** For addresses that users name. */
  http: OutgoingHttp;
  /** Absent in processes without the sandbox. */
  sandbox?: SandboxService | undefined;
  /** Absent in processes without test mode. */
  tests?: TestService | undefined;
  storage: FileStorage;
  mailer?: Mailer | undefined;
  config: HttpConfig;
  /** Runs something after the answer was sent; failures are logged. */
  later(name: string, work: () => Promise<void>): void;
}

/** Who asks, for which workspace, and what they may. */
export interface Caller {
  workspaceId: string;
  kind: "member" | "api_key";
  /** Of the member or the key. */
  id: string;
  /** Null for API keys. */
  memberId: string | null;
  userId: string | null;
  email: string | null;
  name: string;
  role: Role | null;
  permissions: ReadonlySet<Permission>;
  /** Set for operators who see only what is assigned to them: their member id. */
  onlyAssignedTo: string | null;
}

export interface SessionInfo {
  sessionId: string;
  user: { id: string; name: string; email: string; locale: string | null; twoFactorEnabled: boolean };
  activeWorkspaceId: string | null;
}

/** What a handler finds beside its input. */
export interface RequestContext {
  app: AppContext;
  headers: Headers;
  resHeaders?: Headers;
  method: string;
  ip: string;
}
