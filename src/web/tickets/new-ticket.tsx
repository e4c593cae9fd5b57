import { Modal, NativeSelect, Select, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { TICKET_PRIORITIES } from "../../contract/tickets.ts";
import { api } from "../api.ts";
import { contactName } from "../contacts/contact-name.ts";
import { ObjectForm } from "../settings/object-form.tsx";

export function NewTicket({ close, made }: { close: () => void; made: (id: string) => void }) {
  const { t } = useTranslation("tickets");
  const queryClient = useQueryClient();
  const [search, setSearch] = useState("");
  const [words] = useDebouncedValue(search, 200);
  const [contactId, setContactId] = useState<string | null>(null);
  const [title, setTitle] = useState("");
  const [description, setDescription] = useState("");
  const [priority, setPriority] = useState<(typeof TICKET_PRIORITIES)[number]>("medium");
  const contacts = useQuery(
    api.contacts.list.queryOptions({ input: { limit: 20, ...(words && { search: words }) }, placeholderData: keepPreviousData }),
  );
  const create = useMutation(
    api.tickets.create.mutationOptions({
      onSuccess: async (ticket) => {
        await queryClient.invalidateQueries({ queryKey: api.tickets.key() });
        close();
        made(ticket.id);
      },
    }),
  );
  return (
    <Modal opened onClose={close} title={t("new")}>
      <ObjectForm
        submit={() =>
          contactId &&
          create.mutate({ contactId, title: title.trim(), priority, ...(description.trim() && { description: description.trim() }) })
        }
        close={close}
        busy={create.isPending}
        error={create.error}
        valid={contactId !== null && title.trim() !== ""}
      >
        <Select
          label={t("contact")}
          searchable
          data={
            contacts.data?.items.map((contact) => ({
              value: contact.id,
              label: `${contactName(contact)}${contact.phone ? ` · ${contact.phone}` : ""}`,
            })) ?? []
          }
          filter={({ options }) => options}
          value={contactId}
          onChange={setContactId}
          onSearchChange={setSearch}
          nothingFoundMessage={t("noContact")}
          data-autofocus
        />
        <TextInput label={t("column.title")} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
        <Textarea
          label={t("description")}
          autosize
          minRows={3}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <NativeSelect
          label={t("column.priority")}
          value={priority}
          data={TICKET_PRIORITIES.map((one) => ({ value: one, label: t(`priority.${one}`) }))}
          onChange={(event) => setPriority(event.currentTarget.value as "medium")}
        />
      </ObjectForm>
    </Modal>
  );
}
