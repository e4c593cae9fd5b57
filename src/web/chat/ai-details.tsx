/** How an AI operator came to what it wrote: for operators only, the customer sees none of it. */
import { Modal, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { TurnFacts } from "../agents/turn-facts.tsx";
import { api } from "../api.ts";
import { ErrorState } from "../ui/error-state.tsx";

export function AiDetails({ messageId, close }: { messageId: string; close: () => void }) {
  const { t } = useTranslation("agents");
  const { data, error } = useQuery(api.agents.turnOfMessage.queryOptions({ input: { messageId } }));
  return (
    <Modal opened onClose={close} title={t("chat.how")} size="lg">
      {error && <ErrorState error={error} />}
      {!data && !error && <Skeleton height={120} />}
      {data && data.turn === null && <Text c="dimmed">{t("chat.noTurn")}</Text>}
      {data?.turn && (
        <Stack>
          <Text size="sm" c="dimmed" style={{ whiteSpace: "pre-wrap" }}>
            {data.turn.question}
          </Text>
          <TurnFacts {...data.turn} />
        </Stack>
      )}
    </Modal>
  );
}
