/** Saves the filter that is being built: under a new name, or in the segment it came from. */
import { Button, Group, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Filter } from "../../contract/filter.ts";
import type { Segment } from "../../contract/objects.ts";
import { api } from "../api.ts";
import { toastDone, toastError } from "../shell/toast.ts";
import { usable } from "./use-contact-search.ts";

interface SegmentActionsProps {
  filter: Filter;
  edited: Segment | undefined;
  open: (id: string) => void;
}

export function SegmentActions({ filter, edited, open }: SegmentActionsProps) {
  const { t } = useTranslation("contacts");
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const done = {
    onSuccess: async (segment: Segment) => {
      await queryClient.invalidateQueries({ queryKey: api.segments.key() });
      toastDone(t("segment.saved", { name: segment.name }));
      open(segment.id);
    },
    onError: toastError,
  };
  const save = useMutation(api.segments.create.mutationOptions(done));
  const change = useMutation(api.segments.update.mutationOptions(done));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ name: name.trim(), filter });
      }}
    >
      <Group gap="xs" mt="sm" align="flex-end">
        {edited && (
          <Button size="xs" loading={change.isPending} disabled={!usable(filter)} onClick={() => change.mutate({ id: edited.id, filter })}>
            {t("segment.saveIn", { name: edited.name })}
          </Button>
        )}
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
