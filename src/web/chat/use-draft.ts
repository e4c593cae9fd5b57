/** What is being written in a chat stays there while one looks at others, and over a reload; in this tab only. */
import { useCallback, useState } from "react";

type DraftMode = "reply" | "note";
interface Draft {
  mode: DraftMode;
  text: string;
}

const EMPTY: Draft = { mode: "reply", text: "" };

export function useDraft(chatId: string) {
  const [draft, setDraft] = useState(() => read(chatId));
  const change = useCallback(
    (part: (old: Draft) => Partial<Draft>) =>
      setDraft((old) => {
        const next = { ...old, ...part(old) };
        write(chatId, next);
        return next;
      }),
    [chatId],
  );
  return {
    ...draft,
    setText: useCallback(
      (text: string | ((written: string) => string)) => change((old) => ({ text: typeof text === "string" ? text : text(old.text) })),
      [change],
    ),
    setMode: useCallback((mode: DraftMode) => change(() => ({ mode })), [change]),
  };
}

function keyOf(chatId: string): string {
  return `parola.draft.${chatId}`;
}

function read(chatId: string): Draft {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(chatId)) ?? "null");
    return { ...EMPTY, ...(kept as Partial<Draft> | null) };
  } catch {
    return EMPTY;
  }
}

function write(chatId: string, draft: Draft): void {
  try {
    if (draft.text === "") sessionStorage.removeItem(keyOf(chatId));
    else sessionStorage.setItem(keyOf(chatId), JSON.stringify(draft));
  } catch {
    // Full or forbidden: then it lasts as long as the chat is open.
  }
}
