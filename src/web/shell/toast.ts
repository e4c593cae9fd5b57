/** Short messages in the corner: what was done (with undo), or why it was not. */
import { notifications } from "@mantine/notifications";
import i18next from "i18next";
import { createElement } from "react";
import { errorText } from "../ui/error-text.ts";
import { UndoMessage } from "./undo-message.tsx";

const UNDO_MS = 8000;

export function toastDone(message: string): void {
  notifications.show({ message, color: "accent" });
}

/** Instead of asking "are you sure?". */
export function toastUndo(message: string, undo: () => void): void {
  const id = notifications.show({
    color: "accent",
    autoClose: UNDO_MS,
    message: createElement(UndoMessage, {
      message,
      undo: () => {
        notifications.hide(id);
        undo();
      },
    }),
  });
}

/** Something waits for a person. `title` and `text` are keys. */
export function toastAttention(title: string, text: string): void {
  // The area's words may not be there yet.
  void i18next.loadNamespaces(title.split(":")[0] as string).then(() => {
    // One of a kind: coming back to a tab tells of everything that happened meanwhile.
    notifications.show({
      id: title,
      color: "yellow",
      autoClose: 15_000,
      title: i18next.t(title),
      message: i18next.t(text),
      role: "status",
    });
  });
}

export function toastError(error: unknown): void {
  void showFailure(error);
}

async function showFailure(failure: unknown): Promise<void> {
  // The words of refusals. Where they cannot be loaded either, the network is what failed.
  await i18next.loadNamespaces("problems").catch(() => undefined);
  notifications.show({
    color: "red",
    autoClose: 10_000,
    title: i18next.t("common:error.title"),
    message: errorText(failure, i18next.t("common:error.unknown")),
    role: "alert",
  });
}
