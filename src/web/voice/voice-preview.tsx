/** A call as the customer hears it, from the first sentence to the last. */
import { Group, Kbd, Paper, Stack, Text } from "@mantine/core";
import { IconPhone, IconQuote } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { VoiceScript } from "../../domain/voice-agent.ts";
import { StateBadge } from "../shell/state-badge.tsx";
import { readable } from "../ui/readable.ts";

const TONES = { success: "good", neutral: "neutral", call_back: "warning" } as const;

export function VoicePreview({ script }: { script: VoiceScript }) {
  const { t } = useTranslation("settings");
  const { greeting, question, message, goodbye } = script;
  return (
    <Paper withBorder p="sm" radius="md" role="group" aria-label={t("voice.preview")}>
      <Group gap={6} mb={6}>
        <IconPhone size={14} aria-hidden />
        <Text size="xs" fw={600} c="dimmed">
          {t("voice.preview")}
        </Text>
      </Group>
      <Stack gap={6}>
        <Said text={greeting} />
        {question && <Said text={question.text} />}
        {question?.choices.map(({ digit, words, label, outcome, reply }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: answers are their position.
          <Group key={index} gap={6} pl="md" wrap="nowrap" align="baseline">
            {digit !== undefined && question.input !== "speech" ? <Kbd>{digit}</Kbd> : <IconQuote size={16} aria-hidden />}
            <Text size="sm" flex={1} style={{ minWidth: 0 }}>
              {label || words.join(", ")}
              {reply && (
                <Text span c="dimmed" fs="italic">
                  {" "}
                  “{readable(reply)}”
                </Text>
              )}
            </Text>
            <StateBadge tone={TONES[outcome]}>{t(`voice.outcomes.${outcome}`)}</StateBadge>
          </Group>
        ))}
        {message && <Said text={message} />}
        <Said text={goodbye} />
      </Stack>
    </Paper>
  );
}

function Said({ text }: { text: string }) {
  return (
    <Text size="sm" style={{ overflowWrap: "anywhere" }}>
      “{readable(text)}”
    </Text>
  );
}
