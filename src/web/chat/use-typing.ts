import { useRef } from "react";
import { client } from "../api.ts";

/** WhatsApp shows the three dots for 25 seconds: https://developers.facebook.com/docs/whatsapp/cloud-api/typing-indicators */
const REPEAT_MS = 20_000;

/** Call it on every key: the customer sees that somebody writes. */
export function useTyping(chatId: string): () => void {
  const last = useRef(0);
  return () => {
    const now = Date.now();
    if (now - last.current < REPEAT_MS) return;
    last.current = now;
    // A customer who does not see the dots misses nothing.
    client.chats.typing({ id: chatId }).catch(() => undefined);
  };
}
