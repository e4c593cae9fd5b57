/** What the test has done so far: the contact, the variables, calls to the outside, tickets. */
import { Badge, Code, Group, Stack, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { TestState } from "../../../contract/tests.ts";
import { languageLabel } from "../../ui/languages.ts";
import { useBuilderContext } from "../builder-context.ts";
import { findNode } from "../document/draft.ts";
import { useDraft } from "../store.ts";
import { valueOf } from "./trail.ts";

export function TestFacts({ state }: { state: TestState }) {
  const { t, i18n } = useTranslation(["builder", "tickets"]);
  const draft = useDraft();
  const { describe } = useBuilderContext();
  const { contact } = state;
  const facts: [string, string][] = [
    [t("variable.contact_first_name"), contact.firstName ?? ""],
    [t("variable.contact_last_name"), contact.lastName ?? ""],
    [t("variable.contact_email"), contact.email ?? ""],
    [t("variable.contact_language"), contact.language ? languageLabel(contact.language, i18n.language) : ""],
    [t("variable.contact_consent"), t(`choice.${contact.consent}`, { defaultValue: contact.consent })],
    ...Object.entries(contact.fields).map(([code, value]): [string, string] => [
      code,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  ].filter(([, value]) => value !== "") as [string, string][];
  const exitOf = (id: string, exit: string) => {
    const node = findNode(draft, id);
    return node && describe(node).exits.find(({ name }) => name === exit)?.label;
  };
  const titleOf = (id: string) => {
    const node = findNode(draft, id);
    return node ? describe(node).title : id;
  };
  return (
    <Stack gap="md" p="md">
      <Section title={t("test.contact")}>
        <Values rows={facts} />
        <Chips label={t("variable.contact_tags")} values={contact.tags} />
        <Chips label={t("variable.contact_lists")} values={contact.lists} />
        <Chips label={t("variable.contact_operators")} values={contact.operators} />
      </Section>
      {state.runs.map((run) => (
        <Section
          key={run.id}
          title={t(run.own ? "test.run" : "test.runOf", {
            status: t(`runStatus.${run.status}`, { defaultValue: run.status }),
            automation: run.automation,
          })}
        >
          {run.reason !== null && (
            <Text size="xs" c="dimmed">
              {t(`runReason.${run.reason}`, { defaultValue: run.reason })}
            </Text>
          )}
          <Values
            rows={Object.entries(run.vars).map(([name, value]) => [
              `vars.${name}`,
              typeof value === "string" ? value : JSON.stringify(value),
            ])}
          />
          {run.reply !== null && <Values rows={[[t("test.lastReply"), String((run.reply as { text?: unknown }).text ?? "")]]} />}
          {run.steps.map((step, index) => (
            <Text key={index} size="xs">
              {run.own ? titleOf(step.stepId) : step.stepId}
              {step.exit !== null &&
                ` → ${(run.own && exitOf(step.stepId, step.exit)) || t(`exit.${step.exit}`, { defaultValue: step.exit })}`}
              {step.error === null && valueOf(step.result, t) !== "" && (
                <Text span size="xs" c="dimmed">
                  {` · ${valueOf(step.result, t)}`}
                </Text>
              )}
              {step.error !== null && (
                <Text span size="xs" c="var(--parola-danger)">
                  {" "}
                  {t(`stepError.${step.error}`, { defaultValue: step.error })}
                </Text>
              )}
            </Text>
          ))}
        </Section>
      ))}
      {state.tickets.length > 0 && (
        <Section title={t("test.tickets")}>
          <Values
            rows={state.tickets.map((ticket) => [
              ticket.reference,
              `${ticket.title} · ${t(`tickets:status.${ticket.status}`, { defaultValue: ticket.status })} · ${t(`tickets:priority.${ticket.priority}`, { defaultValue: ticket.priority })}`,
            ])}
          />
        </Section>
      )}
      {state.requests.length > 0 && (
        <Section title={t("test.requests")}>
          {state.requests.map((request, index) => (
            <div key={index}>
              <Text size="xs">
                {request.method ?? request.connector} {request.url} → {request.status ?? t("test.noReply")}
              </Text>
              {request.body !== null && <Code block>{JSON.stringify(request.body, null, 2).slice(0, 2000)}</Code>}
            </div>
          ))}
        </Section>
      )}
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      {children}
    </Stack>
  );
}

function Values({ rows }: { rows: [string, string][] }) {
  if (rows.length === 0) return null;
  return (
    <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={0}>
      <Table.Tbody>
        {rows.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Td w="40%">
              <Text size="xs" c="dimmed">
                {name}
              </Text>
            </Table.Td>
            <Table.Td>
              <Text size="xs" style={{ overflowWrap: "anywhere" }}>
                {value}
              </Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Chips({ label, values }: { label: string; values: readonly string[] }) {
  if (values.length === 0) return null;
  return (
    <Group gap={4}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      {values.map((value) => (
        <Badge key={value} size="sm" variant="light" tt="none">
          {value}
        </Badge>
      ))}
    </Group>
  );
}
