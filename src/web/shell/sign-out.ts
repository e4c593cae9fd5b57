import { askAuth } from "../setup/ask-auth.ts";
import { toastError } from "./toast.ts";

/**
 * Ends the session; what keeps it from ending is told. A full reload leaves nothing of the last person in memory.
 *
 * @param to a page for people who are not signed in
 */
export async function signOut(to = "/sign-in"): Promise<void> {
  try {
    await askAuth<unknown>((auth) => auth.signOut());
    location.assign(to);
  } catch (error) {
    toastError(error);
  }
}
