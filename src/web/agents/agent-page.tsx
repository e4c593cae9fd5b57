/** One AI operator: what it is told, knows and may do; talking with it; what it did. */
import { Badge, Button, Menu, Skeleton, Tabs } from "@mantine/core";
import { IconDots, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Agent } from "../../contract/agents.ts";
import { api, client } from "../api.ts";
import { blockingError } from "../query-client.ts";
import { Confirm } from "../shell/confirm.tsx";
import { FormError } from "../shell/form-error.tsx";
import { Page } from "../shell/page.tsx";
import { toastDone } from "../shell/toast.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { intoView } from "../ui/into-view.ts";
import { useEdited } from "../ui/use-edited.ts";
import classes from "./agents.module.css";
import { AnswersTab } from "./answers-tab.tsx";
import { EvaluationTab } from "./evaluation-tab.tsx";
import { InstructionsTab } from "./instructions-tab.tsx";
import { KnowledgeTab } from "./knowledge-tab.tsx";
import { LimitsTab } from "./limits-tab.tsx";
import { PlaygroundTab } from "./playground-tab.tsx";
import { ToolsTab } from "./tools-tab.tsx";

export interface DraftProps {
  draft: Agent;
  /** Merges into the draft; nothing is saved before Save. */
  change(values: Partial<Pick<Agent, "name" | "isDefault">>): void;
  set(settings: Partial<Agent["settings"]>): void;
  readOnly: boolean;
}

export function AgentPage() {
  const { agentId: id = "" }: { agentId?: string } = useParams({ strict: false });
  const { t } = useTranslation("common");
  const { data, error, refetch } = useQuery(api.agents.get.queryOptions({ input: { id } }));
  const failure = blockingError({ error, data });
  if (failure) return <ErrorState error={failure} retry={() => void refetch()} />;
  if (!data)
    return (
      <Page title={t("loading")}>
        <Skeleton height={240} />
      </Page>
    );
  return <AgentEditor key={data.id} agent={data} />;
}

function AgentEditor({ agent }: { agent: Agent }) {
  const { t } = useTranslation(["agents", "common"]);
  const may = useMay();
  const queryClient = useQueryClient();
  const [tab, setTab] = useUrlState("tab", "instructions");
  const { value: draft, change, edited: changed, handOver } = useEdited(agent);
  const readOnly = !may("objects:write");
  const save = useMutation({
    mutationFn: ({ name, isDefault, settings }: Agent) => client.agents.update({ id: agent.id, name, isDefault, settings }),
    onSuccess: async (_, saved) => {
      handOver(saved);
      await queryClient.invalidateQueries({ queryKey: api.agents.key() });
      toastDone(t("saved"));
    },
  });
  const props: DraftProps = {
    draft,
    readOnly,
    change: (values) => change((before) => ({ ...before, ...values })),
    set: (values) => change((before) => ({ ...before, settings: { ...before.settings, ...values } })),
  };
  const tabs = ["instructions", "knowledge", "tools", "limits", "playground", "evaluation", ...(may("chats:read") ? ["answers"] : [])];
  return (
    <Page
      title={draft.name || agent.name}
      back={{ to: "agents", label: t("title") }}
      beside={
        agent.isDefault && (
          <Badge variant="light" style={{ textTransform: "none" }}>
            {t("default")}
          </Badge>
        )
      }
      actions={
        !readOnly && (
          <>
            <Button disabled={!changed || draft.name.trim() === ""} loading={save.isPending} onClick={() => save.mutate(draft)}>
              {t("common:save")}
            </Button>
            <AgentMenu agent={agent} />
          </>
        )
      }
    >
      {save.error && <FormError error={save.error} />}
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="lg" className={classes.tabs}>
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name} ref={name === tab ? intoView : undefined}>
              {t(`tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="instructions">
          <InstructionsTab {...props} />
        </Tabs.Panel>
        <Tabs.Panel value="knowledge">
          <KnowledgeTab agent={agent} readOnly={readOnly} />
        </Tabs.Panel>
        <Tabs.Panel value="tools">
          <ToolsTab {...props} />
        </Tabs.Panel>
        <Tabs.Panel value="limits">
          <LimitsTab {...props} />
        </Tabs.Panel>
        <Tabs.Panel value="playground">
          <PlaygroundTab agent={agent} unsaved={changed} readOnly={readOnly} />
        </Tabs.Panel>
        <Tabs.Panel value="evaluation">
          <EvaluationTab agent={agent} readOnly={readOnly} />
        </Tabs.Panel>
        <Tabs.Panel value="answers">
          <AnswersTab agent={agent} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function AgentMenu({ agent }: { agent: Agent }) {
  const { t } = useTranslation(["agents", "common"]);
  const workspace = useWorkspaceSlug();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px="xs" aria-label={t("more")}>
            <IconDots size={18} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setDeleting(true)}>
            {t("common:delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Confirm
        opened={deleting}
        onClose={() => setDeleting(false)}
        title={t("deleteTitle", { name: agent.name })}
        action={t("common:delete")}
        run={async () => {
          await client.agents.delete({ id: agent.id });
          await queryClient.invalidateQueries({ queryKey: api.agents.list.key() });
          await navigate({ to: `/w/${workspace}/agents` as never });
        }}
      >
        {t("deleteText")}
      </Confirm>
    </>
  );
}
