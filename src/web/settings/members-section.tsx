import {
  ActionIcon,
  Avatar,
  Badge,
  Button,
  CopyButton,
  Group,
  Indicator,
  Modal,
  NativeSelect,
  NumberInput,
  Select,
  Skeleton,
  Stack,
  Switch,
  Table,
  Text,
  TextInput,
  Title,
  Tooltip,
} from "@mantine/core";
import { IconCopy, IconTrash, IconUserPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Member } from "../../contract/members.ts";
import { ROLES, type Role } from "../../contract/roles.ts";
import { api, client } from "../api.ts";
import { Confirm } from "../shell/confirm.tsx";
import { FormError } from "../shell/form-error.tsx";
import { toastError } from "../shell/toast.ts";
import { useMay, useMembership } from "../shell/use-me.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
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
      onSettled: () => void queryClient.invalidateQueries({ queryKey: api.members.key() }),
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
                          value={member.role}
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
                          checked={!member.disabled}
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
      {inviting && <Invite close={() => setInviting(false)} />}
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

function CopyLink({ url }: { url: string }) {
  const { t } = useTranslation(["settings", "common"]);
  return (
    <CopyButton value={url}>
      {({ copied, copy }) => (
        <Button size="compact-sm" variant="light" leftSection={<IconCopy size={14} />} onClick={copy}>
          {copied ? t("common:copied") : t("members.copyLink")}
        </Button>
      )}
    </CopyButton>
  );
}

function Invite({ close }: { close: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  const queryClient = useQueryClient();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("chat_operator");
  const [days, setDays] = useState(7);
  const invite = useMutation(
    api.members.invite.mutationOptions({ onSuccess: () => void queryClient.invalidateQueries({ queryKey: api.members.key() }) }),
  );
  return (
    <Modal opened onClose={close} title={t("members.invite")}>
      {invite.data ? (
        <Stack gap="sm">
          <Text>{invite.data.emailSent ? t("members.sent", { email: invite.data.email }) : t("members.share")}</Text>
          <TextInput readOnly aria-label={t("members.link")} value={invite.data.url} onFocus={(event) => event.currentTarget.select()} />
          <Group justify="flex-end">
            <CopyLink url={invite.data.url} />
            <Button onClick={close}>{t("common:done")}</Button>
          </Group>
        </Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            invite.mutate({ email: email.trim() || null, role, expiresInDays: days });
          }}
        >
          <Stack gap="sm">
            <TextInput
              label={t("members.email")}
              description={t("members.emailHint")}
              type="email"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              data-autofocus
            />
            <Select
              label={t("members.role")}
              description={t(`roleHint.${role}`)}
              allowDeselect={false}
              data={ROLES.map((one) => ({ value: one, label: t(`role.${one}`) }))}
              value={role}
              onChange={(value) => value && setRole(value)}
            />
            <NumberInput
              label={t("members.validFor")}
              min={1}
              max={30}
              suffix={` ${t("members.days")}`}
              value={days}
              onChange={(value) => setDays(Number(value) || 7)}
            />
            <FormError error={invite.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t("common:cancel")}
              </Button>
              <Button type="submit" loading={invite.isPending}>
                {t("members.make")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
