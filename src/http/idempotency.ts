/** A POST that repeats an `Idempotency-Key` gets the first one's answer and does nothing. */
import { createHash } from "node:crypto";
import { Refusal } from "../domain/refusal.ts";
import { claimKey, forgetKey, saveAnswer } from "../store/idempotency.ts";
import { openOrNull } from "../store/secret.ts";
import type { CallContext } from "./procedures.ts";

/** Longer keys are a mistake; clients send UUIDs or hashes. */
const MAX_KEY = 255;

export async function rememberAnswer<T>(
  context: CallContext,
  path: readonly string[],
  input: unknown,
  work: () => Promise<T>,
): Promise<{ output: T; repeated: boolean }> {
  const key = context.headers.get("idempotency-key");
  if (context.method !== "POST" || key === null || !context.caller) return { output: await work(), repeated: false };
  if (key.length === 0 || key.length > MAX_KEY) throw new Refusal("invalid_input", `Idempotency-Key has 1 to ${MAX_KEY} characters.`);

  const { app, caller } = context;
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([path, input]))
    .digest();
  const claim = { workspaceId: caller.workspaceId, actor: `${caller.kind}:${caller.id}`, key, fingerprint, now: app.clock.now() };
  const found = await claimKey(app.db, claim);
  if (found !== "mine") {
    if (!found.fingerprint.equals(fingerprint))
      throw new Refusal("idempotency_key_reused", "This Idempotency-Key was sent with another request.");
    if (found.body === null)
      throw new Refusal("request_in_progress", "The first request with this Idempotency-Key is still being carried out.");
    const answer = openOrNull(app.secrets, found.body);
    if (answer === null)
      throw new Refusal(
        "answer_lost",
        "The first request with this Idempotency-Key was carried out, but its answer cannot be read any more, after an upgrade or with another secret key: look at what it did, or send another key.",
      );
    return { output: JSON.parse(answer) as T, repeated: true };
  }
  try {
    const output = await work();
    // Sealed: a key or a secret is told once, and this would be the one place where it stands open.
    await saveAnswer(app.db, claim, app.secrets.encrypt(JSON.stringify(output ?? null)));
    return { output, repeated: false };
  } catch (error) {
    // What was refused may be tried again with the same key.
    await forgetKey(app.db, claim);
    throw error;
  }
}
