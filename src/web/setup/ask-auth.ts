/** Accounts are better-auth's; everything else goes through `../api.ts`. */
import type { auth } from "./auth-client.ts";

interface Answer<T> {
  data: T | null;
  error: { message?: string | undefined; code?: string | undefined; status: number } | null;
}

/**
 * Loads the client when it is first asked: the first page is drawn without it.
 *
 * @throws what better-auth refused, with its `status` and `code`
 */
export async function askAuth<T>(ask: (client: typeof auth) => Promise<Answer<T>>): Promise<T> {
  const { auth } = await import("./auth-client.ts");
  const { data, error } = await ask(auth);
  if (error) throw Object.assign(new Error(error.message ?? ""), { status: error.status, code: error.code });
  return data as T;
}
