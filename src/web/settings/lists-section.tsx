import { Text, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { List } from "../../contract/objects.ts";
import { api, client } from "../api.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { formatNumber } from "../ui/format.ts";
import { ObjectForm } from "./object-form.tsx";
import { ObjectSection } from "./object-section.tsx";

export function ListsSection() {
  const { t, i18n } = useTranslation("settings");
  const may = useMay();
  const workspace = useWorkspaceSlug();
  const { data } = useQuery(api.lists.list.queryOptions());
  return (
    <ObjectSection<List>
      kind="lists"
      items={data?.items}
      nameOf={({ name }) => name}
      writable={may("objects:write")}
      columns={[
        { label: t("name"), cell: (list) => <Text fw={500}>{list.name}</Text> },
        {
          label: t("lists.description"),
          wide: true,
          cell: (list) => (
            <Text size="sm" c="dimmed" lineClamp={1}>
              {list.description}
            </Text>
          ),
        },
        {
          label: t("contacts"),
          cell: (list) => (
            <Link
              to="/w/$workspace/contacts"
              params={{ workspace }}
              search={{ filter: { all: [{ field: "contact.lists", op: "has_any", value: [list.name] }] } } as never}
            >
              {formatNumber(list.contacts, i18n.language)}
            </Link>
          ),
        },
      ]}
      form={(list, close) => <ListForm list={list} close={close} />}
      remove={({ id }, force) => client.lists.delete({ id, force })}
      usage={({ id }) => client.lists.usage({ id })}
    />
  );
}

function ListForm({ list, close }: { list: List | undefined; close: () => void }) {
  const { t } = useTranslation("settings");
  const queryClient = useQueryClient();
  const [name, setName] = useState(list?.name ?? "");
  const [description, setDescription] = useState(list?.description ?? "");
  const save = useMutation({
    mutationFn: () => {
      const input = { name: name.trim(), description: description.trim() || null };
      return list ? client.lists.update({ id: list.id, ...input }) : client.lists.create(input);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: api.lists.key() });
      close();
    },
  });
  return (
    <ObjectForm submit={save.mutate} close={close} busy={save.isPending} error={save.error} valid={name.trim() !== ""}>
      <TextInput label={t("name")} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
      <Textarea
        label={t("lists.description")}
        autosize
        minRows={2}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
    </ObjectForm>
  );
}
