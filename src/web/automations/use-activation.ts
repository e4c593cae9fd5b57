/** Turning an automation on and off, with everything that may stand in the way. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AutomationSummary } from "../../contract/automations.ts";
import { api } from "../api.ts";
import { toastDone, toastError, toastUndo } from "../shell/toast.ts";

export function useActivation(automation: Pick<AutomationSummary, "id" | "name" | "state" | "active">) {
  const { t } = useTranslation("automations");
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const refresh = () => void queryClient.invalidateQueries({ queryKey: api.automations.key() });
  const activateMutation = useMutation(
    api.automations.activate.mutationOptions({
      onSuccess: () => {
        setAsking(false);
        toastDone(t("activated", { name: automation.name }));
        refresh();
      },
      // The dialog shows why, with the problems.
      onError: () => setAsking(true),
    }),
  );
  const pauseMutation = useMutation(
    api.automations.deactivate.mutationOptions({
      onSuccess: ({ paused }) => {
        refresh();
        toastUndo(t("pausedToast", { name: automation.name, count: paused }), () =>
          activateMutation.mutate({ id: automation.id, paused: "resume" }),
        );
      },
      onError: toastError,
    }),
  );
  return {
    automation,
    asking,
    close: () => {
      setAsking(false);
      activateMutation.reset();
    },
    error: activateMutation.error,
    busy: activateMutation.isPending,
    pause: () => pauseMutation.mutate({ id: automation.id }),
    /** Asks what happens to people inside only when there are some. */
    activate: () => (automation.active > 0 ? setAsking(true) : activateMutation.mutate({ id: automation.id })),
    confirm: (paused: "resume" | "end") => activateMutation.mutate({ id: automation.id, paused }),
  };
}
export type Activation = ReturnType<typeof useActivation>;
