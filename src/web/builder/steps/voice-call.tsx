/** Voice call: who calls, what they say, and how long the end is waited for. */
import { Alert, Anchor, Stack } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useWorkspaceSlug } from "../../shell/use-me.ts";
import { VoicePreview } from "../../voice/voice-preview.tsx";
import { problemAt, withKey } from "../form/config-value.ts";
import { DurationInput } from "../form/duration-input.tsx";
import { useFormContext } from "../form/form-context.ts";
import { ReferenceField } from "../form/pickers.tsx";
import type { FormProps, NodeForm } from "../node-form.ts";
import { durationText } from "../summary.ts";

const DEFAULT_WAIT = { minutes: 30 };

function Form({ config, onChange, problems }: FormProps) {
  const { t } = useTranslation("builder");
  const workspace = useWorkspaceSlug();
  const { objects, values } = useFormContext();
  const name = String(config["agent"] ?? "");
  const agent = objects.voiceAgents?.find((one) => one.name === name);
  return (
    <Stack gap="md">
      <ReferenceField
        kind="voice_agent"
        label={t("config.voice_call.agent")}
        description={
          <>
            {t("hint.voice_call.agent")}{" "}
            <Anchor component={Link} size="xs" to={`/w/${workspace}/settings/voice`}>
              {t("voiceCall.edit")}
            </Anchor>
          </>
        }
        required
        error={problemAt(problems, "agent")}
        value={name === "" ? [] : [name]}
        onChange={([first]) => onChange(withKey(config, "agent", first ?? ""))}
      />
      {agent && <VoicePreview script={agent.script} values={values} />}
      <DurationInput
        label={t("config.voice_call.maxWait")}
        description={t("hint.voice_call.maxWait")}
        error={problemAt(problems, "maxWait")}
        value={config["maxWait"] ?? DEFAULT_WAIT}
        onChange={(value) => onChange(withKey(config, "maxWait", value))}
      />
      <Alert variant="light" color="gray">
        {t("voiceCall.never")}
      </Alert>
    </Stack>
  );
}

export const form: NodeForm = {
  initial: { agent: "" },
  Form,
  summary(config, tools) {
    const wait = config["maxWait"] === undefined ? "" : ` · ${durationText(config["maxWait"], tools)}`;
    return `${String(config["agent"] ?? "") || "…"}${wait}`;
  },
};
