/**
 * Accounts, sessions, passwords, second factors and API keys are better-auth's work, under our names for its tables.
 * Memberships are ours: operators are objects of the product that automations name, so they change through our API.
 */
import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import { twoFactor } from "better-auth/plugins/two-factor";
import type { Db } from "../../store/db.ts";
import { newId } from "../../store/id.ts";

export interface AuthOptions {
  db: Db;
  /** Origin under which browsers reach us. */
  publicUrl: string;
  /** Signs cookies and seals second factors. */
  secret: string;
  /** Off only in tests, which sign in more often than people do. */
  rateLimit?: boolean;
  /** Absent: nobody can be sent a link to set a new password. */
  sendMail?: ((mail: { to: string; subject: string; text: string }) => Promise<void>) | undefined;
  onError?: ((message: string) => void) | undefined;
}

/** A person's keys may be asked this many times a minute; the answer says so in its headers. */
export const KEY_REQUESTS_PER_MINUTE = 1200;

const DAY_SECONDS = 86_400;

export function createAuth({ db, publicUrl, secret, rateLimit = true, sendMail, onError }: AuthOptions) {
  return betterAuth({
    appName: "Parola",
    baseURL: publicUrl,
    basePath: "/api/auth",
    secret,
    database: { db, type: "postgres" },
    telemetry: { enabled: false },
    logger: { disabled: onError === undefined, level: "error", log: (_level, message) => onError?.(message) },
    trustedOrigins: (request) => sameHost(request, publicUrl),
    user: {
      modelName: "app_user",
      fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" },
      additionalFields: { locale: { type: "string", required: false } },
    },
    session: {
      modelName: "session",
      expiresIn: 30 * DAY_SECONDS,
      updateAge: DAY_SECONDS,
      fields: {
        userId: "user_id",
        expiresAt: "expires_at",
        ipAddress: "ip_address",
        userAgent: "user_agent",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
      additionalFields: { activeWorkspaceId: { type: "string", required: false, input: false, fieldName: "active_workspace_id" } },
    },
    account: {
      modelName: "login",
      fields: {
        userId: "user_id",
        accountId: "account_id",
        providerId: "provider_id",
        accessToken: "access_token",
        refreshToken: "refresh_token",
        idToken: "id_token",
        accessTokenExpiresAt: "access_token_expires_at",
        refreshTokenExpiresAt: "refresh_token_expires_at",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    verification: { fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" } },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 10,
      maxPasswordLength: 128,
      // Whoever had the old password is out.
      revokeSessionsOnPasswordReset: true,
      ...(sendMail && {
        sendResetPassword: async ({ user, token }: { user: { email: string }; token: string }) =>
          sendMail({
            to: user.email,
            subject: "A new password for Parola",
            text: `Choose a new password here, within an hour:\n\n${publicUrl}/reset-password?token=${token}\n\nYou did not ask for one? Then there is nothing to do.\n`,
          }),
      }),
    },
    rateLimit: {
      enabled: rateLimit,
      storage: "database",
      modelName: "login_rate",
      fields: { lastRequest: "last_request" },
      window: 60,
      max: 100,
      customRules: {
        "/sign-in/email": { window: 60, max: 10 },
        "/two-factor/*": { window: 60, max: 10 },
        "/request-password-reset": { window: 300, max: 5 },
      },
    },
    advanced: {
      cookiePrefix: "parola",
      useSecureCookies: publicUrl.startsWith("https:"),
      database: { generateId: () => newId() },
      // Who is waited for while a mail leaves has an account here: nobody is waited for. What fails is logged by better-auth.
      backgroundTasks: { handler: () => {} },
      // Behind a proxy the server is told the client's address; Fastify checks whom to believe.
      ipAddress: { ipAddressHeaders: ["x-parola-client"] },
    },
    // Accounts begin with the first start, an invitation or the command line; keys and their rights go through our API.
    disabledPaths: [
      "/sign-up/email",
      "/delete-user",
      ...["create", "update", "delete", "get", "list", "verify", "delete-all-expired-api-keys"].map((name) => `/api-key/${name}`),
    ],
    plugins: [
      twoFactor({
        issuer: "Parola",
        schema: {
          user: { fields: { twoFactorEnabled: "two_factor_enabled" } },
          twoFactor: {
            modelName: "two_factor",
            fields: {
              userId: "user_id",
              backupCodes: "backup_codes",
              failedVerificationCount: "failed_verification_count",
              lockedUntil: "locked_until",
            },
          },
        },
      }),
      apiKey({
        defaultPrefix: "prl_",
        enableMetadata: true,
        rateLimit: { enabled: true, timeWindow: 60_000, maxRequests: KEY_REQUESTS_PER_MINUTE },
        keyExpiration: { maxExpiresIn: 3650 },
        schema: {
          apikey: {
            modelName: "api_key",
            fields: {
              configId: "config_id",
              referenceId: "reference_id",
              refillInterval: "refill_interval",
              refillAmount: "refill_amount",
              lastRefillAt: "last_refill_at",
              rateLimitEnabled: "rate_limit_enabled",
              rateLimitTimeWindow: "rate_limit_time_window",
              rateLimitMax: "rate_limit_max",
              requestCount: "request_count",
              lastRequest: "last_request",
              expiresAt: "expires_at",
              createdAt: "created_at",
              updatedAt: "updated_at",
            },
          },
        },
      }),
    ],
  });
}

export type Auth = ReturnType<typeof createAuth>;

/** Whatever name a browser reached us by is our own: only pages of that very host may use its cookie. */
function sameHost(request: Request | undefined, publicUrl: string): string[] {
  const host = request?.headers.get("host");
  return host ? [publicUrl, `http://${host}`, `https://${host}`] : [publicUrl];
}
