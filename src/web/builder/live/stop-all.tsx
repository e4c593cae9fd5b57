/** Ends the runs of everybody who is inside, or who waits at one step. */
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlayerStop } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api.ts";
import { Confirm } from "../../shell/confirm.tsx";
import { useMay } from "../../shell/use-me.ts";

interface StopAllProps {
  automationId: string;
  stepId?: string;
  inside: number;
}

export function StopAll({ automationId, stepId, inside }: StopAllProps) {
  const { t } = useTranslation("builder");
  const may = useMay();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  if (inside === 0 || !may("runs:write")) return null;
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        c="var(--parola-danger)"
        style={{ alignSelf: "flex-start" }}
        leftSection={<IconPlayerStop size={14} />}
        onClick={() => setAsking(true)}
      >
        {t(stepId === undefined ? "live.stopAll" : "live.stopHere")}
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("live.stopAllTitle", { count: inside })}
        action={t("live.stopAction")}
        run={async () => {
          const { stopping } = await client.runs.stopMany({ automationId, ...(stepId !== undefined && { stepId }) });
          notifications.show({ color: "accent", message: t("live.stopping", { count: stopping }) });
          await queryClient.invalidateQueries({ queryKey: api.automations.key() });
        }}
      >
        {t("live.stopAllText")}
      </Confirm>
    </>
  );
}
