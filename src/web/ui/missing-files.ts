/**
 * Once a newer version is installed, files that an open page would load later are gone. The router loads the page anew where the page
 * one goes to is among them; here is what is left: parts of a page, and pages that fail again.
 */
import { type ComponentType, lazy } from "react";

/** In the words of Chromium, Firefox, Safari, and of Vite for styles. */
const SAID =
  /^(Failed to fetch dynamically imported module|error loading dynamically imported module|Importing a module script failed|Unable to preload CSS)/i;

export function isMissingFile(error: unknown): error is Error {
  return error instanceof Error && SAID.test(error.message);
}

/** What the router remembers, too, of the errors that it loaded a page anew for: nothing is loaded anew twice. */
const mark = (error: Error) => `tanstack_router_reload:${error.message}`;

/** False where the page was loaded anew for the same file before, or something on it is not saved. */
export function reloadOnce(error: Error): boolean {
  if (sessionStorage.getItem(mark(error)) || isUnsaved()) return false;
  sessionStorage.setItem(mark(error), "1");
  location.reload();
  return true;
}

/** Asks as the browser would before it closes the page. */
function isUnsaved(): boolean {
  return !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
}

/**
 * `lazy`, for a part beside others: while its file is missing it is left out, and the page around it, with what is written there, stays.
 * `MissingFiles` of the shell says what happened.
 */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  return lazy(() => load().then((part) => ({ default: part }), leftOut<Props>));
}

function leftOut<Props>(error: unknown): { default: ComponentType<Props> } {
  if (!isMissingFile(error)) throw error;
  return { default: () => null };
}
