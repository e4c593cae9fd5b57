/** AI operator: who answers from now on, how long, and whether the run waits for the end of it. */
import { Anchor, NumberInput, SegmentedControl, Stack, Switch, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useWorkspaceSlug } from "../../shell/use-me.ts";
import { problemAt, withKey } from "../form/config-value.ts";
import { DurationInput } from "../form/duration-input.tsx";
import { useFormContext } from "../form/form-context.ts";
import { ReferenceField } from "../form/pickers.tsx";
import type { FormProps, NodeForm } from "../node-form.ts";
import { clip, durationText } from "../summary.ts";

function Form({ config, onChange, problems }: FormProps) {
  const { t } = useTranslation("builder");
  const workspace = useWorkspaceSlug();
  const { objects } = useFormContext();
  const removes = config["action"] === "remove";
  const name = typeof config["agent"] === "string" ? config["agent"] : "";
  const agent = objects.agents?.find((one) => one.name === name);
  const limited = config["maxTime"] !== undefined;
  return (
    <Stack gap="md">
      <SegmentedControl
        fullWidth
        aria-label={t("ai.action")}
        value={removes ? "remove" : "assign"}
        onChange={(action) => onChange(action === "remove" ? { action } : { ...config, action })}
        data={[
          { value: "assign", label: t("ai.assign") },
          { value: "remove", label: t("ai.remove") },
        ]}
      />
      {removes ? (
        <Text size="sm" c="dimmed">
          {t("ai.removeHint")}
        </Text>
      ) : (
        <>
          <div>
            <ReferenceField
              kind="agent"
              label={t("ai.agent")}
              description={t("ai.agentHint")}
              error={problemAt(problems, "agent")}
              required
              value={name === "" ? [] : [name]}
              onChange={([first]) => onChange(withKey(config, "agent", first))}
            />
            {agent && (
              <Anchor component={Link} to={`/w/${workspace}/agents/${agent.id}`} target="_blank" size="xs">
                {t("ai.openAgent", { name })}
              </Anchor>
            )}
          </div>
          <NumberInput
            label={t("ai.maxTurns")}
            description={t("ai.maxTurnsHint")}
            error={problemAt(problems, "maxTurns")}
            min={1}
            max={1000}
            allowDecimal={false}
            value={typeof config["maxTurns"] === "number" ? config["maxTurns"] : ""}
            onChange={(value) => onChange(withKey(config, "maxTurns", typeof value === "number" ? value : undefined), "maxTurns")}
          />
          <Switch
            label={t("ai.limited")}
            checked={limited}
            onChange={(event) => onChange(withKey(config, "maxTime", event.currentTarget.checked ? { hours: 1 } : undefined))}
          />
          {limited && (
            <DurationInput
              label={t("ai.maxTime")}
              error={problemAt(problems, "maxTime")}
              value={config["maxTime"]}
              onChange={(value) => onChange(withKey(config, "maxTime", value))}
            />
          )}
          <Switch
            label={t("ai.wait")}
            description={t(config["wait"] === true ? "ai.waitOn" : "ai.waitOff")}
            checked={config["wait"] === true}
            onChange={(event) => onChange(withKey(config, "wait", event.currentTarget.checked || undefined))}
          />
        </>
      )}
    </Stack>
  );
}

export const form: NodeForm = {
  initial: { action: "assign" },
  Form,
  summary: (config, { t, language }) => {
    if (config["action"] === "remove") return t("ai.remove");
    const maxTime = config["maxTime"];
    return clip(
      [
        typeof config["agent"] === "string" ? config["agent"] : "",
        typeof config["maxTurns"] === "number" ? t("ai.turns", { count: config["maxTurns"] }) : "",
        maxTime === undefined ? "" : durationText(maxTime, { language }),
      ]
        .filter(Boolean)
        .join(" · "),
    );
  },
};
