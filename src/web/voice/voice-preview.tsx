/** A call as the customer hears it, from the first sentence to the last. */
import { Group, Kbd, Paper, Stack, Text } from "@mantine/core";
import { IconPhone, IconQuote } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Json } from "../../domain/json.ts";
import type { VoiceScript } from "../../domain/voice-agent.ts";
import { withValues } from "../builder/form/variables.ts";
import { StateBadge } from "../shell/state-badge.tsx";
import { readable } from "../ui/readable.ts";

const TONES = { success: "good", neutral: "neutral", call_back: "warning" } as const;

interface VoicePreviewProps {
  script: VoiceScript;
  /** Of the contact chosen for previews; without, variables are shown by their names. */
  values?: Json | undefined;
}

export function VoicePreview({ script, values }: VoicePreviewProps) {
  const { t } = useTranslation("settings");
  const { greeting, question, message, goodbye } = script;
  const say = (text: string) => readable(withValues(text, values));
  return (
    <Paper withBorder p="sm" radius="md" role="group" aria-label={t("voice.preview")}>
      <Group gap={6} mb={6}>
        <IconPhone size={14} aria-hidden />
        <Text size="xs" fw={600} c="dimmed">
          {t("voice.preview")}
        </Text>
      </Group>
      <Stack gap={6}>
        <Said text={say(greeting)} />
        {question && <Said text={say(question.text)} />}
        {question?.choices.map(({ digit, words, label, outcome, reply }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: answers are their position.
          <Group key={index} gap={6} pl="md" wrap="nowrap" align="baseline">
            {digit !== undefined && question.input !== "speech" ? <Kbd>{digit}</Kbd> : <IconQuote size={16} aria-hidden />}
            <Text size="sm" flex={1} style={{ minWidth: 0 }}>
              {label || words.join(", ")}
              {reply && (
                <Text span c="dimmed" fs="italic">
                  {" "}
                  “{say(reply)}”
                </Text>
              )}
            </Text>
            <StateBadge tone={TONES[outcome]}>{t(`voice.outcomes.${outcome}`)}</StateBadge>
          </Group>
        ))}
        {message && <Said text={say(message)} />}
        <Said text={say(goodbye)} />
      </Stack>
    </Paper>
  );
}

function Said({ text }: { text: string }) {
  return (
    <Text size="sm" style={{ overflowWrap: "anywhere" }}>
      “{text}”
    </Text>
  );
}
