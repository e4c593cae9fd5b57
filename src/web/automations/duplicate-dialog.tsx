import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { mayDo } from "../../contract/roles.ts";
import { api } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";
import { toastDone } from "../shell/toast.ts";
import { useMe, useMembership } from "../shell/use-me.ts";

export function DuplicateDialog({ automation, close }: { automation: { id: string; name: string }; close: () => void }) {
  const { t } = useTranslation(["automations", "common"]);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const me = useMe();
  const here = useMembership()?.workspace.id ?? "";
  const [written, setName] = useState<string | null>(null);
  /** Where nobody chose: another workspace has none of them, one's own has them all. */
  const [chosen, setWithTemplates] = useState<boolean | null>(null);
  const [workspaceId, setWorkspaceId] = useState(here);
  const targets = me.data?.memberships.filter(({ role }) => mayDo(role, "automations:write")) ?? [];
  const duplicate = useMutation(
    api.automations.duplicate.mutationOptions({
      onSuccess: async (made) => {
        await queryClient.invalidateQueries({ queryKey: api.automations.key() });
        close();
        const target = targets.find(({ workspace }) => workspace.id === made.workspaceId)?.workspace;
        const slug = target?.slug;
        if (made.created.length > 0)
          toastDone(t("duplicated", { workspace: target?.name ?? "", made: made.created.map((one) => one.name).join(", ") }));
        if (slug) await navigate({ to: "/w/$workspace/automations/$automationId", params: { workspace: slug, automationId: made.id } });
      },
    }),
  );
  const elsewhere = workspaceId !== here;
  const withTemplates = chosen ?? elsewhere;
  const name = written ?? (elsewhere ? automation.name : t("copyOf", { name: automation.name }));
  return (
    <Modal opened onClose={close} title={t("duplicateTitle", { name: automation.name })}>
      <Stack gap="sm">
        <TextInput label={t("column.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
        {targets.length > 1 && (
          <Select
            label={t("intoWorkspace")}
            data={targets.map(({ workspace }) => ({ value: workspace.id, label: workspace.name }))}
            value={workspaceId}
            onChange={(value) => value && setWorkspaceId(value)}
            allowDeselect={false}
          />
        )}
        <Checkbox
          label={t("withTemplates")}
          description={t(elsewhere ? "withTemplatesElsewhere" : "withTemplatesHere")}
          checked={withTemplates}
          onChange={(event) => setWithTemplates(event.currentTarget.checked)}
        />
        <FormError error={duplicate.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button
            loading={duplicate.isPending}
            disabled={!name.trim()}
            onClick={() => duplicate.mutate({ id: automation.id, name: name.trim(), withTemplates, ...(elsewhere && { workspaceId }) })}
          >
            {t("common:duplicate")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
