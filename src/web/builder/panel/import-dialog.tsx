/** Takes a document from text into this draft; one step of undo. */
import { Alert, Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { draftDocument } from "../../../automation/draft-document.ts";
import { readDocument } from "../../../automation/read-document.ts";
import { schemaProblems } from "../../../automation/schema-problems.ts";
import { useProblemText } from "../../ui/problem-text.ts";
import { useStore } from "../store.ts";
import { completeDraft } from "../use-session.ts";

export function ImportDialog({ opened, close }: { opened: boolean; close(): void }) {
  const { t } = useTranslation(["builder", "common"]);
  const store = useStore();
  const say = useProblemText();
  const [text, setText] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const read = () => {
    try {
      const value = readDocument(text);
      if (!("steps" in value || "triggers" in value)) throw new Error(t("import.notADocument"));
      const { error } = draftDocument.safeParse({ name: "", ...value });
      const [problem] = error ? schemaProblems(error, []) : [];
      if (problem) {
        const { message, fix } = say(problem);
        throw new Error(`${problem.path}: ${message} ${fix}`);
      }
      const draft = completeDraft(value);
      store.change((current) => ({ ...draft, name: draft.name || current.name }), { select: [], open: null });
      setText("");
      setFailure(null);
      close();
    } catch (error) {
      setFailure(say({ message: (error as Error).message }).message);
    }
  };
  return (
    <Modal opened={opened} onClose={close} title={t("import.title")} size={560}>
      <Stack gap="md">
        <Textarea
          label={t("import.text")}
          description={t("import.hint")}
          autosize
          minRows={8}
          maxRows={20}
          value={text}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12 } }}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <input
          type="file"
          accept=".yaml,.yml,.json"
          aria-label={t("import.file")}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void file.text().then(setText);
          }}
        />
        {failure && <Alert color="red">{failure}</Alert>}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button disabled={text.trim() === ""} onClick={read}>
            {t("import.confirm")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
