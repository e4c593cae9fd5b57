/** Reactivating asks what happens to the people who were paused inside. */
import { Alert, Button, Checkbox, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../../automation/problems.ts";
import type { Automation } from "../../../contract/automations.ts";
import { api, client } from "../../api.ts";
import { errorText } from "../../ui/error-text.ts";
import { useProblemText } from "../../ui/problem-text.ts";

export function ActivateDialog({ automation, opened, close }: { automation: Automation; opened: boolean; close(): void }) {
  const { t } = useTranslation("builder");
  return (
    <Modal opened={opened} onClose={close} title={t("activate.title")}>
      {opened && <Content automation={automation} close={close} />}
    </Modal>
  );
}

function Content({ automation, close }: { automation: Automation; close(): void }) {
  const { t } = useTranslation(["builder", "common"]);
  const queries = useQueryClient();
  const [paused, setPaused] = useState<"resume" | "end">("resume");
  const [members, setMembers] = useState(false);
  const inside = useQuery(api.runs.list.queryOptions({ input: { automationId: automation.id, status: "paused", limit: 100 } }));
  const count = inside.data?.items.length ?? 0;
  const activate = useMutation({
    mutationFn: () => client.automations.activate({ id: automation.id, paused, startCurrentMembers: members }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: api.automations.key() });
      notifications.show({ color: "accent", message: t("activate.done", { name: automation.name }) });
      close();
    },
  });
  const problems = (activate.error as { data?: { problems?: Problem[] } } | null)?.data?.problems ?? [];
  const say = useProblemText();
  return (
    <Stack gap="md">
      {activate.isError && (
        <Alert color="red" title={errorText(activate.error, t("common:error.unknown"))}>
          {problems.map((problem) => (
            <Text key={problem.path + problem.code} size="sm">
              {say(problem).message}
            </Text>
          ))}
        </Alert>
      )}
      {count > 0 ? (
        <Radio.Group
          label={t("activate.inside", { count: inside.data?.nextCursor ? `${count}+` : count })}
          value={paused}
          onChange={(value) => setPaused(value)}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="resume" label={t("activate.resume")} description={t("activate.resumeHint")} />
            <Radio value="end" label={t("activate.end")} description={t("activate.endHint")} />
          </Stack>
        </Radio.Group>
      ) : (
        <Text size="sm">{t("activate.nobody")}</Text>
      )}
      {automation.triggerTypes.includes("list") && (
        <Checkbox
          label={t("activate.members")}
          description={t("activate.membersHint")}
          checked={members}
          onChange={(event) => setMembers(event.currentTarget.checked)}
        />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {t("common:cancel")}
        </Button>
        <Button loading={activate.isPending} onClick={() => activate.mutate()}>
          {t("activate.confirm")}
        </Button>
      </Group>
    </Stack>
  );
}
