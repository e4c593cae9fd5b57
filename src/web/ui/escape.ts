/** Escape does what the close button of the topmost dialog does, once. */

const DIALOG = "[role=dialog][aria-modal=true]";
const CLOSE = ".mantine-Modal-close, .mantine-Drawer-close";

/**
 * By itself each open dialog hears the key: the one beneath closes with the one on top of it, and a question that the key raised
 * ("Leave without saving?") is answered by the same press before anybody has read it. To be called before the first dialog is drawn.
 */
export function closeTopmostOnEscape(): void {
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      // An open list or menu in the dialog closes first.
      if (event.target instanceof Element && event.target.getAttribute("data-mantine-stop-propagation") === "true") return;
      const close = [...document.querySelectorAll(DIALOG)].at(-1)?.querySelector<HTMLElement>(CLOSE);
      if (!close) return;
      event.stopImmediatePropagation();
      close.click();
    },
    { capture: true },
  );
}
