/** Makes the call of a step once, now, with the values of the chosen contact, and shows what came back; before that, what came last time. */
import { Alert, Button, Code, Group, Stack, Text } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "../../../domain/json.ts";
import { client } from "../../api.ts";
import { failureText } from "../../integrations/failure-text.ts";
import { StateBadge } from "../../shell/state-badge.tsx";
import { useMay } from "../../shell/use-me.ts";
import { errorText } from "../../ui/error-text.ts";
import { ContactChooser } from "../form/contact-chooser.tsx";
import { useFormContext } from "../form/form-context.ts";
import { PayloadTree } from "./payload-tree.tsx";
import { useReceivedAnswer } from "./received.ts";

export interface TestCall {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  headers?: Record<string, string>;
  body?: string;
  connectionId?: string;
}

interface SendTestProps {
  /** The step whose call it is. */
  stepId: string;
  /** @throws with a sentence when the texts cannot be filled in */
  build: () => TestCall;
  disabled: boolean;
  /** A value of the answer was pressed. */
  onPick?: (path: string, answer: Json) => void;
  pickLabel?: string;
  children?: ReactNode;
}

export function SendTest({ stepId, build, disabled, onPick, pickLabel = "", children }: SendTestProps) {
  const { t } = useTranslation(["builder", "common"]);
  const failures = useTranslation("integrations").t;
  const may = useMay();
  const received = useReceivedAnswer(useFormContext().automationId, stepId);
  const send = useMutation({ mutationFn: async () => await client.requests.sendTest(build()) });
  if (!may("integrations:write")) return null;
  const answer = send.data;
  const isTree = answer?.body !== null && typeof answer?.body === "object";
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button
          size="xs"
          variant="light"
          leftSection={<IconSend size={14} />}
          loading={send.isPending}
          disabled={disabled}
          onClick={() => send.mutate()}
        >
          {t("sendTest.action")}
        </Button>
        <div style={{ flex: "1 1 240px", minWidth: 0 }}>
          <ContactChooser />
        </div>
      </Group>
      <Text size="xs" c="dimmed">
        {t("sendTest.hint")}
      </Text>
      {send.error && (
        <Alert role="alert" color="red" variant="light" p="xs">
          <Text size="sm">{errorText(send.error, t("common:error.unknown"))}</Text>
        </Alert>
      )}
      {!answer && received !== undefined && onPick && (
        <PayloadTree payload={received} onPick={(path) => onPick(path, received)} label={t("sendTest.received")} whole />
      )}
      {answer && (
        <div role="status">
          <Group gap="xs">
            <StateBadge tone={answer.ok ? "good" : "bad"}>{answer.status ?? t("sendTest.noAnswer")}</StateBadge>
            {!answer.ok && answer.code && <Text size="sm">{failureText(failures, answer.code, answer.detail)}</Text>}
          </Group>
          {isTree && onPick ? (
            <PayloadTree payload={answer.body} onPick={(path) => onPick(path, answer.body)} label={pickLabel} whole />
          ) : (
            answer.body !== null && (
              <Code
                block
                mt={6}
                tabIndex={0}
                style={{ maxHeight: 200, overflow: "auto", whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}
              >
                {typeof answer.body === "string" ? answer.body.slice(0, 4000) : JSON.stringify(answer.body, null, 2)}
              </Code>
            )
          )}
        </div>
      )}
      {children}
    </Stack>
  );
}
