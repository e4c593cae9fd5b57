/** Ends the session. A full reload leaves nothing of the last person in memory. */
export async function signOut(): Promise<void> {
  const { auth } = await import("../setup/auth-client.ts");
  await auth.signOut();
  location.assign("/sign-in");
}
