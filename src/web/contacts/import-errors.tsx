import { Button, Group, Table, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ContactImport } from "../../contract/imports.ts";
import { api } from "../api.ts";
import { download } from "../shell/download.ts";
import { toastError } from "../shell/toast.ts";
import { useProblemText } from "../ui/problem-text.ts";
import { importErrorFile } from "./import-error-file.ts";

export function ImportErrors({ job }: { job: ContactImport }) {
  const { t } = useTranslation(["contacts", "problems"]);
  const say = useProblemText();
  const query = useInfiniteQuery(
    api.imports.errors.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: job.id, limit: 20, ...(cursor && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  const file = useMutation({
    mutationFn: () => importErrorFile(job, t("import.problem"), say),
    onSuccess: (content) => download(t("import.errorFileName", { file: job.filename }), content, "text/csv"),
    onError: toastError,
  });
  return (
    <div>
      <Group gap="sm" mt="sm">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={16} />}
          loading={file.isPending}
          disabled={job.state === "running"}
          onClick={() => file.mutate()}
        >
          {t("import.errorFile")}
        </Button>
        <Text size="sm" c="dimmed">
          {t("import.errorFileHint")}
        </Text>
      </Group>
      <Table mt="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={70}>{t("import.row")}</Table.Th>
            <Table.Th>{t("import.column")}</Table.Th>
            <Table.Th visibleFrom="sm">{t("import.value")}</Table.Th>
            <Table.Th>{t("import.problem")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {query.data?.pages.flatMap(({ items }) =>
            items.map((error) => (
              <Table.Tr key={`${error.row}-${error.column}-${error.code}`}>
                {/* As spreadsheets count: the names of the columns are row 1. */}
                <Table.Td>{error.row + 1}</Table.Td>
                <Table.Td>{error.column}</Table.Td>
                <Table.Td visibleFrom="sm">{error.value}</Table.Td>
                <Table.Td>{say(error).message}</Table.Td>
              </Table.Tr>
            )),
          )}
        </Table.Tbody>
      </Table>
      {query.hasNextPage && (
        <Button size="compact-sm" variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("import.moreErrors")}
        </Button>
      )}
    </div>
  );
}
