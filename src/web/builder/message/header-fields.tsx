/** What stands above a message's text: nothing, a line, or a file. */
import { Select, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../../automation/problems.ts";
import type { Json } from "../../../domain/json.ts";
import { WHATSAPP_LIMITS } from "../../../domain/whatsapp-limits.ts";
import { problemAt } from "../form/config-value.ts";
import { TextEditor } from "../form/text-editor.tsx";
import { FileField } from "./file-field.tsx";

type HeaderKind = "none" | "text" | "image" | "video" | "document";

export function HeaderFields({
  value,
  onChange,
  media,
  problems,
}: {
  value: Json | undefined;
  onChange(value: Json | undefined, mergeKey?: string): void;
  media: boolean;
  problems: readonly Problem[];
}) {
  const { t } = useTranslation(["builder", "preview"]);
  // Documents may write a line of text as it is.
  const given = typeof value === "string" ? { text: value } : value;
  const header = given !== null && typeof given === "object" && !Array.isArray(given) ? given : undefined;
  const kind: HeaderKind =
    header === undefined ? "none" : "text" in header ? "text" : ((header["mediaType"] as HeaderKind | undefined) ?? "image");
  const kinds: HeaderKind[] = media ? ["none", "text", "image", "video", "document"] : ["none", "text"];
  const choose = (next: string | null) => {
    if (next === "none" || next === null) onChange(undefined);
    else if (next === "text") onChange({ text: "" });
    else onChange({ mediaType: next, url: typeof header?.["url"] === "string" ? header["url"] : "" });
  };
  return (
    <Stack gap={6}>
      <Select
        label={t("message.header")}
        allowDeselect={false}
        data={kinds.map((name) => ({
          value: name,
          label: name === "none" ? t("message.noHeader") : name === "text" ? t("message.textHeader") : t(`preview:media.${name}`),
        }))}
        value={kind}
        onChange={choose}
      />
      {kind === "text" && (
        <TextEditor
          label={t("message.headerText")}
          multiline={false}
          limit={WHATSAPP_LIMITS.headerText}
          error={problemAt(problems, "header.text")}
          value={String(header?.["text"] ?? "")}
          onChange={(text) => onChange({ text }, "header.text")}
        />
      )}
      {header !== undefined && kind !== "text" && kind !== "none" && (
        <FileField label={t("message.file")} mediaType={kind} value={header} error={problemAt(problems, "header")} onChange={onChange} />
      )}
    </Stack>
  );
}
