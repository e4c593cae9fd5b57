/** Ends the session. A full reload leaves nothing of the last person in memory. `to`: a page for people who are not signed in. */
export async function signOut(to = "/sign-in"): Promise<void> {
  const { auth } = await import("../setup/auth-client.ts");
  await auth.signOut();
  location.assign(to);
}
