/** Where one writes: a reply or a note, with files, canned texts and emoji. Outside the window only templates go out. */
import { ActionIcon, Button, CloseButton, Group, SegmentedControl, Text, Textarea, Tooltip } from "@mantine/core";
import { IconPaperclip, IconPhonePlus, IconSend2, IconTemplate } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "../../contract/message.ts";
import { api } from "../api.ts";
import { toastError } from "../shell/toast.ts";
import { FileButton } from "../ui/file-button.tsx";
import { afterSaving } from "../ui/use-edited.ts";
import { AttachmentChips } from "./attachment-chips.tsx";
import { CannedMenu } from "./canned-menu.tsx";
import classes from "./chat.module.css";
import type { Chat } from "./conversation-header.tsx";
import { EmojiPicker } from "./emoji-picker.tsx";
import { TemplatePicker } from "./template-picker.tsx";
import { useAttachments } from "./use-attachments.ts";
import { useDraft } from "./use-draft.ts";
import { useNow } from "./use-now.ts";
import { useSend } from "./use-sending.ts";
import { useTyping } from "./use-typing.ts";

interface ComposerProps {
  chat: Chat;
  replyTo: Message | undefined;
  clearReply: () => void;
}

export function Composer({ chat, replyTo, clearReply }: ComposerProps) {
  const { t } = useTranslation("chat");
  const queryClient = useQueryClient();
  const { mode, setMode, text, setText } = useDraft(chat.id);
  const [picking, setPicking] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const files = useAttachments();
  const typing = useTyping(chat.id);
  const now = useNow(30_000);
  const open = chat.windowExpiresAt !== null && Date.parse(chat.windowExpiresAt) > now;
  const noting = mode === "note";

  const { send } = useSend(chat.id);
  const note = useMutation(
    api.contacts.addNote.mutationOptions({
      onSuccess: (_, { text: saved }) => {
        setText((written) => afterSaving(written, saved));
        return queryClient.invalidateQueries({ queryKey: api.chats.key() });
      },
      onError: toastError,
    }),
  );

  const submit = () => {
    const words = text.trim();
    if (noting) {
      // The text stays until the note is kept.
      if (words) note.mutate({ id: chat.contact.id, text: words });
      return;
    }
    const ready = files.ready;
    const reply = replyTo && { replyToMessageId: replyTo.id };
    ready.forEach((file, index) => {
      // The words go under the first file, as WhatsApp does it.
      const caption = index === 0 && words && file.mediaType !== "audio" ? { caption: words } : {};
      send({
        content: { type: "media", mediaType: file.mediaType, mediaId: file.mediaId, filename: file.name, ...caption },
        ...reply,
      });
    });
    if (words && (ready.length === 0 || ready[0]?.mediaType === "audio")) send({ content: { type: "text", text: words }, ...reply });
    files.clear();
    clearReply();
    setText("");
  };
  const insert = (addition: string) => {
    const element = input.current;
    const from = element?.selectionStart ?? text.length;
    const to = element?.selectionEnd ?? text.length;
    setText(text.slice(0, from) + addition + text.slice(to));
    element?.focus();
  };
  const closed = !open && !noting;
  const canSend = !files.busy && !note.isPending && (text.trim() !== "" || (!noting && files.ready.length > 0));

  return (
    <div
      className={classes.composer}
      data-note={noting || undefined}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => (event.preventDefault(), !closed && files.add([...event.dataTransfer.files]))}
    >
      <Group justify="space-between" gap="xs">
        <SegmentedControl
          size="xs"
          value={mode}
          onChange={(value) => setMode(value)}
          aria-label={t("mode")}
          data={[
            { value: "reply", label: t("reply") },
            { value: "note", label: t("note") },
          ]}
        />
        <Button
          id="chat-template"
          size="compact-sm"
          variant={closed ? "filled" : "subtle"}
          leftSection={<IconTemplate size={16} />}
          onClick={() => setPicking(true)}
        >
          {t("template")}
        </Button>
      </Group>
      {replyTo && !noting && (
        <div className={classes.replying}>
          <Text size="xs" lineClamp={1} flex={1}>
            {t("replyingTo", { text: replyTo.text || t("kind.other") })}
          </Text>
          <CloseButton size="xs" aria-label={t("cancelReply")} onClick={clearReply} />
        </div>
      )}
      <AttachmentChips files={files} />
      {closed ? (
        <Text size="sm" c="dimmed" py="xs">
          {t(chat.lastInboundAt ? "closedText" : "neverWrote")}
        </Text>
      ) : (
        <CannedMenu text={text} setText={setText} chat={chat} disabled={noting}>
          <Textarea
            id="chat-composer"
            ref={input}
            autosize
            minRows={1}
            maxRows={8}
            value={text}
            aria-label={t(noting ? "notePlaceholder" : "placeholder")}
            placeholder={t(noting ? "notePlaceholder" : "placeholder")}
            maxLength={4096}
            onChange={(event) => {
              setText(event.currentTarget.value);
              if (!noting) typing();
            }}
            onPaste={(event) => {
              if (event.clipboardData.files.length > 0 && !noting) {
                event.preventDefault();
                files.add([...event.clipboardData.files]);
              }
            }}
            onKeyDown={(event) => {
              if (event.defaultPrevented || event.nativeEvent.isComposing) return;
              if (event.key === "Enter" && !event.shiftKey) {
                event.preventDefault();
                if (canSend) submit();
              }
              if (event.key === "Escape") event.currentTarget.blur();
            }}
          />
        </CannedMenu>
      )}
      {!closed && (
        <Group justify="space-between" gap="xs">
          <Group gap={2}>
            {!noting && (
              <FileButton multiple onChange={(chosen) => files.add(chosen)}>
                {(props) => (
                  <Tooltip label={t("attach")}>
                    <ActionIcon {...props} size={32} aria-label={t("attach")}>
                      <IconPaperclip size={18} />
                    </ActionIcon>
                  </Tooltip>
                )}
              </FileButton>
            )}
            <EmojiPicker pick={insert} />
            {!noting && (
              <Tooltip label={t("call.ask")}>
                <ActionIcon
                  size={32}
                  aria-label={t("call.ask")}
                  disabled={text.trim() === ""}
                  onClick={() => {
                    send({ content: { type: "call_permission_request", text: text.trim() } });
                    setText("");
                  }}
                >
                  <IconPhonePlus size={18} />
                </ActionIcon>
              </Tooltip>
            )}
            <Text size="xs" c="dimmed" visibleFrom="sm" ml={4}>
              {t(noting ? "noteHint" : "hint")}
            </Text>
          </Group>
          <Button size="xs" rightSection={<IconSend2 size={16} />} disabled={!canSend} loading={note.isPending} onClick={submit}>
            {t(noting ? "saveNote" : "send")}
          </Button>
        </Group>
      )}
      {picking && <TemplatePicker chat={chat} close={() => setPicking(false)} send={(content) => send({ content })} />}
    </div>
  );
}
