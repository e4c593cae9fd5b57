/** A saved test as the scenario file it is: read, changed, taken along. */
import { Alert, Button, Group, Modal, Stack, Textarea, TextInput } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "../../api.ts";
import { errorText } from "../../ui/error-text.ts";
import type { Scenario } from "./saved-test.tsx";
import classes from "./test-mode.module.css";

export function FileDialog({ scenario, close, changed }: { scenario: Scenario | null; close(): void; changed(): Promise<unknown> }) {
  const { t } = useTranslation(["builder", "common"]);
  return (
    <Modal
      opened={scenario !== null}
      onClose={close}
      title={t("test.editTitle")}
      size={800}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      {scenario && <Content key={scenario.id} scenario={scenario} close={close} changed={changed} />}
    </Modal>
  );
}

function Content({ scenario, close, changed }: { scenario: Scenario; close(): void; changed(): Promise<unknown> }) {
  const { t } = useTranslation(["builder", "common"]);
  const [name, setName] = useState(scenario.name);
  const [content, setContent] = useState(scenario.content);
  const save = useMutation({
    mutationFn: () =>
      client.tests.updateScenario({
        id: scenario.id,
        ...(name.trim() !== scenario.name && { name: name.trim() }),
        ...(content !== scenario.content && { content }),
      }),
    onSuccess: async () => {
      await changed();
      close();
    },
  });
  return (
    <Stack>
      <TextInput label={t("top.namePlaceholder")} value={name} maxLength={200} onChange={(event) => setName(event.currentTarget.value)} />
      <Textarea
        label={t("test.editTitle")}
        description={t("test.editHint")}
        className={classes["file"] ?? ""}
        value={content}
        onChange={(event) => setContent(event.currentTarget.value)}
        spellCheck={false}
        autosize
        minRows={12}
        maxRows={24}
      />
      {save.isError && (
        <Alert color="red" role="alert" style={{ whiteSpace: "pre-wrap" }}>
          {errorText(save.error, t("common:error.unknown"))}
        </Alert>
      )}
      <Group justify="space-between">
        <Button variant="default" leftSection={<IconDownload size={16} />} onClick={() => download(`${name}.scenario.yaml`, content)}>
          {t("test.download")}
        </Button>
        <Button loading={save.isPending} disabled={name.trim() === ""} onClick={() => save.mutate()}>
          {t("common:save")}
        </Button>
      </Group>
    </Stack>
  );
}

function download(name: string, content: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/yaml" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
