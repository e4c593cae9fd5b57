/** What appears or is chosen outside of the screen comes into sight. */
export function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "nearest", inline: "nearest" });
}
