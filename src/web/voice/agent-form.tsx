/** What a voice agent says and asks, in the order of a call; beside it how it sounds. */
import {
  Fieldset,
  Group,
  Input,
  NumberInput,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { VoiceAgent } from "../../contract/voice.ts";
import { defaultVoiceScript } from "../../domain/default-voice-script.ts";
import type { VoiceScript } from "../../domain/voice-agent.ts";
import { api, client } from "../api.ts";
import { ObjectForm } from "../settings/object-form.tsx";
import { useMay } from "../shell/use-me.ts";
import { agentFaults } from "./agent-faults.ts";
import { ChoicesField } from "./choices-field.tsx";
import { SPOKEN_LANGUAGES } from "./spoken-languages.ts";
import { useTelephones } from "./use-telephones.ts";
import { VoicePreview } from "./voice-preview.tsx";

type Question = NonNullable<VoiceScript["question"]>;

export function AgentForm({ agent, close }: { agent: VoiceAgent | undefined; close: () => void }) {
  const { t, i18n } = useTranslation("settings");
  const may = useMay();
  const queryClient = useQueryClient();
  const telephones = useTelephones();
  const [name, setName] = useState(agent?.name ?? "");
  const [connection, setConnection] = useState<string | null | undefined>(agent?.connectionId);
  const [script, setScript] = useState<VoiceScript>(() => agent?.script ?? defaultVoiceScript(i18n.language));
  const connectionId = connection === undefined ? (telephones[0]?.id ?? null) : connection;
  const faults = agentFaults(script);
  const put = (change: Partial<VoiceScript>) => setScript((now) => ({ ...now, ...change }));
  const fault = (path: string) => (faults[path] ? t(`voice.fault.${faults[path]}`) : undefined);
  const save = useMutation({
    mutationFn: () => {
      const input = { name: name.trim(), connectionId, script };
      return agent ? client.voiceAgents.update({ id: agent.id, ...input }) : client.voiceAgents.create(input);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: api.voiceAgents.key() });
      close();
    },
  });
  return (
    <ObjectForm
      submit={save.mutate}
      close={close}
      busy={save.isPending}
      error={save.error}
      valid={name.trim() !== "" && Object.keys(faults).length === 0}
    >
      <TextInput label={t("name")} value={name} maxLength={200} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {may("integrations:read") && (
          <Select
            label={t("voice.number")}
            description={t("voice.numberHint")}
            placeholder={t("voice.noNumber")}
            clearable
            data={telephones.map(({ id, name: account, settings }) => ({ value: id, label: `${String(settings["from"])} · ${account}` }))}
            value={connectionId}
            onChange={(id) => setConnection(id)}
          />
        )}
        <Select
          label={t("voice.language")}
          description={t("voice.languageHint")}
          allowDeselect={false}
          searchable
          data={SPOKEN_LANGUAGES.map((value) => ({
            value,
            label: new Intl.DisplayNames(i18n.language, { type: "language" }).of(value) ?? value,
          }))}
          value={script.language}
          onChange={(language) => language && put({ language })}
        />
      </SimpleGrid>
      <Script script={script} put={put} fault={fault} faults={faults} />
      <Endings script={script} put={put} fault={fault} />
      <VoicePreview script={script} />
    </ObjectForm>
  );
}

interface PartProps {
  script: VoiceScript;
  put: (change: Partial<VoiceScript>) => void;
  fault: (path: string) => string | undefined;
}

const EMPTY: Question = {
  text: "",
  input: "digits",
  choices: [{ label: "", digit: "1", words: [], outcome: "success", reply: "" }],
  attempts: 2,
  timeout: 6,
};

