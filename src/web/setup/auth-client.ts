/** Signing in and out. Accounts are better-auth's; everything else goes through `../api.ts`. */
import { createAuthClient } from "better-auth/client";
import { twoFactorClient } from "better-auth/client/plugins";

export const auth = createAuthClient({ basePath: "/api/auth", plugins: [twoFactorClient()] });

/** better-auth answers `{ data, error }`; the app's forms await a value or an exception. */
export async function orThrow<T>(
  answer: Promise<{ data: T | null; error: { message?: string | undefined; code?: string | undefined; status: number } | null }>,
): Promise<T> {
  const { data, error } = await answer;
  if (error) throw Object.assign(new Error(error.message ?? ""), { status: error.status, code: error.code });
  return data as T;
}
