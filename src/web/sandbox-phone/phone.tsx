/** A customer's WhatsApp, talking to the sandbox number over the real engine. */
import { Center, Loader } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { SandboxAction } from "../../contract/sandbox.ts";
import { api } from "../api.ts";
import { mediaUrl } from "../chat/media-url.ts";
import { type BubblePress, MessageBubble } from "../preview/message-bubble.tsx";
import { Phone as PhoneFrame } from "../preview/phone.tsx";
import { toastError } from "../shell/toast.ts";
import { useMembership } from "../shell/use-me.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { localeOf } from "../ui/format.ts";
import { CustomerPicker } from "./customer-picker.tsx";
import { newCustomerPhone } from "./new-customer-phone.ts";
import classes from "./phone.module.css";
import { PhoneComposer } from "./phone-composer.tsx";
import { SilenceNotice } from "./silence-notice.tsx";
import { useSandbox } from "./use-sandbox.ts";
import { useSilence } from "./use-silence.ts";

export function Phone() {
  const { t, i18n } = useTranslation("phone");
  const business = useMembership()?.workspace.name ?? "";
  const { channel, customer, customers, choose, error, pending } = useSandbox();
  const queryClient = useQueryClient();
  const screen = useRef<HTMLDivElement>(null);
  const input = { channelId: channel?.id ?? "", phone: customer?.phone ?? "" };
  const messages = useQuery(api.sandbox.messages.queryOptions({ input, enabled: Boolean(channel && customer) }));
  const send = useMutation(
    api.sandbox.send.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries({ queryKey: api.sandbox.messages.key({ input }) }),
      onError: toastError,
    }),
  );
  const count = messages.data?.items.length ?? 0;
  const last = messages.data?.items.at(-1);
  const silence = useSilence(last?.direction === "in" && !send.isPending ? last : undefined);
  const silent = silence !== null;
  useEffect(() => {
    if (count > 0 || silent) screen.current?.scrollTo({ top: screen.current.scrollHeight });
  }, [count, silent]);

  if (error) return <ErrorState error={error} />;
  if (pending) {
    return (
      <Center flex={1}>
        <Loader size="sm" />
      </Center>
    );
  }
  if (!channel || !customer) return <EmptyState title={t("noSandbox")}>{t("noSandboxHint")}</EmptyState>;
  const act = (action: SandboxAction) =>
    send.mutate({ channelId: channel.id, from: { phone: customer.phone, name: customer.name }, action });
  const press = (messageId: string, { kind, id, title }: BubblePress) =>
    act(
      kind === "list_row"
        ? { type: "list_row", messageId, rowId: id ?? "", title }
        : { type: "button", messageId, title, ...(id !== undefined && { buttonId: id }) },
    );
  const time = new Intl.DateTimeFormat(localeOf(i18n.language), { timeStyle: "short" });

  return (
    <div className={classes.phone}>
      <PhoneFrame
        fill
        name={business}
        subtitle={<CustomerPicker customers={customers} customer={customer} choose={choose} />}
        screen={screen}
        composer={<PhoneComposer act={act} busy={send.isPending} />}
      >
        <div role="log" aria-label={t("conversation")}>
          {count === 0 && messages.data && <p className={classes.hint}>{t("empty")}</p>}
          {messages.data?.items.map((message) => {
            const reactions = Object.values(message.reactions ?? {});
            return (
              <MessageBubble
                key={message.id}
                content={message.content}
                // What the business receives is what this phone sent.
                side={message.direction === "in" ? "out" : "in"}
                time={time.format(new Date(message.createdAt))}
                status="read"
                mediaUrl={mediaUrl}
                {...(message.direction === "out" && { onPress: (pressed: BubblePress) => press(message.id, pressed) })}
              >
                {reactions.length > 0 && <span className={classes.reactions}>{reactions.join(" ")}</span>}
              </MessageBubble>
            );
          })}
        </div>
        {silence && last && (
          <SilenceNotice
            key={last.id}
            silence={silence}
            message={last}
            write={(text) => act({ type: "text", text })}
            writeAsSomebodyNew={() =>
              choose({
                name: t("customerNumber", { number: customers.length + 1 }),
                phone: newCustomerPhone(customers.map(({ phone }) => phone)),
              })
            }
          />
        )}
      </PhoneFrame>
    </div>
  );
}
