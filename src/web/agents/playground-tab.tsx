/** Talks with the agent as a customer would; nobody is told, nothing is written. */
import { Alert, Button, Collapse, Group, Loader, Stack, Text, Textarea, UnstyledButton } from "@mantine/core";
import { IconEraser, IconSend } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Agent, Trial } from "../../contract/agents.ts";
import { client } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";
import classes from "./agents.module.css";
import { handOverText } from "./hand-over-text.ts";
import { TurnFacts } from "./turn-facts.tsx";

type Line = { from: "customer"; text: string } | { from: "agent"; text: string; trial: Trial };

export function PlaygroundTab({ agent, unsaved, readOnly }: { agent: Agent; unsaved: boolean; readOnly: boolean }) {
  const { t } = useTranslation("agents");
  const [lines, setLines] = useState<Line[]>([]);
  const [text, setText] = useState("");
  const ask = useMutation({
    mutationFn: async (next: Line[]) => {
      const messages = next.filter(({ text: words }) => words !== "").map(({ from, text: words }) => ({ from, text: words }));
      return { next, trial: await client.agents.tryOut({ id: agent.id, messages: messages.slice(-60) }) };
    },
    onSuccess: ({ next, trial }) => setLines([...next, { from: "agent", text: trial.text, trial }]),
  });
  const send = () => {
    if (text.trim() === "" || ask.isPending) return;
    const next: Line[] = [...lines, { from: "customer", text: text.trim() }];
    setLines(next);
    setText("");
    ask.mutate(next);
  };
  return (
    <Stack className={classes.talk ?? ""}>
      <Text c="dimmed" size="sm">
        {t("playground.lead")}
      </Text>
      {unsaved && <Alert variant="light">{t("playground.unsaved")}</Alert>}
      <div role="log" aria-label={t("tab.playground")} aria-live="polite" className={classes.talk}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a conversation in its order
          <div key={index} className={classes.line} data-from={line.from}>
            {line.from === "customer" ? <div className={classes.said}>{line.text}</div> : <Answer trial={line.trial} />}
          </div>
        ))}
        {ask.isPending && <Loader size="sm" role="status" aria-label={t("playground.thinking")} />}
      </div>
      <FormError error={ask.error} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Textarea
          aria-label={t("playground.write")}
          placeholder={t("playground.write")}
          autosize
          maxRows={6}
          disabled={readOnly}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey) return;
            event.preventDefault();
            send();
          }}
        />
        <Group mt="xs" justify="space-between">
          <Button variant="subtle" leftSection={<IconEraser size={16} />} disabled={lines.length === 0} onClick={() => setLines([])}>
            {t("playground.clear")}
          </Button>
          <Button type="submit" leftSection={<IconSend size={16} />} disabled={text.trim() === "" || readOnly} loading={ask.isPending}>
            {t("playground.send")}
          </Button>
        </Group>
      </form>
    </Stack>
  );
}

function Answer({ trial }: { trial: Trial }) {
  const { t } = useTranslation(["agents", "integrations"]);
  const [open, setOpen] = useState(false);
  const { outcome, text, reason, summary, actions } = trial;
  return (
    <>
      {text !== "" && <div className={classes.said}>{text}</div>}
      {outcome !== "answered" && (
        <Text size="sm" c={outcome === "failed" ? "var(--parola-danger)" : "dimmed"}>
          {t(`outcome.${outcome}`)}
          {reason ? `: ${handOverText(reason)}` : ""}
          {summary ? ` – ${summary}` : ""}
        </Text>
      )}
      {actions.map((action, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a log in its order
        <Text key={index} size="xs">
          {action["kind"] === "set_field"
            ? t("playground.wouldSet", { field: String(action["field"]), value: String(action["value"]) })
            : t("playground.wouldOpen", { title: String(action["title"]) })}
        </Text>
      ))}
      <UnstyledButton className={classes.facts ?? ""} aria-expanded={open} onClick={() => setOpen(!open)}>
        {t("facts.show")}
      </UnstyledButton>
      <Collapse expanded={open}>
        <TurnFacts {...trial} />
      </Collapse>
    </>
  );
}
