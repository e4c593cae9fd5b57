/** Test mode: the phone beside the canvas, a clock that can be moved, an outside that can be made to fail. */
import { ActionIcon, Alert, Button, Center, CloseButton, Group, Loader, ScrollArea, Stack, Tabs, Text, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconRefresh, IconUserCog } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../../automation/problems.ts";
import { errorText } from "../../ui/error-text.ts";
import { formatExact } from "../../ui/format.ts";
import type { Trail } from "../builder-context.ts";
import type { Observable } from "../observable.ts";
import { ProblemNote } from "../panel/node-problems.tsx";
import panel from "../panel/side-panel.module.css";
import { useDraft } from "../store.ts";
import { PersonDialog } from "./person-dialog.tsx";
import { SavedTests } from "./saved-tests.tsx";
import { TestControls } from "./test-controls.tsx";
import { TestFacts } from "./test-facts.tsx";
import classes from "./test-mode.module.css";
import { TestPhone } from "./test-phone.tsx";
import { trailOf } from "./trail.ts";
import { useFollow } from "./use-follow.ts";
import { type TestPerson, useTestSession } from "./use-test-session.ts";

export function TestPanel({
  automationId,
  trail,
  name,
  timeZone,
  close,
}: {
  automationId: string;
  trail: Observable<Trail | null>;
  name: string;
  timeZone: string | undefined;
  close(): void;
}) {
  const { t, i18n } = useTranslation(["builder", "common"]);
  const draft = useDraft();
  const session = useTestSession(automationId, draft);
  const { state } = session;
  const [person, setPerson] = useState<TestPerson | null>(null);
  const [choosing, setChoosing] = useState(false);
  useFollow(state);

  useEffect(() => {
    trail.set(
      state
        ? trailOf(
            draft,
            state.runs.filter(({ own }) => own),
            t,
          )
        : null,
    );
    return () => trail.set(null);
  }, [trail, draft, state, t]);

  const refused = (session.start.error as { data?: { problems?: Problem[] } } | null)?.data?.problems;
  const failure = session.failure;
  const gone = (failure as { code?: string } | null)?.code === "not_found";
  return (
    <aside className={panel["panel"]} aria-label={t("test.title")}>
      <Group className={panel["header"] ?? ""} gap={4} wrap="nowrap">
        <Text fw={600} style={{ flex: 1 }}>
          {t("test.title")}
        </Text>
        {state && (
          <Tooltip label={t("test.clock")}>
            <Text size="xs" c="dimmed" className={classes["clock"] ?? ""} data-testid="test-clock">
              {formatExact(state.now, i18n.language, timeZone)}
            </Text>
          </Tooltip>
        )}
        <Tooltip label={t("test.person")}>
          <ActionIcon aria-label={t("test.person")} onClick={() => setChoosing(true)}>
            <IconUserCog size={18} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t("test.restart")}>
          <ActionIcon aria-label={t("test.restart")} loading={session.start.isPending} onClick={() => session.start.mutate(person)}>
            <IconRefresh size={18} />
          </ActionIcon>
        </Tooltip>
        <CloseButton aria-label={t("test.close")} onClick={close} />
      </Group>
      <PersonDialog
        opened={choosing}
        person={person}
        close={() => setChoosing(false)}
        choose={(chosen) => {
          setPerson(chosen);
          session.start.mutate(chosen);
        }}
      />
      {session.start.isError ? (
        <Stack p="md" gap="xs">
          <Alert color="red" icon={<IconAlertTriangle size={18} />} title={t("test.cannotStart")}>
            {errorText(session.start.error, t("common:error.unknown"))}
          </Alert>
          {refused?.map((problem, index) => (
            <ProblemNote key={index} problem={problem} nodeId={problem.nodeId} />
          ))}
        </Stack>
      ) : !state ? (
        <Center style={{ flex: 1 }}>
          <Loader type="dots" />
        </Center>
      ) : (
        <Tabs defaultValue="phone" className={classes["tabs"] ?? ""} keepMounted={false}>
          <Tabs.List grow>
            <Tabs.Tab value="phone">{t("test.phone")}</Tabs.Tab>
            <Tabs.Tab value="facts">{t("test.facts")}</Tabs.Tab>
            <Tabs.Tab value="saved">{t("test.saved")}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="phone" className={classes["panel"] ?? ""}>
            {failure && (
              <Alert color={gone ? "yellow" : "red"} m="xs" p="xs" role="alert">
                {gone ? t("test.gone") : errorText(failure, t("common:error.unknown"))}
                {gone && (
                  <Button size="compact-sm" variant="light" mt={4} display="block" onClick={() => session.start.mutate(person)}>
                    {t("test.again")}
                  </Button>
                )}
              </Alert>
            )}
            <div className={classes["phone"]}>
              <TestPhone name={name} session={session} timeZone={timeZone} />
            </div>
            <TestControls session={session} />
          </Tabs.Panel>
          <Tabs.Panel value="facts" className={classes["panel"] ?? ""}>
            <ScrollArea h="100%" type="auto">
              <TestFacts state={state} />
            </ScrollArea>
          </Tabs.Panel>
          <Tabs.Panel value="saved" className={classes["panel"] ?? ""}>
            <ScrollArea h="100%" type="auto">
              <SavedTests automationId={automationId} sessionId={session.sessionId} tried={state.messages.length + state.runs.length > 0} />
            </ScrollArea>
          </Tabs.Panel>
        </Tabs>
      )}
    </aside>
  );
}
