/** Wait for a reply: how long, what is kept of it, and which answers go their own way. */
import { ActionIcon, Button, Group, Input, NumberInput, Stack, Switch, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { JsonObject } from "../../../domain/json.ts";
import { newId } from "../document/new-id.ts";
import { problemAt, withKey } from "../form/config-value.ts";
import { DurationInput } from "../form/duration-input.tsx";
import classes from "../form/form.module.css";
import { PhraseFields } from "../form/match-cases.tsx";
import { TargetPicker } from "../form/pickers.tsx";
import type { FormProps, NodeForm } from "../node-form.ts";
import { durationText } from "../summary.ts";

function Form({ config, onChange, problems }: FormProps) {
  const { t } = useTranslation("builder");
  const timeout = config["timeout"];
  const limited = timeout !== undefined && timeout !== null;
  const cases = Array.isArray(config["cases"]) ? (config["cases"] as JsonObject[]) : [];
  const putCases = (next: JsonObject[]) => onChange(withKey(config, "cases", next.length === 0 ? undefined : next));
  const swap = (from: number, to: number) => {
    const next = [...cases];
    [next[from], next[to]] = [next[to] as JsonObject, next[from] as JsonObject];
    putCases(next);
  };
  return (
    <Stack gap="md">
      <Switch
        label={t("response.timeout")}
        description={t(limited ? "response.timeoutOn" : "response.timeoutOff")}
        checked={limited}
        onChange={(event) => onChange(withKey(config, "timeout", event.currentTarget.checked ? { hours: 24 } : undefined))}
      />
      {limited && (
        <DurationInput
          label={t("response.howLong")}
          error={problemAt(problems, "timeout")}
          value={timeout}
          onChange={(value) => onChange(withKey(config, "timeout", value))}
        />
      )}
      <TargetPicker
        label={t("response.saveTo")}
        description={t("response.saveToHint")}
        error={problemAt(problems, "saveTo")}
        value={config["saveTo"]}
        onChange={(value) => onChange(withKey(config, "saveTo", value))}
      />
      <Input.Wrapper
        label={t("response.cases")}
        description={t("response.casesHint")}
        error={problemAt(problems, "cases")}
        labelElement="div"
      >
        <div style={{ marginTop: 8 }}>
          {cases.map((item, index) => (
            <div key={String(item["id"])} className={classes["card"]}>
              <Group gap={2} justify="space-between" mb={4} wrap="nowrap">
                <Text size="xs" c="dimmed" fw={600}>
                  {t("response.case", { number: index + 1 })}
                </Text>
                <Group gap={2} wrap="nowrap">
                  <ActionIcon size={24} aria-label={t("form.moveUp")} disabled={index === 0} onClick={() => swap(index, index - 1)}>
                    <IconArrowUp size={14} />
                  </ActionIcon>
                  <ActionIcon
                    size={24}
                    aria-label={t("form.moveDown")}
                    disabled={index === cases.length - 1}
                    onClick={() => swap(index, index + 1)}
                  >
                    <IconArrowDown size={14} />
                  </ActionIcon>
                  <ActionIcon
                    size={24}
                    aria-label={t("form.removeItem", { number: index + 1 })}
                    onClick={() => putCases(cases.filter((_, at) => at !== index))}
                  >
                    <IconTrash size={14} />
                  </ActionIcon>
                </Group>
              </Group>
              <PhraseFields
                size="xs"
                value={item}
                error={problemAt(problems, `cases.${index}.phrases`) ?? problemAt(problems, `cases.${index}`)}
                onChange={(next) => putCases(cases.map((other, at) => (at === index ? next : other)))}
              />
            </div>
          ))}
          <Button
            mt="xs"
            size="compact-sm"
            variant="light"
            leftSection={<IconPlus size={14} />}
            onClick={() => putCases([...cases, { id: newId("c"), match: "exact", phrases: [] }])}
          >
            {t("response.addCase")}
          </Button>
        </div>
      </Input.Wrapper>
      {cases.length > 0 && (
        <NumberInput
          label={t("response.attempts")}
          description={t("response.attemptsHint")}
          min={1}
          max={20}
          styles={{ wrapper: { maxWidth: 160 } }}
          value={typeof config["attempts"] === "number" ? config["attempts"] : 1}
          onChange={(value) => onChange(withKey(config, "attempts", Number(value) > 1 ? Number(value) : undefined), "attempts")}
        />
      )}
    </Stack>
  );
}

export const form: NodeForm = {
  initial: { timeout: { hours: 24 } },
  Form,
  summary(config, tools) {
    const wait = config["timeout"]
      ? tools.t("summary.atMost", { time: durationText(config["timeout"], tools) })
      : tools.t("summary.forEver");
    return typeof config["saveTo"] === "string" && config["saveTo"] !== "" ? `${wait} → ${config["saveTo"]}` : wait;
  },
};
