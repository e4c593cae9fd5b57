/** The file on top of a template: chosen here, or by its link. */
import { Button, FileButton, Group, Text, TextInput } from "@mantine/core";
import { IconTrash, IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { WHATSAPP_MEDIA_BYTES } from "../../domain/whatsapp-limits.ts";
import { client } from "../api.ts";
import { errorText } from "../ui/error-text.ts";
import type { TemplateFile as ChosenFile } from "./template-values.ts";

const ACCEPT = { image: "image/jpeg,image/png", video: "video/mp4,video/3gpp", document: "*" };

interface TemplateFileProps {
  mediaType: "image" | "video" | "document";
  value: ChosenFile;
  onChange: (file: ChosenFile) => void;
  fault: boolean;
}

export function TemplateFile({ mediaType, value, onChange, fault }: TemplateFileProps) {
  const { t } = useTranslation(["chat", "common"]);
  const [tooLarge, setTooLarge] = useState(false);
  const upload = useMutation({
    mutationFn: (file: File) => client.media.upload({ file }),
    onSuccess: ({ id }, file) => onChange({ mediaId: id, filename: file.name }),
  });
  const limit = WHATSAPP_MEDIA_BYTES[mediaType];
  const label = t(`templateFile.${mediaType}`);
  if (value.mediaId !== undefined)
    return (
      <Group justify="space-between" wrap="nowrap" role="group" aria-label={label}>
        <Text size="sm" truncate>
          {label}: {value.filename ?? t("templateFile.own")}
        </Text>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconTrash size={14} />}
          onClick={() => onChange({})}
          style={{ flexShrink: 0 }}
        >
          {t("templateFile.other")}
        </Button>
      </Group>
    );
  const failure = tooLarge
    ? t("templateFile.tooLarge", { megabytes: Math.round(limit / 1024 / 1024) })
    : upload.isError
      ? errorText(upload.error, t("common:error.unknown"))
      : undefined;
  return (
    <Group align="flex-end" gap="xs" wrap="nowrap">
      <TextInput
        flex={1}
        label={label}
        type="url"
        placeholder="https://…"
        description={t("templateFile.hint")}
        value={value.url ?? ""}
        error={failure ?? (fault && value.url ? t("templateFile.noLink") : undefined)}
        onChange={(event) => onChange(event.currentTarget.value === "" ? {} : { url: event.currentTarget.value.trim() })}
      />
      <FileButton
        accept={ACCEPT[mediaType]}
        onChange={(file) => {
          if (!file) return;
          setTooLarge(file.size > limit);
          if (file.size <= limit) upload.mutate(file);
        }}
      >
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconUpload size={16} />} loading={upload.isPending} style={{ flexShrink: 0 }}>
            {t("templateFile.choose")}
          </Button>
        )}
      </FileButton>
    </Group>
  );
}
