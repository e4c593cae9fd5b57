/** Send message: the kinds of message, each with what it needs, and the phone it arrives on. */
import { Collapse, Input, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Json, JsonObject } from "../../../domain/json.ts";
import { WHATSAPP_LIMITS as LIMITS } from "../../../domain/whatsapp-limits.ts";
import { MessageBubble } from "../../preview/message-bubble.tsx";
import { Phone } from "../../preview/phone.tsx";
import { readable } from "../../ui/readable.ts";
import { problemAt, withKey } from "../form/config-value.ts";
import { DurationInput } from "../form/duration-input.tsx";
import classes from "../form/form.module.css";
import { useFormContext } from "../form/form-context.ts";
import { TextEditor } from "../form/text-editor.tsx";
import { CardFields } from "../message/card-fields.tsx";
import { FileField } from "../message/file-field.tsx";
import { HeaderFields } from "../message/header-fields.tsx";
import { KindPicker } from "../message/kind-picker.tsx";
import { changeKind, kindOf, optionsOf } from "../message/kinds.ts";
import { ListSections } from "../message/list-sections.tsx";
import { MediaTypePicker } from "../message/media-type-picker.tsx";
import { OptionList } from "../message/option-list.tsx";
import { PlaceFields } from "../message/place-fields.tsx";
import { TemplateFields } from "../message/template-fields.tsx";
import { templateContent, toContent } from "../message/to-content.ts";
import type { FormProps, NodeForm } from "../node-form.ts";
import { clip } from "../summary.ts";

function Form({ config, onChange, problems }: FormProps) {
  const { t } = useTranslation("builder");
  const { objects, values } = useFormContext();
  const kind = kindOf(config);
  const put = (key: string, next: Json | undefined, mergeKey: string = key) => onChange(withKey(config, key, next), mergeKey);
  const text = (key: string) => (typeof config[key] === "string" ? config[key] : "");
  const preview = { values, templates: objects.templates ?? [], language: objects.workspace?.settings.defaultLanguage ?? "en" };
  const limit = kind === "text" ? LIMITS.text : kind === "list" ? LIMITS.listText : LIMITS.interactiveText;
  const hasText = kind === "text" || kind === "buttons" || kind === "list" || kind === "cta_url";
  const hasHeader = kind === "buttons" || kind === "list" || kind === "cta_url";

  return (
    <Stack gap="md">
      <KindPicker value={kind} onChange={(next) => onChange(changeKind(config, next))} />
      {kind === "media" && (
        <>
          <MediaTypePicker value={text("mediaType") || "image"} onChange={(next) => put("mediaType", next)} />
          <FileField
            label={t("message.file")}
            mediaType={(text("mediaType") || "image") as "image"}
            value={config}
            error={problemAt(problems, "") ?? problemAt(problems, "url")}
            onChange={onChange}
          />
          {config["mediaType"] !== "audio" && config["mediaType"] !== "sticker" && (
            <TextEditor
              label={t("message.caption")}
              formatting
              limit={LIMITS.caption}
              value={text("caption")}
              error={problemAt(problems, "caption")}
              onChange={(next) => put("caption", next === "" ? undefined : next)}
            />
          )}
        </>
      )}
      {hasText && (
        <TextEditor
          label={t("message.text")}
          formatting
          required
          minRows={4}
          limit={limit}
          value={text("text")}
          error={problemAt(problems, "text")}
          onChange={(next) => put("text", next)}
        />
      )}
      {kind === "buttons" && (
        <Input.Wrapper
          label={t("message.buttons")}
          description={t("message.buttonsHint")}
          error={problemAt(problems, "buttons")}
          labelElement="div"
        >
          <div style={{ marginTop: 6 }}>
            <OptionList
              options={optionsOf(config)}
              max={LIMITS.buttons}
              titleLimit={LIMITS.buttonTitle}
              addLabel={t("message.addButton")}
              errorOf={(index, key) => problemAt(problems, `buttons.${index}.${key}`)}
              onChange={(next, mergeKey) => put("buttons", next, mergeKey ?? "buttons")}
            />
          </div>
        </Input.Wrapper>
      )}
      {kind === "list" && <ListSections config={config} onChange={onChange} problems={problems} />}
      {kind === "cta_url" && (
        <>
          <TextInput
            label={t("message.linkLabel")}
            required
            maxLength={LIMITS.ctaLabel}
            value={text("label")}
            error={problemAt(problems, "label")}
            onChange={(event) => put("label", event.currentTarget.value)}
          />
          <TextEditor
            label={t("message.link")}
            required
            multiline={false}
            placeholder="https://…"
            value={text("url")}
            error={problemAt(problems, "url")}
            onChange={(next) => put("url", next)}
          />
        </>
      )}
      {kind === "location" && <PlaceFields value={config} put={put} problems={problems} path="" />}
      {kind === "contacts" && <CardFields value={config["contacts"]} onChange={(next) => put("contacts", next)} />}
      {kind === "template" && <TemplateFields value={config} onChange={onChange} problems={problems} path="" />}
      {hasHeader && (
        <HeaderFields
          value={config["header"]}
          media={kind !== "list"}
          problems={problems}
          onChange={(next, mergeKey) => put("header", next, mergeKey)}
        />
      )}
      {hasHeader && (
        <TextEditor
          label={t("message.footer")}
          multiline={false}
          limit={LIMITS.footer}
          value={text("footer")}
          error={problemAt(problems, "footer")}
          onChange={(next) => put("footer", next === "" ? undefined : next)}
        />
      )}
      {kind === "text" && (
        <Switch
          label={t("message.previewUrl")}
          checked={config["previewUrl"] === true}
          onChange={(event) => put("previewUrl", event.currentTarget.checked || undefined)}
        />
      )}

      <Phone name={objects.workspace?.name ?? "Parola"} subtitle={t("message.preview")}>
        <MessageBubble side="in" content={toContent(config, preview)} time="12:00" />
      </Phone>

      {(kind === "buttons" || kind === "list" || kind === "template") && (
        <Timeout value={config["timeout"]} onChange={(next) => put("timeout", next)} />
      )}
      {kind !== "template" && <Fallback config={config} onChange={onChange} problems={problems} preview={preview} />}
    </Stack>
  );
}

