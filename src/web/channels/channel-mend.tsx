/** What can be mended from here instead of at Meta: subscribing the app, registering the number. */
import { Button, Group, PinInput, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";
import { useMay } from "../shell/use-me.ts";

interface ChannelMendProps {
  mend: "register" | "subscribe";
  channelId: string;
  mended: () => void;
}

export function ChannelMend({ mend, ...channel }: ChannelMendProps) {
  const may = useMay();
  if (!may("channels:write")) return null;
  return mend === "subscribe" ? <Subscribe {...channel} /> : <Register {...channel} />;
}

function Subscribe({ channelId, mended }: Omit<ChannelMendProps, "mend">) {
  const { t } = useTranslation("channels");
  const subscribe = useMutation(api.channels.subscribe.mutationOptions({ onSuccess: mended }));
  return (
    <>
      <Button mt={4} size="xs" variant="light" loading={subscribe.isPending} onClick={() => subscribe.mutate({ id: channelId })}>
        {t("subscribe")}
      </Button>
      <FormError error={subscribe.error} />
    </>
  );
}

function Register({ channelId, mended }: Omit<ChannelMendProps, "mend">) {
  const { t } = useTranslation("channels");
  const [asking, setAsking] = useState(false);
  const [pin, setPin] = useState("");
  const register = useMutation(api.channels.register.mutationOptions({ onSuccess: mended }));
  if (!asking)
    return (
      <Button mt={4} size="xs" variant="light" onClick={() => setAsking(true)}>
        {t("register")}
      </Button>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (pin.length === 6) register.mutate({ id: channelId, pin });
      }}
    >
      <Text size="sm" mt={4} mb={4}>
        {t("registerHint")}
      </Text>
      <Group gap="sm">
        <PinInput length={6} type="number" size="sm" value={pin} onChange={setPin} aria-label={t("pin")} autoFocus />
        <Button type="submit" size="xs" loading={register.isPending} disabled={pin.length !== 6}>
          {t("register")}
        </Button>
      </Group>
      <FormError error={register.error} />
    </form>
  );
}
