/** Where the keyboard is: on a node of the canvas, or in the form of the open one. */

/** A node that the camera still moves to is drawn a moment later. */
const PATIENCE_MS = 1000;
const AGAIN_MS = 50;

export function focusNode(id: string): void {
  whenThere(() => document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`));
}

/** The first thing one can write or choose in the form; where it is only shown, what closes it. */
export function focusForm(): void {
  whenThere(() => {
    const panel = document.querySelector("[data-node-panel]");
    return (
      panel?.querySelector<HTMLElement>("fieldset :is(input, textarea, button, [tabindex='0']):enabled") ??
      panel?.querySelector<HTMLElement>("button:enabled") ??
      null
    );
  });
}

function whenThere(find: () => HTMLElement | null): void {
  const until = performance.now() + PATIENCE_MS;
  const began = document.activeElement;
  const attempt = () => {
    const now = document.activeElement;
    // Whoever writes somewhere meanwhile is not disturbed.
    if (now !== began && now?.matches("input, textarea, [contenteditable=true]")) return;
    const element = find();
    if (element) element.focus({ preventScroll: true });
    else if (performance.now() < until) setTimeout(attempt, AGAIN_MS);
  };
  // After whatever closed just now has given the keyboard back.
  setTimeout(attempt, AGAIN_MS);
}
