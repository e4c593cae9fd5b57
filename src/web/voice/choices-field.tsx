/** The answers a question understands, and what each means for the call. */
import { ActionIcon, Button, Group, Paper, Select, Stack, TagsInput, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ANSWER_OUTCOMES, type VoiceChoice, type VoiceScript } from "../../domain/voice-agent.ts";
import type { AgentFault } from "./agent-faults.ts";

type Question = NonNullable<VoiceScript["question"]>;
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*"];

interface ChoicesFieldProps {
  question: Question;
  onChange: (choices: VoiceChoice[]) => void;
  faults: Record<string, AgentFault>;
}

export function ChoicesField({ question, onChange, faults }: ChoicesFieldProps) {
  const { t } = useTranslation("settings");
  const { choices, input } = question;
  const put = (index: number, change: Partial<VoiceChoice>) =>
    onChange(choices.map((choice, at) => (at === index ? { ...choice, ...change } : choice)));
  const fault = (path: string) => (faults[path] ? t(`voice.fault.${faults[path]}`) : undefined);
  const free = KEYS.find((key) => !choices.some(({ digit }) => digit === key));
  return (
    <Stack gap="xs">
      {choices.map((choice, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: answers are their position.
        <Paper key={index} withBorder p="sm" role="group" aria-label={t("voice.answerNumber", { number: index + 1 })}>
          <Stack gap="xs">
            <Group gap="xs" align="flex-start">
              {input !== "speech" && (
                <Select
                  w={84}
                  label={t("voice.key")}
                  data={KEYS}
                  clearable={input === "both"}
                  value={choice.digit ?? null}
                  onChange={(digit) => put(index, { digit: digit ?? undefined })}
                  error={fault(`choices.${index}.digit`)}
                />
              )}
              <TextInput
                flex="1 1 160px"
                label={t("voice.meaning")}
                value={choice.label}
                maxLength={80}
                onChange={(event) => put(index, { label: event.currentTarget.value })}
                error={fault(`choices.${index}.label`)}
              />
              <Select
                flex="0 1 160px"
                label={t("voice.outcome")}
                allowDeselect={false}
                data={ANSWER_OUTCOMES.map((value) => ({ value, label: t(`voice.outcomes.${value}`) }))}
                value={choice.outcome}
                onChange={(outcome) => outcome && put(index, { outcome })}
              />
              <ActionIcon
                mt={22}
                size={34}
                aria-label={t("voice.removeAnswer", { name: choice.label || index + 1 })}
                disabled={choices.length === 1}
                onClick={() => onChange(choices.filter((_, at) => at !== index))}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Group>
            {input !== "digits" && (
              <TagsInput
                label={t("voice.words")}
                description={t("voice.wordsHint")}
                value={choice.words}
                onChange={(words) => put(index, { words })}
                error={fault(`choices.${index}.words`)}
              />
            )}
            <TextInput
              label={t("voice.reply")}
              value={choice.reply}
              onChange={(event) => put(index, { reply: event.currentTarget.value })}
            />
          </Stack>
        </Paper>
      ))}
      <Group>
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconPlus size={14} />}
          disabled={choices.length >= KEYS.length}
          onClick={() =>
            onChange([
              ...choices,
              { label: "", words: [], outcome: "neutral", reply: "", ...(input !== "speech" && free && { digit: free }) },
            ])
          }
        >
          {t("voice.addAnswer")}
        </Button>
      </Group>
    </Stack>
  );
}
