/** Why better-auth refused, in the reader's language: it answers codes, and sentences in English. */
export type AuthErrorKey =
  | "wrongPassword"
  | "passwordShort"
  | "passwordLong"
  | "linkExpired"
  | "tooOften"
  | "locked"
  | "startAgain"
  | "wrongCode"
  | "noMail";

const BY_CODE: Record<string, AuthErrorKey> = {
  INVALID_PASSWORD: "wrongPassword",
  PASSWORD_TOO_SHORT: "passwordShort",
  PASSWORD_TOO_LONG: "passwordLong",
  INVALID_TOKEN: "linkExpired",
  USER_NOT_FOUND: "linkExpired",
  INVALID_CODE: "wrongCode",
  INVALID_BACKUP_CODE: "wrongCode",
  ACCOUNT_TEMPORARILY_LOCKED: "locked",
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: "startAgain",
  INVALID_TWO_FACTOR_COOKIE: "startAgain",
  RESET_PASSWORD_DISABLED: "noMail",
};

/** Undefined for what has no sentence of ours: the server cannot be reached, for example. */
export function authErrorKey(error: unknown): AuthErrorKey | undefined {
  const { code, status } = (error ?? {}) as { code?: string; status?: number };
  if (code !== undefined && Object.hasOwn(BY_CODE, code)) return BY_CODE[code];
  return status === 429 ? "tooOften" : undefined;
}
