import { Button, Table } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { useProblemText } from "../ui/problem-text.ts";

export function ImportErrors({ id }: { id: string }) {
  const { t } = useTranslation("contacts");
  const say = useProblemText();
  const query = useInfiniteQuery(
    api.imports.errors.infiniteOptions({
      input: (cursor: string | undefined) => ({ id, limit: 20, ...(cursor && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  return (
    <>
      <Table mt="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={70}>{t("import.row")}</Table.Th>
            <Table.Th>{t("import.column")}</Table.Th>
            <Table.Th>{t("import.value")}</Table.Th>
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
                <Table.Td>{error.value}</Table.Td>
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
    </>
  );
}
