/** One account: whether it works, since when that is known, and what uses it. */
import { ActionIcon, Anchor, Button, Group, Menu, Text } from "@mantine/core";
import { IconDots, IconEdit, IconListDetails, IconPlayerPlay, IconTrash, IconUnlink } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ConnectionAnswer } from "../../../contract/connections.ts";
import { api } from "../../api.ts";
import { StateBadge } from "../../shell/state-badge.tsx";
import { toastDone, toastError } from "../../shell/toast.ts";
import { useMay, useWorkspaceSlug } from "../../shell/use-me.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { failureText, healthText } from "../failure-text.ts";
import classes from "../integrations.module.css";
import { type Kind, useKindTexts } from "./kind-texts.ts";

interface ConnectionCardProps {
  connection: ConnectionAnswer;
  kind: Kind | undefined;
  edit: () => void;
  revoke: () => void;
  remove: () => void;
  showCalls: () => void;
}

const TONES = { ok: "good", failing: "bad", revoked: "neutral" } as const;

export function ConnectionCard({ connection, kind, edit, revoke, remove, showCalls }: ConnectionCardProps) {
  const { t } = useTranslation("integrations");
  const may = useMay();
  const texts = useKindTexts();
  const queryClient = useQueryClient();
  const { id, name, status, statusDetail, checkedAt } = connection;
  const check = useMutation(
    api.connections.check.mutationOptions({
      onSuccess: (tried) => {
        if (tried.status === "ok") toastDone(t("connection.worksNow", { name }));
        return queryClient.invalidateQueries({ queryKey: api.connections.key() });
      },
      onError: toastError,
    }),
  );
  const writable = may("integrations:write");
  const untried = status === "ok" && checkedAt === null;
  const title = kind ? texts.title(kind) : connection.kind;
  return (
    <article className={classes.card} aria-label={name}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Text fw={600} style={{ overflowWrap: "anywhere" }}>
            {name}
          </Text>
          <Text size="xs" c="dimmed">
            {title}
          </Text>
        </div>
        <Group gap={4} wrap="nowrap">
          <StateBadge tone={untried ? "neutral" : TONES[status]}>
            {t(untried ? "connection.stored" : `connection.status.${status}`)}
          </StateBadge>
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon aria-label={t("connection.actions", { name })}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconListDetails size={16} />} onClick={showCalls}>
                {t("connection.calls")}
              </Menu.Item>
              {writable && (
                <>
                  <Menu.Item leftSection={<IconEdit size={16} />} onClick={edit}>
                    {t("connection.change")}
                  </Menu.Item>
                  {status !== "revoked" && (
                    <Menu.Item leftSection={<IconUnlink size={16} />} onClick={revoke}>
                      {t("connection.revoke")}
                    </Menu.Item>
                  )}
                  <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={remove}>
                    {t("connection.delete")}
                  </Menu.Item>
                </>
              )}
            </Menu.Dropdown>
          </Menu>
        </Group>
      </Group>
      {status === "failing" && (
        <Text size="sm" c="var(--parola-danger)" role="status">
          {healthText(t, statusDetail)}
        </Text>
      )}
      {status === "revoked" && <Text size="sm">{failureText(t, "missing_connection")}</Text>}
      <UsedBy connection={connection} />
      <Group justify="space-between" mt="auto" gap="xs">
        <Text size="xs" c="dimmed">
          {checkedAt ? (
            <>
              {t("connection.checked")} <RelativeTime at={checkedAt} />
            </>
          ) : (
            t(kind?.checkable === false ? "connection.untried" : "connection.neverChecked")
          )}
        </Text>
        {writable &&
          (status === "ok" && kind?.checkable === false ? null : status === "ok" ? (
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconPlayerPlay size={14} />}
              loading={check.isPending}
              onClick={() => check.mutate({ id })}
            >
              {t("connection.try")}
            </Button>
          ) : (
            <Button size="compact-sm" onClick={edit}>
              {t(status === "revoked" ? "connection.reconnect" : "connection.mend")}
            </Button>
          ))}
      </Group>
    </article>
  );
}

/** Where what uses a connection is seen, below the workspace. */
const PATHS = { automation: "automations/", agent: "agents/", voice_agent: "settings/voice/" } as const;

export function UsedBy({ connection: { usedBy } }: { connection: Pick<ConnectionAnswer, "usedBy"> }) {
  const { t } = useTranslation("integrations");
  const workspace = useWorkspaceSlug();
  if (usedBy.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("connection.unused")}
      </Text>
    );
  return (
    <Text size="sm" component="div">
      {t("connection.usedBy")}{" "}
      {usedBy.map(({ kind, id, name }, index) => (
        <span key={id}>
          {index > 0 && ", "}
          <Anchor component={Link} to={`/w/${workspace}/${PATHS[kind]}${id}` as never} inherit underline="always">
            {name}
          </Anchor>
        </span>
      ))}
    </Text>
  );
}
