/** Asks what happens to those who were paused, and shows what keeps an automation from being activated. */
import { Anchor, Button, Group, List, Modal, Radio, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FormError } from "../shell/form-error.tsx";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { useProblemText } from "../ui/problem-text.ts";
import type { Activation } from "./use-activation.ts";

interface Refused {
  message: string;
  fix?: string;
  severity: string;
}
interface Refusal {
  code?: string;
  data?: { problems?: Refused[]; phrase?: string; automation?: { id: string; name: string } };
}

export function ActivateDialog({ activation }: { activation: Activation }) {
  const { t } = useTranslation(["automations", "common"]);
  const workspace = useWorkspaceSlug();
  const [paused, setPaused] = useState<"resume" | "end">("resume");
  const { automation, error } = activation;
  const refusal = error as Refusal | null;
  const problems = refusal?.data?.problems?.filter(({ severity }) => severity !== "warning") ?? [];
  const other = refusal?.code === "phrase_taken" ? refusal.data?.automation : undefined;
  return (
    <Modal opened={activation.asking} onClose={activation.close} title={t("activateTitle", { name: automation.name })}>
      <Stack>
        {automation.active > 0 && (
          <Radio.Group label={t("inside", { count: automation.active })} value={paused} onChange={(value) => setPaused(value)}>
            <Stack gap="xs" mt="xs">
              <Radio value="resume" label={t("resume")} description={t("resumeHint")} />
              <Radio value="end" label={t("end")} description={t("endHint")} />
            </Stack>
          </Radio.Group>
        )}
        <FormError error={error} {...(other && { text: t("phraseTaken", { phrase: refusal?.data?.phrase, name: other.name }) })} />
        {other && (
          <Anchor
            component={Link}
            to="/w/$workspace/automations/$automationId"
            params={{ workspace, automationId: other.id } as never}
            size="sm"
          >
            {t("openOther", { name: other.name })}
          </Anchor>
        )}
        {problems.length > 0 && <ProblemList problems={problems} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={activation.close}>
            {t("common:cancel")}
          </Button>
          {problems.length > 0 ? (
            <Button
              component={Link}
              to="/w/$workspace/automations/$automationId"
              params={{ workspace, automationId: automation.id } as never}
            >
              {t("openToFix")}
            </Button>
          ) : (
            <Button loading={activation.busy} onClick={() => activation.confirm(paused)}>
              {t("activate")}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

/** By itself, so that its texts are only fetched when there is something to say. */
function ProblemList({ problems }: { problems: readonly Refused[] }) {
  const say = useProblemText();
  return (
    <List size="sm" spacing={4}>
      {problems
        .slice(0, 8)
        .map(say)
        .map((problem) => (
          <List.Item key={problem.message}>
            {problem.message}
            {problem.fix && (
              <Text size="xs" c="dimmed">
                {problem.fix}
              </Text>
            )}
          </List.Item>
        ))}
    </List>
  );
}
