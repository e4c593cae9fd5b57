/** Questions with what a good answer says, asked again after every change. */
import {
  ActionIcon,
  Anchor,
  Button,
  Group,
  Modal,
  Skeleton,
  Stack,
  Switch,
  Table,
  TagsInput,
  Text,
  Textarea,
  VisuallyHidden,
} from "@mantine/core";
import { IconPlayerPlay, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Agent, EvaluationCase } from "../../contract/agents.ts";
import { api, client } from "../api.ts";
import { ObjectForm } from "../settings/object-form.tsx";
import { StateBadge } from "../shell/state-badge.tsx";
import { toastError } from "../shell/toast.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";

export function EvaluationTab({ agent, readOnly }: { agent: Agent; readOnly: boolean }) {
  const { t } = useTranslation("agents");
  const queryClient = useQueryClient();
  const [editing, setEditing] = useState<EvaluationCase | "new">();
  const { data, error, refetch } = useQuery(api.agents.cases.queryOptions({ input: { id: agent.id } }));
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.agents.cases.key() });
  const run = useMutation({ mutationFn: () => client.agents.evaluate({ id: agent.id }), onSettled: refresh, onError: toastError });
  const remove = useMutation({
    mutationFn: (caseId: string) => client.agents.deleteCase({ id: agent.id, caseId }),
    onSettled: refresh,
    onError: toastError,
  });
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={120} />;
  const done = data.items.filter(({ result }) => result);
  const add = !readOnly && (
    <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setEditing("new")}>
      {t("evaluation.add")}
    </Button>
  );
  return (
    <Stack>
      <Text c="dimmed" size="sm" maw={720}>
        {t("evaluation.lead")}
      </Text>
      {data.items.length === 0 ? (
        <EmptyState title={t("evaluation.empty")} action={add}>
          {t("evaluation.emptyText")}
        </EmptyState>
      ) : (
        <>
          <Group>
            {add}
            {!readOnly && (
              <Button leftSection={<IconPlayerPlay size={16} />} loading={run.isPending} onClick={() => run.mutate()}>
                {t("evaluation.run")}
              </Button>
            )}
            {done.length > 0 && (
              <StateBadge tone={done.every(({ result }) => result?.passed) ? "good" : "warning"}>
                {t("evaluation.passed", { passed: done.filter(({ result }) => result?.passed).length, total: done.length })}
              </StateBadge>
            )}
          </Group>
          <Table.ScrollContainer minWidth={320}>
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("evaluation.question")}</Table.Th>
                  <Table.Th>{t("evaluation.result")}</Table.Th>
                  <Table.Th w={60}>
                    <VisuallyHidden>{t("more")}</VisuallyHidden>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.items.map((one) => (
                  <Table.Tr key={one.id}>
                    <Table.Td maw={320}>
                      {readOnly ? (
                        <Text size="sm">{one.question}</Text>
                      ) : (
                        <Anchor component="button" type="button" size="sm" fw={600} ta="start" onClick={() => setEditing(one)}>
                          {one.question}
                        </Anchor>
                      )}
                    </Table.Td>
                    <Table.Td>
                      {one.result && (
                        <>
                          <StateBadge tone={one.result.passed ? "good" : "bad"}>
                            {t(one.result.passed ? "evaluation.pass" : "evaluation.fail")}
                          </StateBadge>
                          {one.result.problems.map((problem) => (
                            <Text key={problem} size="xs" c="var(--parola-danger)">
                              {problemText(t, problem)}
                            </Text>
                          ))}
                          <Text size="xs" c="dimmed" lineClamp={3}>
                            {one.result.answer}
                          </Text>
                        </>
                      )}
                    </Table.Td>
                    <Table.Td>
                      {!readOnly && (
                        <ActionIcon aria-label={t("evaluation.remove", { question: one.question })} onClick={() => remove.mutate(one.id)}>
                          <IconTrash size={16} />
                        </ActionIcon>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </>
      )}
      {editing && (
        <Modal opened onClose={() => setEditing(undefined)} title={t("evaluation.add")}>
          <CaseForm agent={agent} one={editing === "new" ? undefined : editing} close={() => setEditing(undefined)} />
        </Modal>
      )}
    </Stack>
  );
}

/** `missing: words`, `says: words`, `handed_over`, `not_handed_over`, or why the model did not answer. */
function problemText(t: TFunction<"agents">, problem: string): string {
  const [, kind, words] = /^(missing|says): (.*)$/s.exec(problem) ?? [];
  return kind === undefined ? t(`evaluation.problem.${problem}`, { defaultValue: problem }) : t(`evaluation.problem.${kind}`, { words });
}

function CaseForm({ agent, one, close }: { agent: Agent; one: EvaluationCase | undefined; close: () => void }) {
  const { t } = useTranslation("agents");
  const queryClient = useQueryClient();
  const [question, setQuestion] = useState(one?.question ?? "");
  const [contains, setContains] = useState(one?.contains ?? []);
  const [excludes, setExcludes] = useState(one?.excludes ?? []);
  const [expectsHandOver, setHandOver] = useState(one?.expectsHandOver ?? false);
  const save = useMutation({
    mutationFn: async () => {
      const input = { id: agent.id, question, contains, excludes, expectsHandOver };
      return one ? await client.agents.changeCase({ ...input, caseId: one.id }) : await client.agents.addCase(input);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: api.agents.cases.key() });
      close();
    },
  });
  return (
    <ObjectForm submit={save.mutate} close={close} busy={save.isPending} error={save.error} valid={question.trim() !== ""}>
      <Textarea
        label={t("evaluation.question")}
        autosize
        value={question}
        onChange={(event) => setQuestion(event.currentTarget.value)}
        data-autofocus
      />
      <Switch
        label={t("evaluation.expectsHandOver")}
        checked={expectsHandOver}
        onChange={(event) => setHandOver(event.currentTarget.checked)}
      />
      {!expectsHandOver && (
        <TagsInput label={t("evaluation.contains")} description={t("evaluation.containsHint")} value={contains} onChange={setContains} />
      )}
      <TagsInput label={t("evaluation.excludes")} value={excludes} onChange={setExcludes} />
    </ObjectForm>
  );
}
