/** Keeps what has the keyboard in its place while something grows or vanishes above it. */
import { useEffect, useRef } from "react";

/**
 * For what scrolls. The browser does the same by itself, but not where nothing is scrolled yet: there a field slides away under
 * the pointer, and a list that hangs on it is hidden once the field is out of sight.
 * @returns for the element that scrolls; what it holds must be its first child
 */
export function useSteadyFocus<T extends HTMLElement>() {
  const ref = useRef<T>(null);
  useEffect(() => {
    const viewport = ref.current;
    const content = viewport?.firstElementChild;
    if (!viewport || !content) return;
    let focused: Element | null = null;
    let top = 0;
    const look = () => {
      focused = content.contains(document.activeElement) ? document.activeElement : null;
      top = focused?.getBoundingClientRect().top ?? 0;
    };
    const resized = new ResizeObserver(() => {
      const before = focused;
      const stood = top;
      look();
      if (!focused || focused !== before || top === stood) return;
      viewport.scrollTop += top - stood;
      look();
    });
    resized.observe(content);
    content.addEventListener("focusin", look);
    viewport.addEventListener("scroll", look, { passive: true });
    window.addEventListener("resize", look);
    return () => {
      resized.disconnect();
      content.removeEventListener("focusin", look);
      viewport.removeEventListener("scroll", look);
      window.removeEventListener("resize", look);
    };
  }, []);
  return ref;
}
