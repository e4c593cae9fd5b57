/** Saves the filter that is being built under a name. */
import { Button, Group, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Filter } from "../../contract/filter.ts";
import { api } from "../api.ts";
import { toastDone, toastError } from "../shell/toast.ts";
import { usable } from "./use-contact-search.ts";

export function SegmentActions({ filter, open }: { filter: Filter; open: (id: string) => void }) {
  const { t } = useTranslation("contacts");
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const save = useMutation(
    api.segments.create.mutationOptions({
      onSuccess: async (segment) => {
        await queryClient.invalidateQueries({ queryKey: api.segments.key() });
        toastDone(t("segment.saved", { name: segment.name }));
        open(segment.id);
      },
      onError: toastError,
    }),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ name: name.trim(), filter });
      }}
    >
      <Group gap="xs" mt="sm" align="flex-end">
        <TextInput
          size="xs"
          w={220}
          placeholder={t("segment.name")}
          aria-label={t("segment.name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" variant="light" loading={save.isPending} disabled={!name.trim() || !usable(filter)}>
          {t("segment.save")}
        </Button>
      </Group>
    </form>
  );
}
