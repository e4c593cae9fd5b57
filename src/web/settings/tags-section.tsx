import { Autocomplete, Badge, Button, ColorInput, Group, Modal, MultiSelect, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Tag } from "../../contract/objects.ts";
import { api, client } from "../api.ts";
import { toastDone } from "../shell/toast.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { formatNumber } from "../ui/format.ts";
import { TagDot } from "../ui/tag-dot.tsx";
import { ObjectForm } from "./object-form.tsx";
import { ObjectSection } from "./object-section.tsx";

const SWATCHES = ["#0b7a4b", "#1763b8", "#6741d9", "#b0306f", "#c92a2a", "#9a5b00", "#0b7285", "#4a5a68"];

export function TagsSection() {
  const { t, i18n } = useTranslation("settings");
  const may = useMay();
  const workspace = useWorkspaceSlug();
  const { data } = useQuery(api.tags.list.queryOptions());
  const [merging, setMerging] = useState(false);
  return (
    <>
      <ObjectSection<Tag>
        kind="tags"
        items={data?.items}
        nameOf={({ name }) => name}
        writable={may("objects:write")}
        actions={
          (data?.items.length ?? 0) > 1 && (
            <Button variant="default" onClick={() => setMerging(true)}>
              {t("tags.merge")}
            </Button>
          )
        }
        columns={[
          {
            label: t("name"),
            cell: (tag) => (
              <Badge
                variant="default"
                style={{ textTransform: "none" }}
                {...(tag.colour && { leftSection: <TagDot colour={tag.colour} /> })}
              >
                {tag.name}
              </Badge>
            ),
          },
          { label: t("tags.category"), wide: true, cell: (tag) => <Text size="sm">{tag.category}</Text> },
          {
            label: t("contacts"),
            cell: (tag) => (
              <Link
                to="/w/$workspace/contacts"
                params={{ workspace }}
                search={{ filter: { all: [{ field: "contact.tags", op: "has_any", value: [tag.name] }] } } as never}
              >
                {formatNumber(tag.contacts, i18n.language)}
              </Link>
            ),
          },
        ]}
        form={(tag, close) => (
          <TagForm tag={tag} close={close} categories={[...new Set(data?.items.flatMap(({ category }) => category ?? []))]} />
        )}
        remove={({ id }, force) => client.tags.delete({ id, force })}
        usage={({ id }) => client.tags.usage({ id })}
      />
      {merging && data && <MergeTags tags={data.items} close={() => setMerging(false)} />}
    </>
  );
}

function TagForm({ tag, close, categories }: { tag: Tag | undefined; close: () => void; categories: string[] }) {
  const { t } = useTranslation("settings");
  const queryClient = useQueryClient();
  const [name, setName] = useState(tag?.name ?? "");
  const [category, setCategory] = useState(tag?.category ?? "");
  const [colour, setColour] = useState(tag?.colour ?? "");
  const save = useMutation({
    mutationFn: () => {
      const input = { name: name.trim(), category: category.trim() || null, colour: /^#[0-9a-f]{6}$/i.test(colour) ? colour : null };
      return tag ? client.tags.update({ id: tag.id, ...input }) : client.tags.create(input);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: api.tags.key() });
      close();
    },
  });
  return (
    <ObjectForm submit={save.mutate} close={close} busy={save.isPending} error={save.error} valid={name.trim() !== ""}>
      <TextInput label={t("name")} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
      <Autocomplete
        label={t("tags.category")}
        description={t("tags.categoryHint")}
        data={categories}
        value={category}
        onChange={setCategory}
      />
      <ColorInput label={t("tags.colour")} format="hex" swatches={SWATCHES} value={colour} onChange={setColour} />
    </ObjectForm>
  );
}

function MergeTags({ tags, close }: { tags: readonly Tag[]; close: () => void }) {
  const { t } = useTranslation(["settings", "common"]);
  const queryClient = useQueryClient();
  const [kept, setKept] = useState<string | null>(null);
  const [others, setOthers] = useState<string[]>([]);
  const merge = useMutation(
    api.tags.merge.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries();
        toastDone(t("tags.merged"));
        close();
      },
    }),
  );
  const options = tags.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Modal opened onClose={close} title={t("tags.merge")}>
      <ObjectForm
        submit={() => kept && merge.mutate({ id: kept, others })}
        close={close}
        busy={merge.isPending}
        error={merge.error}
        valid={kept !== null && others.length > 0}
      >
        <Stack gap="sm">
          <Select label={t("tags.keep")} searchable data={options} value={kept} onChange={setKept} />
          <MultiSelect
            label={t("tags.intoIt")}
            searchable
            data={options.filter(({ value }) => value !== kept)}
            value={others}
            onChange={setOthers}
          />
          <Group>
            <Text size="xs" c="dimmed">
              {t("tags.mergeHint")}
            </Text>
          </Group>
        </Stack>
      </ObjectForm>
    </Modal>
  );
}
