/** AI operators: who they are, what they answer with, what they did and cost in the last thirty days. */
import { Alert, Anchor, Badge, Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconPlus, IconRobot } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Agent } from "../../contract/agents.ts";
import { api } from "../api.ts";
import { Page } from "../shell/page.tsx";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import classes from "./agents.module.css";
import { costText } from "./cost-text.ts";
import { NewAgent } from "./new-agent.tsx";
import { useModelConnections } from "./use-connections.ts";

export function AgentsPage() {
  const { t } = useTranslation("agents");
  const may = useMay();
  const workspace = useWorkspaceSlug();
  const [making, setMaking] = useUrlState("new");
  const { data, error, refetch } = useQuery(api.agents.list.queryOptions());
  const connections = useModelConnections();
  const usage = useQuery(api.agents.usage.queryOptions({ input: {}, enabled: may("reports:read") }));
  const make = may("objects:write") && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking("1")}>
      {t("new")}
    </Button>
  );
  return (
    <Page title={t("title")} actions={data && data.items.length > 0 && make}>
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={160} />}
      {data?.items.length === 0 && (
        <EmptyState icon={<IconRobot size={40} />} title={t("empty.title")} action={make}>
          {t("empty.text")}
        </EmptyState>
      )}
      {connections.data && connections.data.length === 0 && may("integrations:read") && (
        <Alert variant="light" color="gray" mb="md">
          {t("noConnection")}{" "}
          <Anchor component={Link} to={`/w/${workspace}/integrations`} search={{ connect: "ai" } as never} size="sm" underline="always">
            {t("connect")}
          </Anchor>
        </Alert>
      )}
      <div className={classes.grid}>
        {data?.items.map((agent) => (
          <AgentCard key={agent.id} agent={agent} usage={usage.data?.agents.find((one) => one.agent.id === agent.id)} />
        ))}
      </div>
      {making && <NewAgent close={() => setMaking(null)} />}
    </Page>
  );
}

interface Usage {
  answered: number;
  handedOver: number;
  cost: number;
}

function AgentCard({ agent, usage }: { agent: Agent; usage: Usage | undefined }) {
  const { t, i18n } = useTranslation("agents");
  const workspace = useWorkspaceSlug();
  const connections = useModelConnections();
  const connection = connections.data?.find(({ id }) => id === agent.settings.connectionId);
  return (
    <Link className={classes.card} to={`/w/${workspace}/agents/${agent.id}` as never}>
      <Stack gap={6}>
        <Group justify="space-between" wrap="nowrap">
          <Title order={2} size="h4" lineClamp={1}>
            {agent.name}
          </Title>
          {agent.isDefault && (
            <Badge variant="light" style={{ textTransform: "none" }}>
              {t("default")}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed" lineClamp={2}>
          {agent.settings.instructions || t("noInstructions")}
        </Text>
        <Text size="xs" c={connection || !connections.data ? "dimmed" : "var(--parola-danger)"}>
          {connection
            ? `${connection.name} · ${agent.settings.model ?? String(connection.settings["model"] ?? "")}`
            : connections.data
              ? t("notConnected")
              : ""}
        </Text>
        {usage && (
          <Text size="xs" c="dimmed">
            {t("usage", { answered: usage.answered, handedOver: usage.handedOver, cost: costText(usage.cost, connection, i18n.language) })}
          </Text>
        )}
      </Stack>
    </Link>
  );
}
