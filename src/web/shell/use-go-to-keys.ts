/** `g` then a letter goes to an area; `p` shows the phone. Never while somebody types. */
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { BUILT_AREAS } from "./areas.tsx";
import { isTyping } from "./is-typing.ts";
import { usePhoneOpen } from "./phone-open.ts";
import { useWorkspaceSlug } from "./use-me.ts";

/** The second key must follow within this time. */
const SEQUENCE_MS = 1200;

export function useGoToKeys(): void {
  const navigate = useNavigate();
  const workspace = useWorkspaceSlug();
  const [, setPhoneOpen] = usePhoneOpen();
  useEffect(() => {
    let pressedG = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "g") {
        pressedG = event.timeStamp;
        return;
      }
      const area = event.timeStamp - pressedG < SEQUENCE_MS ? BUILT_AREAS.find(({ key }) => key === event.key) : undefined;
      pressedG = Number.NEGATIVE_INFINITY;
      if (area) {
        event.preventDefault();
        void navigate({ to: `/w/$workspace/${area.id}` as "/w/$workspace/chat", params: { workspace } });
      } else if (event.key === "p" && !document.querySelector("[data-canvas]")) {
        setPhoneOpen((open) => !open);
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [navigate, workspace, setPhoneOpen]);
}
