/** A file: by its link, or uploaded. */
import { Button, Group, Input, Stack, Text } from "@mantine/core";
import { IconTrash, IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { JsonObject } from "../../../domain/json.ts";
import { WHATSAPP_MEDIA_BYTES } from "../../../domain/whatsapp-limits.ts";
import { client } from "../../api.ts";
import { errorText } from "../../ui/error-text.ts";
import { FileButton } from "../../ui/file-button.tsx";
import { TextEditor } from "../form/text-editor.tsx";

export interface FileFieldProps {
  label: ReactNode;
  value: JsonObject;
  mediaType: "image" | "video" | "document" | "audio" | "sticker";
  error?: string | undefined;
  /** `{ url }` or `{ asset, filename }`; other keys of the value stay. */
  onChange(value: JsonObject, mergeKey?: string): void;
}

const ACCEPT = { image: "image/jpeg,image/png", video: "video/mp4,video/3gpp", document: "*", audio: "audio/*", sticker: "image/webp" };

export function FileField({ label, value, mediaType, error, onChange }: FileFieldProps) {
  const { t } = useTranslation(["builder", "common"]);
  const [tooLarge, setTooLarge] = useState<string | null>(null);
  const upload = useMutation({
    mutationFn: (file: File) => client.media.upload({ file }),
    onSuccess: (media, file) => {
      const { url: _, ...rest } = value;
      onChange({ ...rest, asset: media.id, ...(mediaType === "document" && { filename: file.name }) });
    },
  });
  const asset = typeof value["asset"] === "string" ? value["asset"] : undefined;
  const limit = WHATSAPP_MEDIA_BYTES[mediaType];
  const failure = tooLarge ?? (upload.isError ? errorText(upload.error, t("common:error.unknown")) : error);
  if (asset !== undefined) {
    return (
      <Input.Wrapper label={label} error={failure} labelElement="div">
        <Group justify="space-between" mt={4}>
          <Text size="sm" truncate>
            {typeof value["filename"] === "string" ? value["filename"] : t("message.uploaded")}
          </Text>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconTrash size={14} />}
            onClick={() => {
              const { asset: _, filename: __, ...rest } = value;
              onChange({ ...rest, url: "" });
            }}
          >
            {t("message.removeFile")}
          </Button>
        </Group>
      </Input.Wrapper>
    );
  }
  return (
    <Stack gap={6}>
      <TextEditor
        label={label}
        multiline={false}
        placeholder="https://…"
        error={failure}
        value={typeof value["url"] === "string" ? value["url"] : ""}
        onChange={(url) => onChange({ ...value, url }, "url")}
      />
      <FileButton
        accept={ACCEPT[mediaType]}
        onChange={(file) => {
          if (!file) return;
          const over = file.size > limit;
          setTooLarge(over ? t("message.tooLarge", { megabytes: Math.round(limit / 1024 / 1024) }) : null);
          if (!over) upload.mutate(file);
        }}
      >
        {(props) => (
          <div>
            <Button {...props} size="compact-sm" variant="light" leftSection={<IconUpload size={14} />} loading={upload.isPending}>
              {t("message.upload")}
            </Button>
          </div>
        )}
      </FileButton>
    </Stack>
  );
}
