/** Whose notices this browser shows: the id of the person, who may be signed out. */
const KEY = "parola.notices";

export function noticesOwner(): string | null {
  return localStorage.getItem(KEY);
}

export function setNoticesOwner(userId: string | null): void {
  if (userId === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, userId);
}
