import { Code, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../api.ts";
import { useMay } from "../shell/use-me.ts";
import { readable } from "../ui/readable.ts";
import { ObjectForm } from "./object-form.tsx";
import { ObjectSection } from "./object-section.tsx";

interface CannedReply {
  id: string;
  shortcut: string;
  text: string;
}

export function CannedSection() {
  const { t } = useTranslation("settings");
  const may = useMay();
  const { data } = useQuery(api.cannedReplies.list.queryOptions());
  return (
    <ObjectSection<CannedReply>
      kind="canned"
      items={data?.items}
      nameOf={({ shortcut }) => shortcut}
      writable={may("chats:write")}
      columns={[
        { label: t("canned.shortcut"), cell: (reply) => <Code>/{reply.shortcut}</Code> },
        {
          label: t("canned.text"),
          cell: (reply) => (
            <Text size="sm" lineClamp={2}>
              {readable(reply.text)}
            </Text>
          ),
        },
      ]}
      form={(reply, close) => <CannedForm reply={reply} close={close} />}
      remove={({ id }) => client.cannedReplies.delete({ id })}
    />
  );
}

function CannedForm({ reply, close }: { reply: CannedReply | undefined; close: () => void }) {
  const { t } = useTranslation("settings");
  const queryClient = useQueryClient();
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? "");
  const [text, setText] = useState(reply?.text ?? "");
  const save = useMutation({
    mutationFn: () =>
      reply ? client.cannedReplies.update({ id: reply.id, shortcut, text }) : client.cannedReplies.create({ shortcut, text }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: api.cannedReplies.key() });
      close();
    },
  });
  return (
    <ObjectForm
      submit={save.mutate}
      close={close}
      busy={save.isPending}
      error={save.error}
      valid={shortcut.trim() !== "" && text.trim() !== ""}
    >
      <TextInput
        label={t("canned.shortcut")}
        leftSection="/"
        value={shortcut}
        onChange={(event) => setShortcut(event.currentTarget.value.replace(/\s/g, ""))}
        data-autofocus
      />
      <Textarea
        label={t("canned.text")}
        description={t("canned.textHint", { placeholder: "{{ contact.first_name }}" })}
        autosize
        minRows={3}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </ObjectForm>
  );
}
