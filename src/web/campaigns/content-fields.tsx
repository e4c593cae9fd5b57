/** What is sent: one template, several that share the audience, or an automation that starts. */
import { Button, Group, Paper, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { JsonObject } from "../../domain/json.ts";
import { api } from "../api.ts";
import { FormContext, type FormContextValue } from "../builder/form/form-context.ts";
import { availableVariables } from "../builder/form/variables.ts";
import { TemplateFields } from "../builder/message/template-fields.tsx";
import { useFieldOptions, useObjects } from "../builder/objects.ts";
import { type Content, EMPTY_CONTENT } from "./content.ts";

type Part = Pick<Content, "templates" | "automationId">;
const MAX_VARIANTS = 4;
const LETTERS = ["A", "B", "C", "D"];
const NO_STEPS = { name: "", triggers: [], steps: [] };

export function ContentFields({ value, onChange }: { value: Part; onChange: (part: Part) => void }) {
  const { t } = useTranslation("campaigns");
  const automations = useQuery(api.automations.list.queryOptions({ input: {} }));
  const objects = useObjects();
  const fields = useFieldOptions(objects);
  // The builder's own controls, with the variables of a contact and of nothing else.
  const context = useMemo<FormContextValue>(
    () => ({
      automationId: null,
      objects,
      variables: availableVariables(NO_STEPS as never, fields).filter(({ group }) => group === "contact" || group === "fields"),
      values: undefined,
      contact: null,
      chooseContact: () => {},
    }),
    [objects, fields],
  );
  const templates = value.templates;
  const put = (index: number, next: JsonObject) =>
    onChange({ automationId: null, templates: (templates ?? []).map((one, at) => (at === index ? (next as typeof one) : one)) });
  return (
    <FormContext.Provider value={context}>
      <Stack gap="md">
        <SegmentedControl
          aria-label={t("section.content")}
          value={templates ? "template" : "automation"}
          onChange={(kind) =>
            onChange(
              kind === "template" ? { templates: EMPTY_CONTENT.templates, automationId: null } : { templates: null, automationId: "" },
            )
          }
          data={(["template", "automation"] as const).map((kind) => ({ value: kind, label: t(`content.${kind}`) }))}
          w="fit-content"
        />
        {templates?.map((template, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: variants are their position.
          <Paper key={index} withBorder={templates.length > 1} p={templates.length > 1 ? "md" : 0} component="section">
            {templates.length > 1 && (
              <Group justify="space-between" mb="xs">
                <Text fw={600} size="sm">
                  {t("content.variant", { letter: LETTERS[index] })}
                </Text>
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="red"
                  leftSection={<IconTrash size={14} />}
                  onClick={() => onChange({ automationId: null, templates: templates.filter((_, at) => at !== index) })}
                >
                  {t("content.removeVariant", { letter: LETTERS[index] })}
                </Button>
              </Group>
            )}
            <TemplateFields value={template} onChange={(next) => put(index, next)} problems={[]} path="" />
          </Paper>
        ))}
        {templates && templates.length < MAX_VARIANTS && (
          <div>
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconPlus size={14} />}
              onClick={() => onChange({ automationId: null, templates: [...templates, ...(EMPTY_CONTENT.templates ?? [])] })}
            >
              {t("content.addVariant")}
            </Button>
            <Text size="xs" c="dimmed">
              {t("content.variantHint")}
            </Text>
          </div>
        )}
        {!templates && (
          <Select
            label={t("content.automation")}
            description={t("content.automationHint")}
            searchable
            required
            data={
              automations.data?.items.filter(({ state }) => state === "active").map(({ id, name }) => ({ value: id, label: name })) ?? []
            }
            nothingFoundMessage={t("content.noAutomation")}
            value={value.automationId || null}
            onChange={(id) => onChange({ templates: null, automationId: id ?? "" })}
          />
        )}
      </Stack>
    </FormContext.Provider>
  );
}
