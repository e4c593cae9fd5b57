import { Button, Divider, Group, NumberInput, Radio, Select, SimpleGrid, Skeleton, Stack, Switch, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Workspace } from "../../contract/workspaces.ts";
import { client } from "../api.ts";
import { blockingError } from "../query-client.ts";
import { Confirm } from "../shell/confirm.tsx";
import { FormError } from "../shell/form-error.tsx";
import { useMembership } from "../shell/use-me.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { LanguageSelect } from "../ui/language-select.tsx";
import { countries } from "./countries.ts";
import { PriceFields } from "./price-fields.tsx";
import { SectionHeader } from "./section-header.tsx";
import { useWorkspaceSettings } from "./use-workspace-settings.ts";

export function WorkspaceSection() {
  const { workspace } = useWorkspaceSettings();
  const failure = blockingError(workspace);
  if (failure) return <ErrorState error={failure} />;
  return workspace.data ? <Form workspace={workspace.data} /> : <Skeleton height={400} />;
}

function Form({ workspace }: { workspace: Workspace }) {
  const { t, i18n } = useTranslation(["settings", "common"]);
  const { save } = useWorkspaceSettings();
  const { settings } = workspace;
  const form = useForm({
    initialValues: {
      name: workspace.name,
      timeZone: settings.timeZone,
      defaultLanguage: settings.defaultLanguage,
      defaultCountry: settings.defaultCountry,
      consentMode: settings.consentMode,
      stopWords: settings.stopWords,
      quiet: settings.quietHours !== null,
      quietFrom: settings.quietHours?.from ?? "21:00",
      quietTo: settings.quietHours?.to ?? "08:00",
      capped: settings.marketingCap !== null,
      cap: settings.marketingCap ?? { messages: 2, days: 7 },
      retentionDays: settings.retentionDays,
      limits: settings.limits,
      messagePrices: settings.messagePrices,
    },
  });
  return (
    <>
      <SectionHeader title={t("section.workspace")} />
      <form
        onSubmit={form.onSubmit(({ name, quiet, quietFrom, quietTo, capped, cap, ...rest }) =>
          save.mutate({
            name,
            settings: { ...rest, quietHours: quiet ? { from: quietFrom, to: quietTo } : null, marketingCap: capped ? cap : null },
          }),
        )}
      >
        <Stack gap="md">
          <TextInput label={t("workspace.name")} {...form.getInputProps("name")} />
          <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: "end" }}>
            <Select
              label={t("workspace.timeZone")}
              searchable
              allowDeselect={false}
              limit={50}
              data={[...new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), settings.timeZone])]}
              {...form.getInputProps("timeZone")}
            />
            <Select
              label={t("workspace.country")}
              description={t("workspace.countryHint")}
              searchable
              clearable
              limit={50}
              data={countries(i18n.language)}
              {...form.getInputProps("defaultCountry")}
            />
          </SimpleGrid>
          <LanguageSelect
            label={t("workspace.language")}
            description={t("workspace.languageHint")}
            clearable={false}
            allowDeselect={false}
            value={form.values.defaultLanguage}
            onChange={(language) => language !== null && form.setFieldValue("defaultLanguage", language)}
          />
          <Divider />
          <Title order={3} size="h4">
            {t("workspace.consent")}
          </Title>
          <Radio.Group label={t("workspace.consentMode")} {...form.getInputProps("consentMode")}>
            <Stack gap="xs" mt="xs">
              <Radio
                value="block_unsubscribed"
                label={t("workspace.blockUnsubscribed")}
                description={t("workspace.blockUnsubscribedHint")}
              />
              <Radio
                value="require_subscribed"
                label={t("workspace.requireSubscribed")}
                description={t("workspace.requireSubscribedHint")}
              />
            </Stack>
          </Radio.Group>
          <Switch
            label={t("workspace.stopWords")}
            description={t("workspace.stopWordsHint")}
            {...form.getInputProps("stopWords", { type: "checkbox" })}
          />
          <Switch
            label={t("workspace.quiet")}
            description={t("workspace.quietHint")}
            {...form.getInputProps("quiet", { type: "checkbox" })}
          />
          {form.values.quiet && (
            <Group>
              <TextInput type="time" label={t("workspace.from")} {...form.getInputProps("quietFrom")} />
              <TextInput type="time" label={t("workspace.to")} {...form.getInputProps("quietTo")} />
            </Group>
          )}
          <Switch label={t("workspace.cap")} description={t("workspace.capHint")} {...form.getInputProps("capped", { type: "checkbox" })} />
          {form.values.capped && (
            <Group>
              <NumberInput
                label={t("workspace.capMessages")}
                min={1}
                max={100}
                allowDecimal={false}
                w={200}
                {...form.getInputProps("cap.messages")}
              />
              <NumberInput
                label={t("workspace.capDays")}
                min={1}
                max={90}
                allowDecimal={false}
                w={200}
                {...form.getInputProps("cap.days")}
              />
            </Group>
          )}
          <Divider />
          <Title order={3} size="h4">
            {t("prices.title")}
          </Title>
          <PriceFields value={form.values.messagePrices} onChange={(value) => form.setFieldValue("messagePrices", value)} />
          <Divider />
          <Title order={3} size="h4">
            {t("workspace.limits")}
          </Title>
          <Group grow align="flex-end">
            <NumberInput label={t("workspace.stepsPerRun")} min={10} max={100_000} {...form.getInputProps("limits.stepsPerRun")} />
            <NumberInput label={t("workspace.visitsPerStep")} min={1} max={10_000} {...form.getInputProps("limits.visitsPerStep")} />
            <NumberInput label={t("workspace.chainDepth")} min={1} max={50} {...form.getInputProps("limits.chainDepth")} />
          </Group>
          <NumberInput
            label={t("workspace.retention")}
            description={t("workspace.retentionHint")}
            min={30}
            max={3650}
            w={260}
            value={form.values.retentionDays ?? ""}
            onChange={(value) => form.setFieldValue("retentionDays", value === "" ? null : Number(value))}
          />
          <FormError error={save.error} />
          <Group>
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty() && !save.error}>
              {t("common:save")}
            </Button>
          </Group>
        </Stack>
      </form>
      <DeleteWorkspace workspace={workspace} />
    </>
  );
}

function DeleteWorkspace({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation("settings");
  const role = useMembership()?.role;
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  if (role !== "owner") return null;
  return (
    <>
      <Divider my="xl" />
      <Title order={3} size="h4" mb="xs">
        {t("workspace.delete")}
      </Title>
      <Button variant="light" color="red" onClick={() => setAsking(true)}>
        {t("workspace.deleteAction")}
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("workspace.deleteTitle", { name: workspace.name })}
        action={t("workspace.deleteAction")}
        typed={workspace.name}
        run={async () => {
          await client.workspaces.delete({ id: workspace.id, confirmName: workspace.name });
          queryClient.clear();
          location.assign("/");
        }}
      >
        {t("workspace.deleteText")}
      </Confirm>
    </>
  );
}
