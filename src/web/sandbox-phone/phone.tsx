/** A customer's WhatsApp, talking to the sandbox number over the real engine. */
import { Center, Loader } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "../../contract/message.ts";
import type { SandboxAction } from "../../contract/sandbox.ts";
import { api } from "../api.ts";
import { toastError } from "../shell/toast.ts";
import { useMembership } from "../shell/use-me.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { CustomerPicker } from "./customer-picker.tsx";
import { ListSheet } from "./list-sheet.tsx";
import classes from "./phone.module.css";
import { PhoneComposer } from "./phone-composer.tsx";
import { PhoneMessages } from "./phone-messages.tsx";
import { useSandbox } from "./use-sandbox.ts";

export function Phone() {
  const { t } = useTranslation("phone");
  const business = useMembership()?.workspace.name ?? "";
  const { channel, customer, customers, choose, error, pending } = useSandbox();
  const queryClient = useQueryClient();
  const [list, setList] = useState<Message>();
  const input = { channelId: channel?.id ?? "", phone: customer?.phone ?? "" };
  const messages = useQuery(api.sandbox.messages.queryOptions({ input, enabled: Boolean(channel && customer) }));
  const send = useMutation(
    api.sandbox.send.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries({ queryKey: api.sandbox.messages.key({ input }) }),
      onError: toastError,
    }),
  );

  if (error) return <ErrorState error={error} />;
  if (pending) {
    return (
      <Center flex={1}>
        <Loader size="sm" />
      </Center>
    );
  }
  if (!channel || !customer) return <EmptyState title={t("noSandbox")}>{t("noSandboxHint")}</EmptyState>;
  const act = (action: SandboxAction) => send.mutate({ channelId: channel.id, from: { phone: customer.phone, name: customer.name }, action });

  return (
    <div className={classes.phone}>
      <div className={classes.bar}>
        <span className={classes.avatar} aria-hidden>
          {[...business][0]?.toUpperCase()}
        </span>
        <span className={classes.business}>{business}</span>
        <CustomerPicker customers={customers} customer={customer} choose={choose} />
      </div>
      <PhoneMessages messages={messages.data?.items} act={act} openList={setList} />
      <PhoneComposer act={act} busy={send.isPending} />
      {list && <ListSheet message={list} act={act} close={() => setList(undefined)} />}
    </div>
  );
}
