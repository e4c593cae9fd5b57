/** How far an import is, what came of it, and the way back. */
import { Alert, Button, Group, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Filter } from "../../contract/filter.ts";
import type { ContactImport } from "../../contract/imports.ts";
import { api } from "../api.ts";
import { Confirm } from "../shell/confirm.tsx";
import { toastError } from "../shell/toast.ts";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { ImportErrors } from "./import-errors.tsx";

export function ImportProgress({ job, restart }: { job: ContactImport; restart: () => void }) {
  const { t } = useTranslation(["contacts", "problems"]);
  const workspace = useWorkspaceSlug();
  const queryClient = useQueryClient();
  const done = { onSuccess: () => queryClient.invalidateQueries({ queryKey: api.imports.key() }), onError: toastError };
  const cancel = useMutation(api.imports.cancel.mutationOptions(done));
  const undo = useMutation(api.imports.undo.mutationOptions({ onSuccess: done.onSuccess }));
  const [undoing, setUndoing] = useState(false);
  const percent = job.rows === 0 ? 100 : Math.round((job.processed / job.rows) * 100);
  const busy = job.state === "running" || job.state === "undoing";
  return (
    <Paper withBorder p="lg" aria-live="polite">
      <Stack gap="sm">
        <Title order={2} size="h3">
          {t(`import.state.${job.state}`, { file: job.filename })}
        </Title>
        {busy && (
          <Progress.Root size="lg">
            <Progress.Section value={percent} aria-label={t("import.progress")} animated>
              <Progress.Label>{percent} %</Progress.Label>
            </Progress.Section>
          </Progress.Root>
        )}
        <Text>
          {job.state === "undone"
            ? t("import.undoneText")
            : t("import.result", { created: job.created, updated: job.updated, skipped: job.skipped, failed: job.failed })}
        </Text>
        {job.error && (
          <Alert color="red" variant="light">
            {job.error}
          </Alert>
        )}
        <Group>
          {job.state === "running" && (
            <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ id: job.id })}>
              {t("import.stop")}
            </Button>
          )}
          {!busy && job.state !== "undone" && job.created + job.updated > 0 && (
            <Button
              component={Link}
              to="/w/$workspace/contacts"
              params={{ workspace } as never}
              search={{ filter: ofImport(job.id) } as never}
            >
              {t("import.show")}
            </Button>
          )}
          {job.canUndo && !busy && (
            <Button variant="light" color="red" onClick={() => setUndoing(true)}>
              {t("import.undo")}
            </Button>
          )}
          {!busy && (
            <Button variant="subtle" onClick={restart}>
              {t("import.again")}
            </Button>
          )}
        </Group>
        {job.failed > 0 && <ImportErrors job={job} />}
      </Stack>
      <Confirm
        opened={undoing}
        onClose={() => setUndoing(false)}
        title={t("import.undoTitle", { file: job.filename })}
        action={t("import.undo")}
        run={() => undo.mutateAsync({ id: job.id })}
      >
        {t("import.undoText", { created: job.created, updated: job.updated })}
      </Confirm>
    </Paper>
  );
}

function ofImport(id: string): Filter {
  return { all: [{ field: "contact.imports", op: "has_any", value: [id] }] };
}
