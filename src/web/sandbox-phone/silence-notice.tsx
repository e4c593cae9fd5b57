/** Under a message that nothing answered: why, and what can be done about it. */
import { Anchor, Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TriggerExplanation } from "../../contract/chats.ts";
import type { Message } from "../../contract/message.ts";
import { api } from "../api.ts";
import { toastError } from "../shell/toast.ts";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { lazyPart } from "../ui/missing-files.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import classes from "./phone.module.css";
import type { Silence } from "./silence.ts";

const Explanation = lazyPart(() => import("../chat/explanation.tsx").then(({ Explanation }) => Explanation));

interface SilenceNoticeProps {
  silence: Silence;
  message: Message;
  write(text: string): void;
  writeAsSomebodyNew(): void;
}

export function SilenceNotice({ silence, message, write, writeAsSomebodyNew }: SilenceNoticeProps) {
  const { t } = useTranslation(["phone", "chat", "builder"]);
  const [asked, setAsked] = useState(false);
  return (
    <div className={classes.silence} role="status">
      <Words silence={silence} text={message.text} />
      <div className={classes.mends}>
        <Mend silence={silence} message={message} write={write} writeAsSomebodyNew={writeAsSomebodyNew} />
      </div>
      <Anchor component="button" type="button" size="xs" c="inherit" td="underline" onClick={() => setAsked(true)}>
        {t("silence.every")}
      </Anchor>
      {asked && (
        <Suspense>
          <Explanation messageId={message.id} close={() => setAsked(false)} />
        </Suspense>
      )}
    </div>
  );
}

function Words({ silence, text }: { silence: Silence; text: string }): ReactNode {
  const { t } = useTranslation(["phone", "chat", "builder"]);
  switch (silence.kind) {
    case "obstacle":
      return <strong>{t(`silence.obstacle.${silence.obstacle}`, { name: silence.trigger.automation.name })}</strong>;
    case "failed":
      return (
        <>
          <strong>{t("silence.failed")}</strong>
          <span>
            {silence.message.status === "failed"
              ? t(`chat:failure.${silence.message.error ?? ""}`, {
                  defaultValue: silence.message.errorDetail ?? t("chat:failure.other", { code: silence.message.error }),
                })
              : t(`chat:statusHint.${silence.message.status}`)}
          </span>
        </>
      );
    case "run":
      return <RunWords run={silence.run} />;
    case "none_active":
      return <strong>{t("silence.none_active")}</strong>;
    case "no_match":
      return (
        <>
          <strong>
            {text === "" ? t("silence.no_match_media") : t("silence.no_match", { text: text.length > 80 ? `${text.slice(0, 79)}…` : text })}
          </strong>
          {silence.phrases.length > 0 && <span>{t("silence.try")}</span>}
        </>
      );
    default:
      return <strong>{t(`silence.${silence.kind}`)}</strong>;
  }
}

function RunWords({ run }: { run: Extract<Silence, { kind: "run" }>["run"] }): ReactNode {
  const { t } = useTranslation(["phone", "builder"]);
  const name = run.automation.name;
  const error = run.steps.findLast((step) => step.error !== null)?.error;
  return (
    <>
      <strong>
        {t(run.status === "waiting" && run.wakeAt === null ? "silence.run.listens" : `silence.run.${run.status}`, { name })}{" "}
        {run.status === "waiting" && run.wakeAt !== null && <RelativeTime at={run.wakeAt} />}
      </strong>
      {error != null && <span>{t(`builder:stepError.${error.split(":")[0]}`, { defaultValue: error })}</span>}
    </>
  );
}

function Mend({ silence, message, write, writeAsSomebodyNew }: SilenceNoticeProps): ReactNode {
  const { t } = useTranslation("phone");
  const workspace = useWorkspaceSlug();
  const queryClient = useQueryClient();
  const giveBack = useMutation(
    api.chats.giveBack.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries({ queryKey: api.chats.key() }),
      onError: toastError,
    }),
  );
  const button = { size: "compact-sm", variant: "light" } as const;
  switch (silence.kind) {
    case "obstacle":
      if (silence.obstacle === "matches_now")
        return (
          <Button {...button} onClick={() => write(message.text)}>
            {t("silence.writeAgain")}
          </Button>
        );
      if (silence.obstacle === "already_ran_once" || silence.obstacle === "cooling_down")
        return (
          <Button {...button} onClick={writeAsSomebodyNew}>
            {t("silence.writeAsNew")}
          </Button>
        );
      return <ToAutomation trigger={silence.trigger} reason={silence.obstacle} />;
    case "none_active":
      return <ToAutomation trigger={silence.trigger} reason={silence.trigger.reason} />;
    case "no_match":
      return (
        <>
          {silence.phrases.map((phrase) => (
            <Button key={phrase} {...button} maw="100%" onClick={() => write(phrase)}>
              {phrase}
            </Button>
          ))}
          <ToAutomation trigger={silence.trigger} reason="does_not_match" />
        </>
      );
    case "run":
      return (
        <Button
          {...button}
          component={Link}
          to="/w/$workspace/automations/$automationId"
          params={{ workspace, automationId: silence.run.automation.id } as never}
          search={{ mode: "live", run: silence.run.id } as never}
        >
          {t("silence.showRun")}
        </Button>
      );
    case "failed":
      return (
        <Button {...button} component={Link} to="/w/$workspace/chat/$chatId" params={{ workspace, chatId: message.chatId } as never}>
          {t("silence.openChat")}
        </Button>
      );
    case "person":
      return (
        <Button {...button} loading={giveBack.isPending} onClick={() => giveBack.mutate({ id: message.chatId })}>
          {t("silence.giveBack")}
        </Button>
      );
    default:
      return (
        <Button {...button} component={Link} to="/w/$workspace/automations/gallery" params={{ workspace } as never}>
          {t("silence.gallery")}
        </Button>
      );
  }
}

/** To where it is mended: the dialog that publishes or turns it on, the people inside, or the start step. */
function ToAutomation({ trigger, reason }: { trigger: TriggerExplanation; reason: string }) {
  const { t } = useTranslation("phone");
  const workspace = useWorkspaceSlug();
  const search =
    reason === "not_published" || reason === "changes_not_published"
      ? { ask: "publish" }
      : reason === "automation_paused" || reason === "automation_not_active"
        ? { ask: "activate" }
        : reason === "already_running"
          ? { mode: "live" }
          : { step: trigger.triggerId };
  const label = "ask" in search ? t(`silence.${search.ask}`) : "mode" in search ? t("silence.showRun") : t("silence.openTrigger");
  return (
    <Button
      size="compact-sm"
      variant="light"
      component={Link}
      to="/w/$workspace/automations/$automationId"
      params={{ workspace, automationId: trigger.automation.id } as never}
      search={search as never}
    >
      {label}
    </Button>
  );
}
