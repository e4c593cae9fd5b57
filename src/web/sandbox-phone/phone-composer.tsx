/** What a customer can do: write, send a photo, say where they are. */
import { ActionIcon, Menu, TextInput } from "@mantine/core";
import { IconMapPin, IconPaperclip, IconPhoto, IconSend2 } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SandboxAction } from "../../contract/sandbox.ts";
import { client } from "../api.ts";
import { toastError } from "../shell/toast.ts";
import { FileButton } from "../ui/file-button.tsx";
import classes from "./phone.module.css";

/** A place everybody knows. */
const SAMPLE_PLACE = { latitude: 45.4642, longitude: 9.19, name: "Piazza del Duomo, Milano" };

export function PhoneComposer({ act, busy }: { act: (action: SandboxAction) => void; busy: boolean }) {
  const { t } = useTranslation("phone");
  const [text, setText] = useState("");
  const upload = async (file: File | null) => {
    if (!file) return;
    try {
      const { id } = await client.media.upload({ file });
      act({ type: "media", mediaType: mediaTypeOf(file), mediaId: id });
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        if (!text.trim()) return;
        act({ type: "text", text });
        setText("");
      }}
    >
      <FileButton onChange={(file) => void upload(file)} accept="image/*,video/*,audio/*,application/pdf">
        {(props) => (
          <Menu position="top-start">
            <Menu.Target>
              <ActionIcon size={36} radius="xl" aria-label={t("attach")}>
                <IconPaperclip size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPhoto size={16} />} {...props}>
                {t("photo")}
              </Menu.Item>
              <Menu.Item leftSection={<IconMapPin size={16} />} onClick={() => act({ type: "location", ...SAMPLE_PLACE })}>
                {t("place")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </FileButton>
      <TextInput
        className={classes.input}
        radius="xl"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        placeholder={t("placeholder")}
        aria-label={t("placeholder")}
        autoComplete="off"
      />
      <ActionIcon
        type="submit"
        size={36}
        radius="xl"
        variant="filled"
        color="accent"
        aria-label={t("send")}
        loading={busy}
        disabled={!text.trim()}
      >
        <IconSend2 size={18} />
      </ActionIcon>
    </form>
  );
}

function mediaTypeOf(file: File): "image" | "video" | "audio" | "document" {
  const kind = file.type.split("/")[0];
  return kind === "image" || kind === "video" || kind === "audio" ? kind : "document";
}
