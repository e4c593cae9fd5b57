/** Makes one contact of several: the one kept gets what it lacks, and all chats, runs and tickets. */
import { Button, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { useMutation, useQueries, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";
import { toastDone } from "../shell/toast.ts";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { contactName } from "./contact-name.ts";

export function MergeDialog({ ids, close, done }: { ids: readonly string[]; close: () => void; done: () => void }) {
  const { t } = useTranslation(["contacts", "common"]);
  const workspace = useWorkspaceSlug();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [kept, setKept] = useState(ids[0] ?? "");
  const found = useQueries({ queries: ids.map((id) => api.contacts.get.queryOptions({ input: { id } })) });
  const merge = useMutation(
    api.contacts.merge.mutationOptions({
      onSuccess: async (contact) => {
        toastDone(t("merge.done", { name: contactName(contact) }));
        done();
        close();
        await queryClient.invalidateQueries();
        await navigate({ to: "/w/$workspace/contacts/$contactId", params: { workspace, contactId: contact.id } });
      },
    }),
  );
  return (
    <Modal opened onClose={close} title={t("merge.title")}>
      <Stack gap="sm">
        <Radio.Group label={t("merge.keep")} description={t("merge.hint")} value={kept} onChange={setKept}>
          <Stack gap={6} mt="xs">
            {found.map(
              ({ data }) =>
                data && (
                  <Radio
                    key={data.id}
                    value={data.id}
                    label={contactName(data)}
                    description={[data.phone, data.email].filter(Boolean).join(" · ")}
                  />
                ),
            )}
          </Stack>
        </Radio.Group>
        <Text size="sm" c="dimmed">
          {t("merge.warning")}
        </Text>
        <FormError error={merge.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button color="red" loading={merge.isPending} onClick={() => merge.mutate({ id: kept, others: ids.filter((id) => id !== kept) })}>
            {t("merge.action")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
