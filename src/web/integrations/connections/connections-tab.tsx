/** Accounts at other systems, by what they are for, and what else can be connected. */
import { Skeleton, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConnectionAnswer } from "../../../contract/connections.ts";
import { api, client } from "../../api.ts";
import { Confirm } from "../../shell/confirm.tsx";
import { useMay } from "../../shell/use-me.ts";
import { useUrlState } from "../../shell/use-url-state.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import classes from "../integrations.module.css";
import { ConnectionCard, UsedBy } from "./connection-card.tsx";
import { ConnectionForm } from "./connection-form.tsx";
import { type Kind, PURPOSE_NAMES, purposeOf, useKindTexts } from "./kind-texts.ts";

type Asking = { what: "revoke" | "delete"; connection: ConnectionAnswer };

export function ConnectionsTab() {
  const { t } = useTranslation(["integrations", "connections", "common"]);
  const may = useMay();
  const queryClient = useQueryClient();
  const kinds = useQuery(api.connections.kinds.queryOptions({ staleTime: Infinity }));
  const list = useQuery(api.connections.list.queryOptions());
  const [connecting, setConnecting] = useUrlState("connect");
  const [editing, setEditing] = useState<ConnectionAnswer>();
  const [asking, setAsking] = useState<Asking>();
  const navigate = useNavigate();
  if (list.error) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  if (!list.data || !kinds.data) return <Skeleton height={200} />;
  const purposes = PURPOSE_NAMES.map((purpose) => ({
    purpose,
    kinds: kinds.data.items.filter(({ kind }) => purposeOf(kind) === purpose),
    connections: list.data.items.filter(({ kind }) => purposeOf(kind) === purpose),
  })).filter((group) => group.kinds.length > 0 || group.connections.length > 0);
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.connections.key() });
  return (
    <Stack gap="xl">
      {purposes.map((group) => (
        <section key={group.purpose} aria-label={t(`connections:purpose.${group.purpose as "shops"}`)}>
          <Title order={2} size="h4" mb="sm">
            {t(`connections:purpose.${group.purpose as "shops"}`)}
          </Title>
          <div className={classes.grid}>
            {group.connections.map((connection) => (
              <ConnectionCard
                key={connection.id}
                connection={connection}
                kind={kinds.data.items.find(({ kind }) => kind === connection.kind)}
                edit={() => setEditing(connection)}
                revoke={() => setAsking({ what: "revoke", connection })}
                remove={() => setAsking({ what: "delete", connection })}
                showCalls={() => void navigate({ to: ".", search: { tab: "calls", connection: connection.name } as never })}
              />
            ))}
          </div>
          {may("integrations:write") && (
            <div className={classes.grid} data-below={group.connections.length > 0 || undefined}>
              {group.kinds.map((kind) => (
                <ConnectTile key={kind.kind} kind={kind} connect={() => setConnecting(kind.kind)} />
              ))}
            </div>
          )}
        </section>
      ))}
      {connecting && <ConnectionForm kind={connecting} close={() => setConnecting(null)} />}
      {editing && <ConnectionForm connection={editing} close={() => setEditing(undefined)} />}
      <Confirm
        opened={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={asking ? t(`connection.${asking.what}Title`, { name: asking.connection.name }) : ""}
        action={t(asking?.what === "delete" ? "common:delete" : "connection.revoke")}
        run={async () => {
          if (!asking) return;
          const { id } = asking.connection;
          // What still uses it was named in the question.
          if (asking.what === "delete") await client.connections.delete({ id, force: true });
          else await client.connections.revoke({ id, force: true });
          await refresh();
        }}
      >
        {asking && (
          <Stack gap="xs">
            <Text size="sm">{t(`connection.${asking.what}Text`)}</Text>
            <UsedBy connection={asking.connection} />
          </Stack>
        )}
      </Confirm>
    </Stack>
  );
}

function ConnectTile({ kind, connect }: { kind: Kind; connect: () => void }) {
  const { t } = useTranslation("integrations");
  const texts = useKindTexts();
  const title = texts.title(kind);
  return (
    <UnstyledButton className={classes.tile ?? ""} onClick={connect}>
      <span className={classes.monogram} aria-hidden>
        {title.slice(0, 2)}
      </span>
      <span>
        <Text component="span" display="block" fw={600} size="sm">
          {t("connection.connect", { kind: title })}
        </Text>
        <Text component="span" display="block" size="xs" c="dimmed">
          {texts.lead(kind.kind)}
        </Text>
      </span>
    </UnstyledButton>
  );
}
