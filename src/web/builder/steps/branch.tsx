/** Branch: by a value, all ways at once, or by chance. */
import { ActionIcon, Button, Group, Input, NumberInput, SegmentedControl, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Json, JsonObject } from "../../../domain/json.ts";
import { readable } from "../../ui/readable.ts";
import { isNewId, newId } from "../document/new-id.ts";
import { problemAt, withKey } from "../form/config-value.ts";
import classes from "../form/form.module.css";
import { LookupPicker } from "../form/pickers.tsx";
import { TextEditor } from "../form/text-editor.tsx";
import type { FormProps, NodeForm } from "../node-form.ts";

type Mode = "value" | "parallel" | "random";

function modeOf(config: JsonObject): Mode {
  return config["mode"] === "parallel" || config["mode"] === "random" ? config["mode"] : "value";
}

function begin(mode: Mode): JsonObject {
  if (mode === "value") return { mode, field: "", cases: [{ id: newId("c"), values: [] }] };
  return { mode, paths: [0, 1].map(() => ({ id: newId("p"), ...(mode === "random" && { weight: 1 }) })) };
}

function items(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}

function Form({ config, onChange, problems }: FormProps) {
  const { t } = useTranslation("builder");
  const mode = modeOf(config);
  return (
    <Stack gap="md">
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t("branch.mode")}
        data={(["value", "parallel", "random"] as const).map((value) => ({ value, label: t(`branch.${value}`) }))}
        value={mode}
        onChange={(next) => onChange(convert(config, next))}
      />
      <Text size="xs" c="dimmed">
        {t(`branch.${mode}Hint`)}
      </Text>
      {mode === "value" ? (
        <Values config={config} onChange={onChange} problems={problems} />
      ) : (
        <Paths mode={mode} config={config} onChange={onChange} />
      )}
    </Stack>
  );
}

/** From parallel to random and back the ways stay, with their arrows. */
function convert(config: JsonObject, mode: Mode): JsonObject {
  const paths = items(config["paths"]);
  if (mode === "value" || paths.length === 0) return begin(mode);
  return { mode, paths: paths.map(({ weight, ...path }) => (mode === "random" ? { ...path, weight: weight ?? 1 } : path)) as Json };
}

function Values({ config, onChange, problems }: Omit<FormProps, "nodeId">) {
  const { t } = useTranslation("builder");
  const cases = items(config["cases"]);
  const byText = config["on"] !== undefined;
  const put = (next: JsonObject[]) => onChange(withKey(config, "cases", next));
  return (
    <>
      {byText ? (
        <TextEditor
          label={t("branch.on")}
          multiline={false}
          value={String(config["on"] ?? "")}
          error={problemAt(problems, "on")}
          onChange={(on) => onChange(withKey(config, "on", on), "on")}
        />
      ) : (
        <LookupPicker
          label={t("branch.field")}
          required
          value={config["field"]}
          error={problemAt(problems, "field") ?? problemAt(problems, "")}
          onChange={(field) => onChange(withKey(config, "field", field ?? ""))}
        />
      )}
      <div>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          onClick={() => {
            const { on: _, field: __, ...rest } = config;
            onChange(byText ? { ...rest, field: "" } : { ...rest, on: "" });
          }}
        >
          {t(byText ? "branch.useField" : "branch.useText")}
        </Button>
      </div>
      <Input.Wrapper label={t("branch.cases")} description={t("branch.casesHint")} error={problemAt(problems, "cases")} labelElement="div">
        <Stack gap="xs" mt={6}>
          {cases.map((item, index) => (
            <Group key={String(item["id"])} gap={4} wrap="nowrap" align="flex-start">
              <TagsInput
                style={{ flex: 1 }}
                aria-label={t("branch.values", { number: index + 1 })}
                placeholder={items(item["values"]).length === 0 ? t("branch.values", { number: index + 1 }) : ""}
                acceptValueOnBlur
                value={items(item["values"]).map(String)}
                error={problemAt(problems, `cases.${index}.values`)}
                onChange={(values) => put(cases.map((other, at) => (at === index ? { ...other, values } : other)))}
              />
              <ActionIcon
                size={28}
                mt={4}
                aria-label={t("form.removeItem", { number: index + 1 })}
                disabled={cases.length === 1}
                onClick={() => put(cases.filter((_, at) => at !== index))}
              >
                <IconTrash size={14} />
              </ActionIcon>
            </Group>
          ))}
          <div>
            <Button
              size="compact-sm"
              variant="light"
              leftSection={<IconPlus size={14} />}
              onClick={() => put([...cases, { id: newId("c"), values: [] }])}
            >
              {t("branch.addCase")}
            </Button>
          </div>
        </Stack>
      </Input.Wrapper>
    </>
  );
}

function Paths({ mode, config, onChange }: { mode: Mode } & Pick<FormProps, "config" | "onChange">) {
  const { t } = useTranslation("builder");
  const paths = items(config["paths"]);
  const total = paths.reduce((sum, path) => sum + Number(path["weight"] ?? 1), 0);
  const put = (next: JsonObject[], mergeKey?: string) => onChange(withKey(config, "paths", next), mergeKey);
  const set = (index: number, key: string, value: Json | undefined) =>
    put(
      paths.map((other, at) => (at === index ? withKey(other, key, value) : other)),
      `paths.${index}.${key}`,
    );
  return (
    <Stack gap="xs">
      {paths.map((path, index) => (
        <Group key={String(path["id"])} gap={4} wrap="nowrap" className={classes["line"] ?? ""}>
          <TextInput
            style={{ flex: 1 }}
            aria-label={t("branch.pathLabel", { number: index + 1 })}
            placeholder={isNewId(String(path["id"])) ? t("branch.pathLabel", { number: index + 1 }) : String(path["id"])}
            value={String(path["label"] ?? "")}
            onChange={(event) => set(index, "label", event.currentTarget.value || undefined)}
          />
          {mode === "random" && (
            <NumberInput
              w={110}
              min={0}
              aria-label={t("branch.weight")}
              value={Number(path["weight"] ?? 1)}
              rightSection={
                <Text size="xs" c="dimmed">
                  {total > 0 ? Math.round((Number(path["weight"] ?? 1) / total) * 100) : 0}%
                </Text>
              }
              rightSectionWidth={44}
              onChange={(value) => set(index, "weight", Number(value))}
            />
          )}
          <ActionIcon
            size={28}
            aria-label={t("form.removeItem", { number: index + 1 })}
            disabled={paths.length <= 2}
            onClick={() => put(paths.filter((_, at) => at !== index))}
          >
            <IconTrash size={14} />
          </ActionIcon>
        </Group>
      ))}
      <div>
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconPlus size={14} />}
          onClick={() => put([...paths, { id: newId("p"), ...(mode === "random" && { weight: 1 }) }])}
        >
          {t("branch.addPath")}
        </Button>
      </div>
    </Stack>
  );
}

export const form: NodeForm = {
  get initial() {
    return begin("value");
  },
  Form,
  summary(config, { t }) {
    const mode = modeOf(config);
    if (mode === "value")
      return t("summary.byValue", {
        what: readable(String(config["on"] ?? config["field"] ?? "").replace(/^contact\.(fields\.)?/, "")) || "…",
      });
    return t(`branch.${mode}`);
  },
};
