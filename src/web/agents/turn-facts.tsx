/** How an answer came about: its sources, the tools it used, what it cost. For operators only. */
import { Anchor, Badge, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Turn } from "../../contract/agents.ts";
import { costText } from "./cost-text.ts";
import { useModelConnections } from "./use-connections.ts";

interface TurnFactsProps {
  sources: Turn["sources"];
  steps: Turn["steps"];
  inputTokens: number;
  outputTokens: number;
  cost: number;
  model?: string | null;
}

export function TurnFacts({ sources, steps, inputTokens, outputTokens, cost, model }: TurnFactsProps) {
  const { t, i18n } = useTranslation("agents");
  const connections = useModelConnections();
  return (
    <Stack gap="xs">
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a log in its order
        <Text key={index} size="xs" style={{ overflowWrap: "anywhere" }}>
          {step["tool"] ? (
            <>
              <b>{String(step["tool"])}</b> {JSON.stringify(step["input"])} → {JSON.stringify(step["error"] ?? step["result"])}
            </>
          ) : (
            `${String(step["error"] ?? "")} ${String(step["detail"] ?? "")}`
          )}
        </Text>
      ))}
      {sources.map((source) => (
        <div key={source.sourceId + source.excerpt}>
          <Group gap={6}>
            <Text size="sm" fw={600}>
              {source.url ? (
                <Anchor href={source.url} target="_blank" rel="noreferrer" size="sm">
                  {source.title}
                </Anchor>
              ) : (
                source.title
              )}
            </Text>
            <Badge size="xs" variant={source.cited ? "light" : "default"} style={{ textTransform: "none" }}>
              {t(source.cited ? "facts.cited" : "facts.given")}
            </Badge>
          </Group>
          <Text size="xs" c="dimmed" lineClamp={3}>
            {source.excerpt}
          </Text>
        </div>
      ))}
      {sources.length === 0 && (
        <Text size="xs" c="dimmed">
          {t("facts.noSources")}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {t("facts.tokens", { input: inputTokens, output: outputTokens, cost: costText(cost, connections.data?.[0], i18n.language) })}
        {model ? ` · ${model}` : ""}
      </Text>
    </Stack>
  );
}
