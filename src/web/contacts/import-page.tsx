/** Contacts from a file: upload, say which column is what, look at what would happen, import, undo. */
import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { NotAllowed } from "../shell/not-allowed.tsx";
import { Page } from "../shell/page.tsx";
import { useMay, useSeesEveryone } from "../shell/use-me.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { ImportHistory } from "./import-history.tsx";
import { ImportMapping } from "./import-mapping.tsx";
import { ImportProgress } from "./import-progress.tsx";
import { ImportUpload } from "./import-upload.tsx";

const UNDER_WAY = new Set(["checking", "running", "undoing"]);
const POLL_MS = 2000;

export function ImportPage() {
  const { t } = useTranslation("contacts");
  const [id, setId] = useUrlState("import");
  const current = useQuery(
    api.imports.get.queryOptions({
      input: { id },
      enabled: id !== "",
      // Events tell of progress too; this covers a lost connection.
      refetchInterval: (query) => (UNDER_WAY.has(query.state.data?.state ?? "") ? POLL_MS : false),
    }),
  );
  const job = current.data;
  const may = useMay();
  const everyone = useSeesEveryone();
  if (!may("contacts:write") || !everyone) return <NotAllowed />;
  return (
    <Page title={t("import.title")} back={{ to: "contacts", label: t("title") }}>
      <Stack maw={900} gap="lg">
        {current.error && <ErrorState error={current.error} />}
        {id === "" ? (
          <>
            <Text c="dimmed">{t("import.lead")}</Text>
            <ImportUpload done={setId} />
            <ImportHistory open={setId} />
          </>
        ) : job && (job.state === "uploaded" || job.state === "checking" || job.state === "checked") ? (
          <ImportMapping key={job.id} job={job} restart={() => setId(null)} />
        ) : (
          job && <ImportProgress job={job} restart={() => setId(null)} />
        )}
      </Stack>
    </Page>
  );
}
