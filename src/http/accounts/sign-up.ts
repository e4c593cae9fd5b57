import { Refusal } from "../../domain/refusal.ts";
import type { RequestContext } from "../context.ts";

export interface NewAccount {
  name: string;
  email: string;
  password: string;
}

/** Makes an account and signs it in: the answer carries the session's cookie. */
export async function signUp(
  { app, headers, resHeaders }: RequestContext,
  { name, email, password }: NewAccount,
): Promise<{ userId: string; sessionToken: string }> {
  const answer = await app.auth.api.signUpEmail({ body: { name, email, password }, headers, returnHeaders: true }).catch((cause: Error) => {
    throw new Refusal("conflict", cause.message, undefined, { cause });
  });
  for (const cookie of answer.headers.getSetCookie()) resHeaders?.append("set-cookie", cookie);
  return { userId: answer.response.user.id, sessionToken: answer.response.token ?? "" };
}
