/** Tests everything a number needs, one by one, and says what is wrong and what to do about it. */
import { Button, Group, Loader, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconCheck, IconClock, IconMinus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Channel } from "../../contract/channels.ts";
import { api } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";
import { useProblemText } from "../ui/problem-text.ts";
import { ChannelMend } from "./channel-mend.tsx";

const ITEMS = ["token", "permissions", "phone_number", "account", "subscription", "app_webhook", "first_message"] as const;
const LOOKS = {
  ok: { color: "accent", icon: IconCheck },
  failed: { color: "red", icon: IconX },
  pending: { color: "orange", icon: IconClock },
  skipped: { color: "gray", icon: IconMinus },
} as const;
/** A first message or a webhook may arrive at any moment while one looks. */
const REPEAT_MS = 10_000;

export function ChannelCheck({ channel }: { channel: Channel }) {
  const { t } = useTranslation("channels");
  const check = useQuery(
    api.channels.check.queryOptions({
      input: { id: channel.id },
      retry: false,
      refetchInterval: ({ state }) => (state.data?.items.some(({ state: one }) => one === "pending") ? REPEAT_MS : false),
    }),
  );
  const say = useProblemText();
  const answers = new Map(
    check.data?.items.map(({ item, state, message, fix, mend }) => [
      item,
      { state, mend, ...say({ message: message ?? "", fix: fix ?? "" }) },
    ]),
  );
  return (
    <section aria-label={t("check")}>
      <Group justify="space-between" mb="sm">
        <Title order={3} size="h4">
          {check.data?.ok ? t("allGood") : t("check")}
        </Title>
        <Button size="xs" variant="default" loading={check.isFetching} onClick={() => void check.refetch()}>
          {t("checkAgain")}
        </Button>
      </Group>
      <FormError error={check.error} />
      <Stack gap="sm" component="ol" style={{ listStyle: "none", padding: 0, margin: 0 }} aria-live="polite">
        {ITEMS.map((item) => {
          const answer = answers.get(item);
          const look = answer && LOOKS[answer.state];
          return (
            <Group key={item} component="li" wrap="nowrap" align="flex-start" gap="sm">
              {look ? (
                <ThemeIcon size={28} radius="xl" variant="light" color={look.color} role="img" aria-label={t(`state.${answer.state}`)}>
                  <look.icon size={16} />
                </ThemeIcon>
              ) : (
                <ThemeIcon size={28} radius="xl" variant="default">
                  {check.isFetching ? <Loader size={14} /> : <IconMinus size={16} />}
                </ThemeIcon>
              )}
              <div>
                <Text fw={500}>{t(`item.${item}`)}</Text>
                {answer?.message && (
                  <Text size="sm" c={answer.state === "failed" ? "var(--parola-danger)" : "dimmed"}>
                    {answer.message}
                  </Text>
                )}
                {answer?.fix && answer.state !== "ok" && <Text size="sm">{answer.fix}</Text>}
                {answer?.mend && <ChannelMend mend={answer.mend} channelId={channel.id} mended={() => void check.refetch()} />}
              </div>
            </Group>
          );
        })}
      </Stack>
    </section>
  );
}
