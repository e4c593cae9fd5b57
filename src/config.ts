import { resolve } from "node:path";
import { z } from "zod";
import { StartupError } from "./domain/startup-error.ts";

/** What one process does. Any mix of processes may share a database. */
export const ROLES = ["web", "worker", "sender"] as const;
export type Role = (typeof ROLES)[number];

const port = z.coerce.number("a whole number from 0 to 65535").int("a whole number").min(0, "at least 0").max(65535, "at most 65535");
const url = (protocol: RegExp, words: string) => z.url({ protocol, error: words });
const list = z.string().transform((text) =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter(Boolean),
);

const POSTGRES = "an address like postgres://user:password@host:5432/database";

/** The environment as it is written; `docs/configuration.md` says the same in prose, and a test holds the two together. */
export const environment = z.object({
  PORT: port.default(3000),
  HOST: z.string().default("127.0.0.1"),
  DATA_DIR: z.string().default("./data"),
  DATABASE_URL: url(/^postgres(ql)?$/, POSTGRES)
    .refine((text) => text.includes("://"), POSTGRES)
    .optional(),
  PUBLIC_URL: url(/^https?$/, "an address like https://parola.example.com").optional(),
  SECRET_KEY: z.string().min(32, "at least 32 characters, for example the output of: openssl rand -hex 32").optional(),
  WHATSAPP_GRAPH_URL: url(/^https?$/, "an address like https://graph.facebook.com").default("https://graph.facebook.com"),
  WHATSAPP_GRAPH_VERSION: z
    .string()
    .regex(/^v\d+\.\d+$/, "a version like v25.0")
    .default("v25.0"),
  ROLES: list.pipe(z.array(z.enum(ROLES, `a list of ${ROLES.join(", ")}`)).min(1, "at least one role")).default([...ROLES]),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "silent"], "one of trace, debug, info, warn, error, silent")
    .default("info"),
  ALLOW_PRIVATE_ADDRESSES: list.default([]),
  SMTP_URL: url(/^smtps?$/, "an address like smtp://user:password@mail.example.com:587").optional(),
  S3_ENDPOINT: url(/^https?$/, "an address like https://s3.eu-south-1.amazonaws.com").optional(),
  S3_REGION: z.string().default("us-east-1"),
  S3_BUCKET: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
});

/** Where media are kept when not under `DATA_DIR`. */
export interface S3Config {
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Everything that differs from one installation to the next, checked and complete. */
export interface Config {
  port: number;
  host: string;
  /** Absolute path; made on start. */
  dataDir: string;
  /** Absent: the embedded PostgreSQL under `dataDir`. */
  databaseUrl?: string;
  /** Address at which browsers and providers reach us, without a slash at the end. */
  publicUrl: string;
  /** Whether `publicUrl` was set, and not made from the port. */
  publicUrlSet: boolean;
  /** Absent: the key generated under `dataDir` (see `secret-key.ts`). */
  secretKey?: string;
  whatsapp: { graphUrl: string; graphVersion: string };
  roles: ReadonlySet<Role>;
  logLevel: string;
  /** Host names, addresses and CIDR blocks that outgoing calls may reach although they are private. */
  allowPrivateAddresses: string[];
  /** Absent: no e-mail is sent. */
  smtpUrl?: string;
  /** Absent: files under `dataDir`. */
  s3?: S3Config;
}

/**
 * Reads the configuration from environment variables. Empty ones count as absent, as Docker Compose hands them on.
 *
 * @throws {StartupError} naming every variable that is wrong, and what it should be
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = environment.safeParse(given);
  const faults = parsed.error?.issues.map(({ path, message }) => `${String(path[0])} must be ${message}`) ?? [];
  const s3 = parsed.data && readS3(parsed.data, faults);
  if (!parsed.data || faults.length > 0) throw new StartupError(`The configuration is wrong: ${[...new Set(faults)].join("; ")}.`);

  const { data } = parsed;
  return {
    port: data.PORT,
    host: data.HOST,
    dataDir: resolve(data.DATA_DIR),
    ...(data.DATABASE_URL && { databaseUrl: data.DATABASE_URL }),
    publicUrlSet: data.PUBLIC_URL !== undefined,
    publicUrl: withoutSlash(data.PUBLIC_URL ?? `http://localhost:${data.PORT}`),
    ...(data.SECRET_KEY && { secretKey: data.SECRET_KEY }),
    whatsapp: { graphUrl: withoutSlash(data.WHATSAPP_GRAPH_URL), graphVersion: data.WHATSAPP_GRAPH_VERSION },
    roles: new Set(data.ROLES),
    logLevel: data.LOG_LEVEL,
    allowPrivateAddresses: data.ALLOW_PRIVATE_ADDRESSES,
    ...(data.SMTP_URL && { smtpUrl: data.SMTP_URL }),
    ...(s3 && { s3 }),
  };
}

function readS3(data: z.infer<typeof environment>, faults: string[]): S3Config | undefined {
  const { S3_ENDPOINT, S3_REGION, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = data;
  const parts = { S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY };
  const missing = Object.entries(parts).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length > 0 && missing.length < Object.keys(parts).length) {
    faults.push(`${missing.join(", ")} must be set too, since other S3 settings are`);
  }
  if (!S3_ENDPOINT || !S3_BUCKET || !S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY) return undefined;
  return {
    endpoint: withoutSlash(S3_ENDPOINT),
    region: S3_REGION,
    bucket: S3_BUCKET,
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
  };
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, "");
}