function Script({ script, put, fault, faults }: PartProps & { faults: ReturnType<typeof agentFaults> }) {
  const { t } = useTranslation("settings");
  const { question } = script;
  const [kept, setKept] = useState<Question>(question ?? EMPTY);
  const ask = (change: Partial<Question>) => question && put({ question: { ...question, ...change } });
  return (
    <Fieldset legend={t("voice.script")}>
      <Stack gap="sm">
        <Textarea
          label={t("voice.greeting")}
          description={t("voice.variables", { example: "{{ contact.first_name }}" })}
          autosize
          minRows={2}
          value={script.greeting}
          onChange={(event) => put({ greeting: event.currentTarget.value })}
          error={fault("greeting")}
        />
        <Switch
          label={t("voice.asks")}
          checked={question !== null}
          onChange={(event) => {
            if (question) setKept(question);
            put({ question: event.currentTarget.checked ? kept : null });
          }}
        />
        {question && (
          <>
            <Textarea
              label={t("voice.question")}
              description={t("voice.questionHint")}
              autosize
              minRows={2}
              value={question.text}
              onChange={(event) => ask({ text: event.currentTarget.value })}
              error={fault("question")}
            />
            <Input.Wrapper label={t("voice.input")} labelElement="div">
              <SegmentedControl
                mt={4}
                fullWidth
                aria-label={t("voice.input")}
                data={(["digits", "speech", "both"] as const).map((value) => ({ value, label: t(`voice.inputs.${value}`) }))}
                value={question.input}
                onChange={(input) => ask({ input })}
              />
            </Input.Wrapper>
            <ChoicesField question={question} onChange={(choices) => ask({ choices })} faults={faults} />
            <Group grow>
              <NumberInput
                label={t("voice.attempts")}
                min={1}
                max={5}
                value={question.attempts}
                onChange={(value) => ask({ attempts: bounded(value, 1, 5) })}
              />
              <NumberInput
                label={t("voice.silence")}
                min={2}
                max={30}
                value={question.timeout}
                onChange={(value) => ask({ timeout: bounded(value, 2, 30) })}
              />
            </Group>
          </>
        )}
        <Textarea
          label={t("voice.message")}
          description={t("voice.messageHint")}
          autosize
          value={script.message}
          onChange={(event) => put({ message: event.currentTarget.value })}
        />
        <Textarea
          label={t("voice.goodbye")}
          autosize
          value={script.goodbye}
          onChange={(event) => put({ goodbye: event.currentTarget.value })}
          error={fault("goodbye")}
        />
      </Stack>
    </Fieldset>
  );
}

function Endings({ script, put, fault }: PartProps) {
  const { t } = useTranslation("settings");
  const { machine, incoming } = script;
  return (
    <>
      <Fieldset legend={t("voice.machine")}>
        <Stack gap="sm">
          <SegmentedControl
            aria-label={t("voice.machine")}
            data={(["hang_up", "leave_message"] as const).map((value) => ({ value, label: t(`voice.machines.${value}`) }))}
            value={machine.action}
            onChange={(action) => put({ machine: { ...machine, action } })}
          />
          {machine.action === "leave_message" && (
            <Textarea
              label={t("voice.machineText")}
              autosize
              value={machine.text}
              onChange={(event) => put({ machine: { ...machine, text: event.currentTarget.value } })}
              error={fault("machine")}
            />
          )}
        </Stack>
      </Fieldset>
      <Fieldset legend={t("voice.incoming")}>
        <Stack gap="sm">
          <Select
            label={t("voice.incomingHear")}
            description={t("voice.incomingHint")}
            allowDeselect={false}
            data={(["none", "message", "script"] as const).map((value) => ({ value, label: t(`voice.incomings.${value}`) }))}
            value={incoming.action}
            onChange={(action) => action && put({ incoming: { ...incoming, action } })}
          />
          {incoming.action === "message" && (
            <Textarea
              label={t("voice.incomingText")}
              autosize
              value={incoming.text}
              onChange={(event) => put({ incoming: { ...incoming, text: event.currentTarget.value } })}
              error={fault("incoming")}
            />
          )}
        </Stack>
      </Fieldset>
      <Fieldset legend={t("voice.limits")}>
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
          <NumberInput
            label={t("voice.ringFor")}
            min={5}
            max={120}
            value={script.ringFor}
            onChange={(value) => put({ ringFor: bounded(value, 5, 120) })}
          />
          <NumberInput
            label={t("voice.maxDuration")}
            min={30}
            max={3600}
            value={script.maxDuration}
            onChange={(value) => put({ maxDuration: bounded(value, 30, 3600) })}
          />
          <NumberInput
            label={t("voice.successAfter")}
            description={t("voice.successAfterHint")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            min={1}
            max={3600}
            placeholder="–"
            value={script.successAfter ?? ""}
            onChange={(value) => put({ successAfter: value === "" ? null : bounded(value, 1, 3600) })}
          />
        </SimpleGrid>
        <TextInput
          mt="sm"
          label={t("voice.voice")}
          description={t("voice.voiceHint")}
          placeholder="Polly.Bianca"
          value={script.voice ?? ""}
          onChange={(event) => put({ voice: event.currentTarget.value.replace(/[^A-Za-z0-9._-]/g, "") || undefined })}
        />
      </Fieldset>
    </>
  );
}

function bounded(value: string | number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.round(Number(value)) || low));
}
