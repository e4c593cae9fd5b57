import { SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { MEDIA_TYPES } from "../../../domain/message-content.ts";

export function MediaTypePicker({ value, onChange }: { value: string; onChange(value: string): void }) {
  const { t } = useTranslation(["builder", "preview"]);
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label={t("message.mediaType")}
      data={MEDIA_TYPES.map((type) => ({ value: type, label: t(`preview:media.${type}`) }))}
      value={value}
      onChange={onChange}
    />
  );
}
