/** Chooses a template and gives its variables, header and buttons their values. For template messages and for fallbacks. */
import { Alert, Badge, Group, Select, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../../automation/problems.ts";
import type { Json, JsonObject } from "../../../domain/json.ts";
import { isNamedTemplate, variablesIn } from "../../../domain/template-definition.ts";
import { problemAt, withKey } from "../form/config-value.ts";
import { useFormContext } from "../form/form-context.ts";
import { TextEditor } from "../form/text-editor.tsx";
import { FileField } from "./file-field.tsx";
import { PlaceFields } from "./place-fields.tsx";
import { TemplatePicker } from "./template-picker.tsx";
import { templateVersion } from "./to-content.ts";

export interface TemplateFieldsProps {
  value: JsonObject;
  onChange(value: JsonObject, mergeKey?: string): void;
  problems: readonly Problem[];
  /** `fallbackTemplate.` or nothing. */
  path: string;
  /** Where the step takes no language and nothing for a header. */
  bodyOnly?: boolean;
}

const STATUS_COLORS: Record<string, string> = { approved: "accent", pending: "yellow", draft: "gray" };

export function TemplateFields({ value, onChange, problems, path, bodyOnly = false }: TemplateFieldsProps) {
  const { t } = useTranslation(["builder", "preview"]);
  const { objects } = useFormContext();
  const templates = objects.templates ?? [];
  const name = typeof value["template"] === "string" ? value["template"] : "";
  const template = templates.find((candidate) => candidate.name === name);
  const language = typeof value["language"] === "string" ? value["language"] : undefined;
  const version = templateVersion(templates, name, language ?? objects.workspace?.settings.defaultLanguage);
  const variables = (value["variables"] ?? {}) as JsonObject;
  const place = (value["headerLocation"] ?? {}) as JsonObject;
  const put = (key: string, next: Json | undefined) => onChange(withKey(value, key, next), `${path}${key}`);
  const definition = version?.definition;
  const header = bodyOnly ? undefined : definition?.header;
  const bodyVariables = definition ? variablesIn(definition.body) : [];
  const headerVariables = header?.type === "text" ? variablesIn(header.text) : [];

  return (
    <Stack gap="sm">
      <TemplatePicker
        label={t("message.template")}
        error={problemAt(problems, `${path}template`)}
        value={name}
        // Another template has other variables.
        onChange={(next) =>
          onChange({
            ...Object.fromEntries(Object.entries(value).filter(([key]) => key === "kind" || key === "timeout")),
            template: next,
          })
        }
      />
      {template && (
        <Group gap={4}>
          <Badge size="sm" variant="light" tt="none" color="gray">
            {t(`templateCategory.${template.category}`)}
          </Badge>
          {template.versions.map((item) => (
            <Badge key={item.language} size="sm" variant="light" tt="none" color={STATUS_COLORS[item.status] ?? "red"}>
              {item.language}: {t(`templateStatus.${item.status}`, { defaultValue: item.status })}
            </Badge>
          ))}
        </Group>
      )}
      {template && template.versions.length > 1 && !bodyOnly && (
        <Select
          label={t("message.language")}
          clearable
          placeholder={t("message.languageOfContact")}
          data={template.versions.map((item) => item.language)}
          value={language ?? null}
          onChange={(next) => put("language", next ?? undefined)}
        />
      )}
      {header?.type === "text" && headerVariables.length > 0 && (
        <TextEditor
          label={t("message.headerVariable", { text: header.text })}
          multiline={false}
          value={String(value["headerText"] ?? "")}
          onChange={(next) => put("headerText", next === "" ? undefined : next)}
        />
      )}
      {header && header.type !== "text" && header.type !== "location" && (
        <FileField
          label={t("message.headerMedia", { type: t(`preview:media.${header.type}`) })}
          value={(value["headerMedia"] ?? {}) as JsonObject}
          mediaType={header.type}
          error={problemAt(problems, `${path}headerMedia`)}
          onChange={(next) => put("headerMedia", next)}
        />
      )}
      {header?.type === "location" && (
        <PlaceFields
          value={place}
          put={(key, next) => put("headerLocation", withKey(place, key, next))}
          problems={problems}
          path={`${path}headerLocation.`}
        />
      )}
      {bodyVariables.map((variable) => (
        <TextEditor
          key={variable}
          multiline={false}
          label={
            isNamedTemplate(definition as Parameters<typeof isNamedTemplate>[0]) ? variable : t("message.variable", { name: variable })
          }
          placeholder={definition?.examples[variable] ? t("message.forExample", { example: definition.examples[variable] }) : ""}
          error={problemAt(problems, `${path}variables.${variable}`)}
          value={typeof variables[variable] === "string" ? variables[variable] : ""}
          onChange={(next) => put("variables", emptyIsNone(withKey(variables, variable, next === "" ? undefined : next)))}
        />
      ))}
      {definition?.buttons.map((button, index) =>
        (button.type === "url" && variablesIn(button.url).length > 0) || button.type === "copy_code" ? (
          <TextEditor
            key={index}
            multiline={false}
            label={button.type === "url" ? t("message.urlEnd", { button: button.text }) : t("message.code")}
            value={parameterOf(value, index)}
            onChange={(next) => put("buttonParameters", withParameter(value, index, next))}
          />
        ) : null,
      )}
      {template && template.category === "marketing" && (
        <Text size="xs" c="dimmed">
          {t("message.marketingHint")}
        </Text>
      )}
      {version && version.status !== "approved" && (
        <Alert variant="light" color="yellow" p="xs">
          <Text size="sm">
            {t("message.notApproved", { status: t(`templateStatus.${version.status}`, { defaultValue: version.status }) })}
          </Text>
        </Alert>
      )}
    </Stack>
  );
}

function emptyIsNone(variables: JsonObject): JsonObject | undefined {
  return Object.keys(variables).length === 0 ? undefined : variables;
}

function parameters(value: JsonObject): { index: number; text?: string }[] {
  return Array.isArray(value["buttonParameters"]) ? (value["buttonParameters"] as { index: number; text?: string }[]) : [];
}

function parameterOf(value: JsonObject, index: number): string {
  return parameters(value).find((parameter) => parameter.index === index)?.text ?? "";
}

function withParameter(value: JsonObject, index: number, text: string): Json | undefined {
  const others = parameters(value).filter((parameter) => parameter.index !== index);
  const next = text === "" ? others : [...others, { index, text }].sort((a, b) => a.index - b.index);
  return next.length === 0 ? undefined : next;
}
