/** Writes a campaign: to whom, what, when; beside it whom it would reach now. */
import { Alert, Button, Group, NumberInput, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Campaign } from "../../contract/campaigns.ts";
import { api, client } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";
import { toastDone } from "../shell/toast.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { AudienceFields } from "./audience-fields.tsx";
import classes from "./campaigns.module.css";
import { type Content, contentOf, EMPTY_CONTENT, isComplete } from "./content.ts";
import { ContentFields } from "./content-fields.tsx";
import { Estimate } from "./estimate.tsx";
import { problemText } from "./problem-text.ts";
import { ScheduleFields } from "./schedule-fields.tsx";
import { StartDialog } from "./start-dialog.tsx";

export function CampaignEditor({ campaign }: { campaign?: Campaign }) {
  const { t } = useTranslation(["campaigns", "chat", "common"]);
  const may = useMay();
  const workspace = useWorkspaceSlug();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const channels = useQuery(api.channels.list.queryOptions());
  const [content, setContent] = useState<Content>(() => (campaign ? contentOf(campaign) : EMPTY_CONTENT));
  const [starting, setStarting] = useState<Campaign>();
  const put = <K extends keyof Content>(key: K, value: Content[K]) => setContent((before) => ({ ...before, [key]: value }));
  const store = async () => {
    const wanted = { ...content, name: content.name.trim() };
    return campaign ? await client.campaigns.update({ id: campaign.id, ...wanted }) : await client.campaigns.create(wanted);
  };
  const show = async (stored: Campaign) => {
    queryClient.setQueryData(api.campaigns.get.queryKey({ input: { id: stored.id } }), stored);
    await queryClient.invalidateQueries({ queryKey: api.campaigns.key() });
    if (!campaign)
      await navigate({ to: "/w/$workspace/campaigns/$campaignId", params: { workspace, campaignId: stored.id }, replace: true });
  };
  const save = useMutation({
    mutationFn: store,
    onSuccess: async (stored) => {
      toastDone(t("saved"));
      await show(stored);
    },
  });
  // What is confirmed is what is stored: it is saved before the question.
  const prepare = useMutation({ mutationFn: store, onSuccess: setStarting });
  const writable = may("campaigns:write");
  const complete = isComplete(content);
  const several = (channels.data?.items.length ?? 0) > 1 || campaign?.problem === "channel_deleted";
  return (
    <fieldset disabled={!writable} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
      {campaign?.problem && (
        <Alert className="warning-alert" variant="light" mb="lg" maw={1050}>
          {problemText(t, campaign.problem)}
        </Alert>
      )}
      {campaign?.state === "scheduled" && (
        <Alert variant="light" color="accent" mb="lg" maw={1050}>
          {t("scheduledHint")}
        </Alert>
      )}
      <div className={classes.editor}>
        <div>
          <Section title={t("section.name")}>
            <TextInput
              label={t("column.name")}
              placeholder={t("namePlaceholder")}
              required
              maxLength={200}
              value={content.name}
              onChange={(event) => put("name", event.currentTarget.value)}
            />
            {several && (
              <Select
                label={t("channel")}
                clearable
                placeholder={t("firstChannel")}
                data={channels.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
                value={content.channelId}
                onChange={(id) => put("channelId", id)}
              />
            )}
          </Section>
          <Section title={t("section.audience")}>
            <AudienceFields value={content.audience} onChange={(audience) => put("audience", audience)} />
          </Section>
          <Section title={t("section.content")}>
            <ContentFields value={content} onChange={(change) => setContent((before) => ({ ...before, ...change }))} />
          </Section>
          <Section title={t("section.when")}>
            <ScheduleFields value={content.schedule} onChange={(schedule) => put("schedule", schedule)} />
            <NumberInput
              label={t("cap.label")}
              description={t("cap.hint")}
              suffix={` ${t("cap.hours")}`}
              min={1}
              max={8760}
              allowDecimal={false}
              maw={260}
              placeholder={t("cap.none")}
              value={content.capHours ?? ""}
              onChange={(hours) => put("capHours", hours === "" ? null : Number(hours))}
            />
          </Section>
        </div>
        <aside className={classes.aside}>
          <Estimate content={content} />
          <FormError error={save.error ?? prepare.error} />
          {writable && (
            <Group grow>
              <Button
                variant="default"
                loading={save.isPending}
                disabled={content.name.trim() === "" || !saysSomething(content)}
                onClick={() => save.mutate()}
              >
                {t("saveDraft")}
              </Button>
              <Button loading={prepare.isPending} disabled={!complete} onClick={() => prepare.mutate()}>
                {t(content.schedule.at ? "schedule" : "start")}
              </Button>
            </Group>
          )}
          {writable && !complete && (
            <Text size="xs" c="dimmed">
              {t("incomplete")}
            </Text>
          )}
        </aside>
      </div>
      {starting && (
        <StartDialog
          campaign={starting}
          close={() => {
            const stored = starting;
            setStarting(undefined);
            void show(stored);
          }}
        />
      )}
    </fieldset>
  );
}

/** The server takes no campaign without a message. */
function saysSomething({ templates, automationId }: Content): boolean {
  return templates ? templates.every(({ template }) => template !== "") : Boolean(automationId);
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      <Stack gap="md">{children}</Stack>
    </section>
  );
}
