import {
  ActionIcon,
  Avatar,
  Badge,
  Button,
  Group,
  Indicator,
  NativeSelect,
  Skeleton,
  Switch,
  Table,
  Text,
  Title,
  Tooltip,
} from "@mantine/core";
import { IconTrash, IconUserPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Member } from "../../contract/members.ts";
import { ROLES, type Role } from "../../contract/roles.ts";
import { api, client } from "../api.ts";
import { Confirm } from "../shell/confirm.tsx";
import { toastError } from "../shell/toast.ts";
import { useMay, useMembership } from "../shell/use-me.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { whileSaving } from "../ui/while-saving.ts";
import { CopyLink, InviteMember } from "./invite-member.tsx";
import { SectionHeader } from "./section-header.tsx";

export function MembersSection() {
  const { t } = useTranslation("settings");
  const may = useMay();
  const me = useMembership();
  const queryClient = useQueryClient();
  const members = useQuery(api.members.list.queryOptions());
  const [inviting, setInviting] = useState(false);
  const [removing, setRemoving] = useState<Member>();
  const writable = may("members:write");
  const update = useMutation(
    api.members.update.mutationOptions({
      onError: toastError,
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.members.key() }),
    }),
  );
  return (
    <>
      <SectionHeader
        title={t("section.members")}
        lead={t("members.lead")}
        action={
          writable && (
            <Button leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>
              {t("members.invite")}
            </Button>
          )
        }
      />
      {members.error && <ErrorState error={members.error} />}
      {members.isPending && <Skeleton height={160} />}
      {members.data && (
        <Table.ScrollContainer minWidth={340}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("members.person")}</Table.Th>
                <Table.Th w={{ base: 128, sm: 200 }}>{t("members.role")}</Table.Th>
                <Table.Th w={{ base: 72, sm: 110 }}>{t("members.enabled")}</Table.Th>
                <Table.Th w={48} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {members.data.items.map((member) => {
                const self = member.id === me?.memberId;
                return (
                  <Table.Tr key={member.id}>
                    <Table.Td>
                      <Group gap="sm" wrap="nowrap">
                        <Indicator disabled={!member.online} color="accent" size={10} offset={4} position="bottom-end">
                          <Avatar size={32} name={member.name} color="initials" aria-hidden />
                        </Indicator>
                        <div>
                          <Text fw={500}>
                            {member.name}{" "}
                            {self && (
                              <Text span size="xs" c="dimmed">
                                ({t("members.you")})
                              </Text>
                            )}
                          </Text>
                          <Text size="xs" c="dimmed">
                            {member.email}
                            {member.assignedContacts > 0 && ` · ${t("members.assigned", { count: member.assignedContacts })}`}
                          </Text>
                        </div>
                      </Group>
                    </Table.Td>
                    <Table.Td>
                      {/* What one cannot change oneself is said, not offered. */}
                      {!writable || self ? (
                        <Text size="sm">{t(`role.${member.role}`)}</Text>
                      ) : (
                        <NativeSelect
                          size="xs"
                          aria-label={t("members.roleOf", { name: member.name })}
                          value={whileSaving(update, ({ id, role }) => (id === member.id ? role : undefined), member.role)}
                          data={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))}
                          onChange={(event) => update.mutate({ id: member.id, role: event.currentTarget.value as Role })}
                        />
                      )}
                    </Table.Td>
                    <Table.Td>
                      {!writable || self ? (
                        <Text size="sm">{t(member.disabled ? "members.off" : "members.on")}</Text>
                      ) : (
                        <Switch
                          size="sm"
                          aria-label={t("members.enabledOf", { name: member.name })}
                          checked={!whileSaving(update, ({ id, disabled }) => (id === member.id ? disabled : undefined), member.disabled)}
                          onChange={(event) => update.mutate({ id: member.id, disabled: !event.currentTarget.checked })}
                        />
                      )}
                    </Table.Td>
                    <Table.Td>
                      {writable && !self && (
                        <ActionIcon aria-label={t("members.remove", { name: member.name })} onClick={() => setRemoving(member)}>
                          <IconTrash size={16} />
                        </ActionIcon>
                      )}
                    </Table.Td>
                  </Table.Tr>
                );
              })}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {writable && <Invitations />}
      {inviting && <InviteMember close={() => setInviting(false)} />}
      <Confirm
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={t("members.removeTitle", { name: removing?.name })}
        action={t("members.removeAction")}
        run={async () => {
          if (removing) await client.members.remove({ id: removing.id });
          await queryClient.invalidateQueries({ queryKey: api.members.key() });
        }}
      >
        {t("members.removeText")}
      </Confirm>
    </>
  );
}

function Invitations() {
  const { t } = useTranslation(["settings", "common"]);
  const queryClient = useQueryClient();
  const { data } = useQuery(api.members.invitations.queryOptions());
  const revoke = useMutation(
    api.members.revokeInvitation.mutationOptions({
      onError: toastError,
      onSettled: () => void queryClient.invalidateQueries({ queryKey: api.members.key() }),
    }),
  );
  if (!data || data.items.length === 0) return null;
  return (
    <>
      <Title order={3} size="h4" mt="xl" mb="xs">
        {t("members.open")}
      </Title>
      {data.items.map((invitation) => (
        <Group key={invitation.id} justify="space-between" py="xs" style={{ borderBottom: "1px solid var(--parola-border)" }}>
          <div>
            <Text fw={500}>{invitation.email ?? t("members.byLink")}</Text>
            <Text size="xs" c="dimmed" component="div">
              <Badge size="sm" variant="default" style={{ textTransform: "none" }}>
                {t(`role.${invitation.role}`)}
              </Badge>{" "}
              {t("members.expires")} <RelativeTime at={invitation.expiresAt} />
            </Text>
          </div>
          <Group gap={4}>
            <CopyLink url={invitation.url} />
            <Tooltip label={t("members.revoke")}>
              <ActionIcon aria-label={t("members.revoke")} onClick={() => revoke.mutate({ id: invitation.id })}>
                <IconTrash size={16} />
              </ActionIcon>
            </Tooltip>
          </Group>
        </Group>
      ))}
    </>
  );
}
