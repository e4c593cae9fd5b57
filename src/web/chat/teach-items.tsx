/** A good answer of a person becomes knowledge of an AI operator. */
import { Menu } from "@mantine/core";
import { IconSchool } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { toastDone, toastError } from "../shell/toast.ts";

/** More are chosen on their own page. */
const SHOWN = 3;

export function TeachItems({ messageId }: { messageId: string }) {
  const { t } = useTranslation("agents");
  const { data } = useQuery(api.agents.list.queryOptions());
  const teach = useMutation(api.agents.addAnswer.mutationOptions({ onError: toastError }));
  return data?.items.slice(0, SHOWN).map(({ id, name }) => (
    <Menu.Item
      key={id}
      leftSection={<IconSchool size={16} />}
      onClick={() => teach.mutate({ id, messageId }, { onSuccess: () => toastDone(t("chat.taught", { name })) })}
    >
      {t("chat.teach", { name })}
    </Menu.Item>
  ));
}
