import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../api.ts";
import { toastError } from "../shell/toast.ts";

/** Changes one contact; a change can make tags and lists, and chats show who they are with. */
export function useContactUpdate() {
  const queryClient = useQueryClient();
  const shown = [api.contacts, api.chats, api.tags, api.lists];
  return useMutation(
    api.contacts.update.mutationOptions({
      // One after the other: of two changes of one value the later is the last.
      scope: { id: "contact" },
      onError: toastError,
      onSettled: () => Promise.all(shown.map((part) => queryClient.invalidateQueries({ queryKey: part.key() }))),
    }),
  );
}
