/** Where the row of tabs is wider than the screen, the chosen one is in sight. */
export function intoView(tab: HTMLButtonElement | null): void {
  tab?.scrollIntoView({ block: "nearest", inline: "nearest" });
}
