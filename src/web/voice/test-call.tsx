/** A real call to a number of one's own, after saying so twice. */
import { Modal, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { VoiceAgent } from "../../contract/voice.ts";
import { client } from "../api.ts";
import { ObjectForm } from "../settings/object-form.tsx";
import { Confirm } from "../shell/confirm.tsx";
import { toastDone } from "../shell/toast.ts";

export function TestCall({ agent, close }: { agent: VoiceAgent; close: () => void }) {
  const { t } = useTranslation("settings");
  const [phone, setPhone] = useState("");
  const [asking, setAsking] = useState(false);
  const call = useMutation({
    mutationFn: () => client.voiceAgents.testCall({ id: agent.id, phone, confirm: true }),
    onSuccess: () => {
      toastDone(t("voice.calling", { phone }));
      close();
    },
  });
  return (
    <>
      <Modal opened={!asking} onClose={close} title={t("voice.tryName", { name: agent.name })}>
        <ObjectForm
          submit={() => setAsking(true)}
          close={close}
          busy={call.isPending}
          error={call.error}
          valid={/^\+\d[\d\s]{5,}$/.test(phone.trim())}
          action={t("voice.call")}
        >
          <Text size="sm">{t("voice.tryText")}</Text>
          <TextInput
            label={t("voice.phone")}
            description={t("voice.phoneHint")}
            type="tel"
            placeholder="+39 333 123 4567"
            value={phone}
            onChange={(event) => setPhone(event.currentTarget.value)}
            data-autofocus
          />
        </ObjectForm>
      </Modal>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("voice.confirmTitle", { phone })}
        action={t("voice.callNow")}
        grave={false}
        run={() => call.mutateAsync()}
      >
        {t("voice.confirmText")}
      </Confirm>
    </>
  );
}
