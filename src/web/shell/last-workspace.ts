/** The workspace this browser was in last, so that `/` leads back to it. */
const KEY = "parola.workspace";

export function lastWorkspace(): string | null {
  return localStorage.getItem(KEY);
}

export function rememberWorkspace(slug: string): void {
  localStorage.setItem(KEY, slug);
}
