/** The builder's keys. None of them act while somebody types in a field. */
import { useReactFlow } from "@xyflow/react";
import { useEffect, useRef } from "react";
import {
  autoLayout,
  duplicateSelected,
  groupSelected,
  pasteText,
  removeSelected,
  selectAll,
  selectedAsText,
  ungroupSelected,
} from "./actions.ts";
import type { BuilderContextValue } from "./builder-context.ts";
import { useCamera } from "./canvas/camera.ts";
import type { Position } from "./document/draft.ts";
import { focusForm } from "./focus.ts";
import { useStore } from "./store.ts";

export interface KeyboardOptions {
  context: BuilderContextValue;
  openSearch(): void;
  openHelp(): void;
  announce(text: string): void;
  save(): void;
}

export function useKeyboard({ context, openSearch, openHelp, announce, save }: KeyboardOptions) {
  const store = useStore();
  const flow = useReactFlow();
  const camera = useCamera();
  /** Where a paste lands. */
  const pointer = useRef<Position | null>(null);
  const latest = useRef({ context, openSearch, openHelp, announce, save });
  useEffect(() => {
    latest.current = { context, openSearch, openHelp, announce, save };
  });

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { context, openSearch, openHelp, announce, save } = latest.current;
      const command = event.metaKey || event.ctrlKey;
      const key = event.key.toLowerCase();
      if (command && key === "s") {
        event.preventDefault();
        save();
        return;
      }
      if (isTyping(event.target)) return;
      if (command && key === "f") run(event, openSearch);
      else if (command && key === "a") run(event, () => selectAll(store));
      else if (event.key === "?") run(event, openHelp);
      else if (key === "escape") escape(event);
      else if (!command && key === "f") run(event, camera.fit);
      else if (event.key === "+" || event.key === "=") run(event, camera.zoomIn);
      else if (event.key === "-") run(event, camera.zoomOut);
      else if (event.key === "Enter" || event.key === " ") openFocused(event);
      else if (!context.readOnly) change(event, command, key, context, announce);
    };
    const change = (
      event: KeyboardEvent,
      command: boolean,
      key: string,
      context: BuilderContextValue,
      announce: (text: string) => void,
    ) => {
      const { t } = context.tools;
      if (command && key === "z") run(event, () => (event.shiftKey ? store.redo() : store.undo()));
      else if (command && key === "y") run(event, () => store.redo());
      else if (command && key === "g") run(event, () => (event.shiftKey ? ungroupSelected(store) : groupSelected(store)));
      else if (command && key === "d") run(event, () => duplicateSelected(store));
      else if (key === "delete" || key === "backspace") {
        run(event, () => {
          const count = removeSelected(store);
          if (count > 0) announce(t("canvas.deleted", { count }));
        });
      } else if (!command && key === "l") run(event, () => autoLayout(store, context.describe));
      else if (!command && key === "a") run(event, () => addAfterSelection(context));
      else if (!command && key === "t") run(event, () => context.palette.set({ kind: "trigger", at: middle() }));
    };
    const addAfterSelection = (context: BuilderContextValue) => {
      const { selection, history } = store.get();
      const id = [...selection].at(-1);
      const { draft } = history.present;
      const node = id === undefined ? undefined : [...draft.triggers, ...draft.steps].find((candidate) => candidate.id === id);
      const element = id === undefined ? null : document.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
      const box = element?.getBoundingClientRect();
      const at = box ? { x: box.right + 12, y: box.top } : middle();
      if (!node)
        return context.palette.set({ kind: draft.triggers.length === 0 ? "trigger" : "step", at, place: flow.screenToFlowPosition(at) });
      const view = context.describe(node);
      const exit = view.exits.find((candidate) => !("exits" in node ? node.exits[candidate.name] : node.next)) ?? view.exits[0];
      if (exit) context.palette.set({ kind: "step", at, from: { node: node.id, exit: exit.name } });
    };
    const openFocused = (event: KeyboardEvent) => {
      const element = event.target as HTMLElement | null;
      const id = element?.getAttribute?.("data-id");
      // With Shift or Ctrl the canvas itself adds it to what is selected.
      if (!id || !element?.classList.contains("react-flow__node") || event.shiftKey || event.metaKey || event.ctrlKey) return;
      if (!element.classList.contains("react-flow__node-step")) return run(event, () => store.write(id));
      run(event, () => store.select([id], id));
      focusForm();
    };
    const escape = (event: KeyboardEvent) => {
      const { open, selection } = store.get();
      if (open !== null || selection.size > 0) run(event, () => store.select(open === null ? [] : selection, null));
    };
    const onCopy = (event: ClipboardEvent) => {
      if (isTyping(event.target) || (window.getSelection()?.toString() ?? "") !== "") return;
      const text = selectedAsText(store);
      if (text === null) return;
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
      if (event.type === "cut" && !latest.current.context.readOnly) removeSelected(store);
      latest.current.announce(latest.current.context.tools.t("canvas.copied", { count: store.get().selection.size }));
    };
    const onPaste = (event: ClipboardEvent) => {
      if (isTyping(event.target) || latest.current.context.readOnly) return;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      const at = pointer.current === null ? null : flow.screenToFlowPosition(pointer.current);
      const count = pasteText(store, text, at);
      if (count > 0) {
        event.preventDefault();
        latest.current.announce(latest.current.context.tools.t("canvas.pasted", { count }));
      }
    };
    const onMove = (event: PointerEvent) => {
      pointer.current = (event.target as HTMLElement | null)?.closest?.(".react-flow") ? { x: event.clientX, y: event.clientY } : null;
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("copy", onCopy);
    document.addEventListener("cut", onCopy);
    document.addEventListener("paste", onPaste);
    document.addEventListener("pointermove", onMove, { passive: true });
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("copy", onCopy);
      document.removeEventListener("cut", onCopy);
      document.removeEventListener("paste", onPaste);
      document.removeEventListener("pointermove", onMove);
    };
  }, [store, flow, camera]);
}

function run(event: KeyboardEvent, action: () => void): void {
  event.preventDefault();
  action();
}

function middle(): Position {
  return { x: window.innerWidth / 2 - 160, y: window.innerHeight / 4 };
}

function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return element?.closest?.("input, textarea, select, [contenteditable=true], [role=dialog], [role=listbox], [role=menu]") != null;
}