function Timeout({ value, onChange }: { value: Json | undefined; onChange(value: Json | undefined): void }) {
  const { t } = useTranslation("builder");
  const on = value !== undefined && value !== null;
  return (
    <Stack gap={4}>
      <Switch
        label={t("message.timeout")}
        description={t(on ? "message.timeoutOn" : "message.timeoutOff")}
        checked={on}
        onChange={(event) => onChange(event.currentTarget.checked ? { hours: 24 } : undefined)}
      />
      <Collapse expanded={on}>{on && <DurationInput label="" value={value} onChange={onChange} />}</Collapse>
    </Stack>
  );
}

function Fallback({
  config,
  onChange,
  problems,
  preview,
}: Pick<FormProps, "config" | "onChange" | "problems"> & { preview: Parameters<typeof toContent>[1] }) {
  const { t } = useTranslation("builder");
  const value = config["fallbackTemplate"] as JsonObject | undefined;
  return (
    <Stack gap="xs">
      <Switch
        label={t("message.fallback")}
        description={t("message.fallbackHint")}
        checked={value !== undefined}
        onChange={(event) => onChange(withKey(config, "fallbackTemplate", event.currentTarget.checked ? { template: "" } : undefined))}
      />
      {value !== undefined && (
        <div className={classes["group"]}>
          <TemplateFields
            value={value}
            path="fallbackTemplate."
            problems={problems}
            onChange={(next, mergeKey) => onChange(withKey(config, "fallbackTemplate", next), mergeKey)}
          />
          {value["template"] !== "" && (
            <div style={{ marginTop: 12 }}>
              <Phone name={t("message.fallbackPreview")}>
                <MessageBubble side="in" content={templateContent(value, preview)} />
              </Phone>
            </div>
          )}
        </div>
      )}
      {value === undefined && problemAt(problems, "fallbackTemplate") && (
        <Text size="xs" c="var(--parola-warning)">
          {problemAt(problems, "fallbackTemplate")}
        </Text>
      )}
    </Stack>
  );
}

export const form: NodeForm = {
  initial: { kind: "text", text: "" },
  Form,
  summary(config, { t }) {
    const kind = kindOf(config);
    const words = readable(String(config["text"] ?? config["caption"] ?? config["name"] ?? ""));
    if (kind === "template") return clip(t("summary.template", { name: String(config["template"] || "…") }));
    if (kind === "media")
      return clip(`${t(`preview:media.${String(config["mediaType"] ?? "image")}`)}${words === "" ? "" : ` · ${words}`}`);
    if (kind === "location") return clip(`${t("message.kind.location")} · ${words}`);
    if (kind === "contacts") return t("message.kind.contacts");
    return clip(words);
  },
};
