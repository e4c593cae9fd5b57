/** API keys: what a system may do in one's name. The key itself is shown once. */
import {
  ActionIcon,
  Alert,
  Anchor,
  Badge,
  Button,
  Checkbox,
  CopyButton,
  Group,
  Modal,
  NativeSelect,
  Skeleton,
  Stack,
  Table,
  Text,
  TextInput,
} from "@mantine/core";
import { IconCopy, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Permission, RESOURCES, ROLE_PERMISSIONS } from "../../contract/roles.ts";
import { api, client } from "../api.ts";
import { Confirm } from "../shell/confirm.tsx";
import { useMay, useMembership } from "../shell/use-me.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { ObjectForm } from "./object-form.tsx";
import { SectionHeader } from "./section-header.tsx";
import classes from "./settings.module.css";

export function KeysSection() {
  const { t } = useTranslation(["settings", "common"]);
  const may = useMay();
  const queryClient = useQueryClient();
  const { data } = useQuery(api.apiKeys.list.queryOptions());
  const [making, setMaking] = useState(false);
  const [removing, setRemoving] = useState<{ id: string; name: string }>();
  return (
    <>
      <SectionHeader
        title={t("section.keys")}
        lead={t("keys.lead")}
        action={
          may("keys:write") && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
              {t("keys.new")}
            </Button>
          )
        }
      />
      <Anchor href="/api/docs" target="_blank" size="sm" mb="md" display="inline-block">
        {t("keys.docs")}
      </Anchor>
      {!data && <Skeleton height={120} />}
      {data?.items.length === 0 && <EmptyState title={t("keys.empty")}>{t("keys.emptyHint")}</EmptyState>}
      {data && data.items.length > 0 && (
        <Table.ScrollContainer minWidth={520}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("name")}</Table.Th>
                <Table.Th>{t("keys.scopes")}</Table.Th>
                <Table.Th>{t("keys.used")}</Table.Th>
                <Table.Th>{t("keys.expires")}</Table.Th>
                <Table.Th w={48} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.items.map((key) => (
                <Table.Tr key={key.id}>
                  <Table.Td>
                    <Text fw={500}>{key.name}</Text>
                    <Text size="xs" c="dimmed" ff="monospace">
                      {key.start}…
                    </Text>
                    {key.createdBy !== null && (
                      <Text size="xs" c={key.creatorLeft ? "var(--parola-danger)" : "dimmed"}>
                        {t(key.creatorLeft ? "keys.byFormer" : "keys.by", { name: key.createdBy })}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>
                    <Badge variant="default" style={{ textTransform: "none" }} title={key.scopes.join(", ")}>
                      {t("keys.scopeCount", { count: key.scopes.length })}
                    </Badge>
                  </Table.Td>
                  <Table.Td>{key.lastUsedAt ? <RelativeTime at={key.lastUsedAt} /> : t("keys.never")}</Table.Td>
                  <Table.Td>{key.expiresAt ? <RelativeTime at={key.expiresAt} /> : t("keys.noExpiry")}</Table.Td>
                  <Table.Td>
                    {may("keys:write") && (
                      <ActionIcon aria-label={t("keys.revoke", { name: key.name })} onClick={() => setRemoving(key)}>
                        <IconTrash size={16} />
                      </ActionIcon>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {making && <NewKey close={() => setMaking(false)} />}
      <Confirm
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={t("keys.revoke", { name: removing?.name })}
        action={t("keys.revokeAction")}
        run={async () => {
          if (removing) await client.apiKeys.delete({ id: removing.id });
          await queryClient.invalidateQueries({ queryKey: api.apiKeys.key() });
        }}
      >
        {t("keys.revokeText")}
      </Confirm>
    </>
  );
}

const NO_EXPIRY = "0";

function NewKey({ close }: { close: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  const role = useMembership()?.role ?? "developer";
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [days, setDays] = useState("365");
  const [scopes, setScopes] = useState<ReadonlySet<Permission>>(
    new Set(["contacts:read", "contacts:write", "automations:read", "chats:write"]),
  );
  const create = useMutation(
    api.apiKeys.create.mutationOptions({ onSuccess: () => void queryClient.invalidateQueries({ queryKey: api.apiKeys.key() }) }),
  );
  const allowed = ROLE_PERMISSIONS[role];
  const toggle = (scope: Permission) => {
    const next = new Set(scopes);
    if (!next.delete(scope)) next.add(scope);
    setScopes(next);
  };
  return (
    <Modal opened onClose={close} title={t("keys.new")} size="lg">
      {create.data ? (
        <Stack gap="sm">
          <Alert className="warning-alert" variant="light">
            {t("keys.once")}
          </Alert>
          <TextInput
            readOnly
            ff="monospace"
            aria-label={t("keys.key")}
            value={create.data.key}
            onFocus={(event) => event.currentTarget.select()}
          />
          <Group justify="flex-end">
            <CopyButton value={create.data.key}>
              {({ copied, copy }) => (
                <Button variant="light" leftSection={<IconCopy size={16} />} onClick={copy}>
                  {t(copied ? "common:copied" : "common:copy")}
                </Button>
              )}
            </CopyButton>
            <Button onClick={close}>{t("common:done")}</Button>
          </Group>
        </Stack>
      ) : (
        <ObjectForm
          submit={() =>
            create.mutate({
              name: name.trim(),
              scopes: [...scopes] as [Permission, ...Permission[]],
              expiresInDays: days === NO_EXPIRY ? null : Number(days),
            })
          }
          close={close}
          busy={create.isPending}
          error={create.error}
          valid={name.trim() !== "" && scopes.size > 0}
        >
          <TextInput
            label={t("name")}
            placeholder={t("keys.namePlaceholder")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <NativeSelect
            label={t("keys.expires")}
            value={days}
            onChange={(event) => setDays(event.currentTarget.value)}
            data={["30", "90", "365", NO_EXPIRY].map((value) => ({
              value,
              label: value === NO_EXPIRY ? t("keys.noExpiry") : t("keys.inDays", { count: Number(value) }),
            }))}
          />
          <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
            <Text component="legend" size="sm" fw={600} mb={6}>
              {t("keys.scopes")}
            </Text>
            <div className={classes.permissions}>
              {RESOURCES.flatMap((resource) => [`${resource}:read`, `${resource}:write`] as const)
                .filter((scope) => allowed.includes(scope))
                .map((scope) => (
                  <Checkbox key={scope} size="xs" label={scope} checked={scopes.has(scope)} onChange={() => toggle(scope)} />
                ))}
            </div>
          </fieldset>
        </ObjectForm>
      )}
    </Modal>
  );
}
