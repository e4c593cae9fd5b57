/** Starts an automation by hand: for people one names, for a list, for a segment; never faster than one says. */
import { Button, Group, Modal, MultiSelect, NumberInput, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Filter } from "../../contract/filter.ts";
import { api } from "../api.ts";
import { contactName } from "../contacts/contact-name.ts";
import { FormError } from "../shell/form-error.tsx";
import { toastDone } from "../shell/toast.ts";
import { formatNumber } from "../ui/format.ts";

const WAYS = ["contacts", "list", "segment"] as const;
type Way = (typeof WAYS)[number];
const DEFAULT_PER_MINUTE = 600;

/** Whom it starts for, when the caller knows already. */
export interface StartFor {
  contactIds?: readonly string[];
  filter?: Filter;
}

interface StartDialogProps {
  automation?: { id: string; name: string };
  startFor?: StartFor;
  close: () => void;
}

export function StartDialog({ automation, startFor, close }: StartDialogProps) {
  const { t, i18n } = useTranslation(["automations", "common"]);
  const queryClient = useQueryClient();
  const [automationId, setAutomationId] = useState(automation?.id ?? null);
  const [way, setWay] = useState<Way>("contacts");
  const [people, setPeople] = useState<string[]>([]);
  const [list, setList] = useState<string | null>(null);
  const [segment, setSegment] = useState<string | null>(null);
  const [perMinute, setPerMinute] = useState(DEFAULT_PER_MINUTE);
  const automations = useQuery(api.automations.list.queryOptions({ input: { state: "active" }, enabled: !automation }));
  const lists = useQuery(api.lists.list.queryOptions());
  const segments = useQuery(api.segments.list.queryOptions());
  const chosen = whom(startFor, way, people, list, segments.data?.items.find(({ id }) => id === segment)?.filter);
  const filter = chosen && "lists" in chosen ? listFilter(chosen.lists) : chosen && "filter" in chosen ? chosen.filter : undefined;
  const count = useQuery(api.contacts.count.queryOptions({ input: { ...(filter && { filter }) }, enabled: filter !== undefined }));
  const reach = chosen && "contactIds" in chosen ? chosen.contactIds.length : filter && count.data?.count;
  const start = useMutation(
    api.automations.start.mutationOptions({
      onSuccess: async ({ starting }) => {
        toastDone(t("start.under", { count: starting, formatted: formatNumber(starting, i18n.language) }));
        close();
        await queryClient.invalidateQueries({ queryKey: api.automations.key() });
      },
    }),
  );
  return (
    <Modal opened onClose={close} title={automation ? t("start.titleOf", { name: automation.name }) : t("start.title")}>
      <Stack gap="sm">
        {!automation && (
          <Select
            label={t("start.automation")}
            searchable
            data={automations.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            value={automationId}
            onChange={setAutomationId}
            nothingFoundMessage={t("start.noneActive")}
            data-autofocus
          />
        )}
        {!startFor && (
          <>
            <SegmentedControl
              aria-label={t("start.whom")}
              value={way}
              onChange={setWay}
              data={WAYS.map((value) => ({ value, label: t(`start.way.${value}`) }))}
            />
            {way === "contacts" && <People value={people} onChange={setPeople} />}
            {way === "list" && (
              <Select
                label={t("start.way.list")}
                searchable
                data={lists.data?.items.map(({ name }) => name) ?? []}
                value={list}
                onChange={setList}
              />
            )}
            {way === "segment" && (
              <Select
                label={t("start.way.segment")}
                searchable
                data={segments.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
                value={segment}
                onChange={setSegment}
              />
            )}
          </>
        )}
        <NumberInput
          label={t("start.perMinute")}
          description={t("start.perMinuteHint")}
          min={1}
          max={60_000}
          value={perMinute}
          onChange={(value) => setPerMinute(Number(value) || DEFAULT_PER_MINUTE)}
        />
        {reach !== undefined && (
          <Text size="sm">
            {t("start.reach", {
              count: reach,
              formatted: formatNumber(reach, i18n.language),
              minutes: formatNumber(Math.max(1, Math.ceil(reach / perMinute)), i18n.language),
            })}
          </Text>
        )}
        <FormError error={start.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button
            loading={start.isPending}
            disabled={!automationId || !chosen || reach === 0}
            onClick={() => automationId && chosen && start.mutate({ id: automationId, perMinute, ...chosen })}
          >
            {t("start.action")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

type Chosen = { contactIds: string[] } | { lists: string[] } | { filter: Filter };

function whom(
  given: StartFor | undefined,
  way: Way,
  people: string[],
  list: string | null,
  segment: Filter | undefined,
): Chosen | undefined {
  if (given?.contactIds) return { contactIds: [...given.contactIds] };
  if (given?.filter) return { filter: given.filter };
  if (way === "contacts") return people.length > 0 ? { contactIds: people } : undefined;
  if (way === "list") return list === null ? undefined : { lists: [list] };
  return segment && { filter: segment };
}

function listFilter(lists: readonly string[]): Filter {
  return { field: "contact.lists", op: "has_any", value: [...lists] };
}

function People({ value, onChange }: { value: string[]; onChange: (ids: string[]) => void }) {
  const { t } = useTranslation("automations");
  const [search, setSearch] = useState("");
  const [words] = useDebouncedValue(search.trim(), 200);
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  // What was found before stays until what is sought is here: a list that vanishes in between takes the click with it.
  const found = useQuery(
    api.contacts.list.queryOptions({ input: { limit: 20, ...(words && { search: words }) }, placeholderData: keepPreviousData }),
  );
  const options = new Map([
    ...value.map((id) => [id, names.get(id) ?? id] as const),
    ...(found.data?.items.map((one) => [one.id, [contactName(one), one.phone].filter(Boolean).join(" · ")] as const) ?? []),
  ]);
  return (
    <MultiSelect
      label={t("start.way.contacts")}
      placeholder={value.length === 0 ? t("start.find") : ""}
      searchable
      maxValues={1000}
      data={[...options].map(([id, label]) => ({ value: id, label }))}
      filter={({ options: all }) => all}
      value={value}
      onChange={(ids) => {
        setNames(options);
        onChange(ids);
      }}
      searchValue={search}
      onSearchChange={setSearch}
    />
  );
}
