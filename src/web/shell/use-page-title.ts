import { useDocumentTitle } from "@mantine/hooks";
import { useUnreadChats } from "./use-unread-chats.ts";

/** The title of the browser's tab: with how many chats wait to be read, for whoever works in another one. */
export function usePageTitle(title: string): void {
  const unread = useUnreadChats();
  useDocumentTitle(`${unread > 0 ? `(${unread}) ` : ""}${title} · Parola`);
}
