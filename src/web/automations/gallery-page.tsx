/** A new automation: from nothing, or from one that is ready. */
import { Badge, Group, Skeleton, Text, TextInput } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { Page } from "../shell/page.tsx";
import { toastError } from "../shell/toast.ts";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import classes from "./automations.module.css";
import { freeName } from "./free-name.ts";
import { GalleryPreview } from "./gallery-preview.tsx";

/** What most people begin with comes first; categories not named here follow. */
const ORDER = ["welcome", "service", "support", "shop", "marketing", "appointments", "reminders", "events", "sales", "consent", "data"];

function rank(category: string): number {
  const at = ORDER.indexOf(category);
  return at === -1 ? ORDER.length : at;
}

export function GalleryPage() {
  const { t, i18n } = useTranslation("automations");
  const workspace = useWorkspaceSlug();
  const navigate = useNavigate();
  const [open, setOpen] = useUrlState("entry");
  const [category, setCategory] = useUrlState("category");
  const [search, setSearch] = useState("");
  const gallery = useQuery(api.gallery.list.queryOptions({ input: { language: i18n.language } }));
  const existing = useQuery(api.automations.list.queryOptions({ input: {} }));
  const blank = useMutation(
    api.automations.create.mutationOptions({
      onSuccess: ({ id }) => void navigate({ to: "/w/$workspace/automations/$automationId", params: { workspace, automationId: id } }),
      onError: toastError,
    }),
  );
  const words = search.trim().toLowerCase();
  const entries = [...(gallery.data?.items ?? [])].sort((a, b) => rank(a.category) - rank(b.category));
  const shown = entries.filter(
    (entry) => (category === "" || entry.category === category) && `${entry.title} ${entry.summary}`.toLowerCase().includes(words),
  );
  const categories = [...new Set(entries.map((entry) => entry.category))];
  const categoryName = (one: string) => t(`gallery.category.${one}`, { defaultValue: one });
  return (
    <Page title={t("gallery.title")} back={{ to: "automations", label: t("title") }}>
      <Text c="dimmed" mb="md" maw={640}>
        {t("gallery.lead")}
      </Text>
      <TextInput
        leftSection={<IconSearch size={16} />}
        placeholder={t("gallery.search")}
        aria-label={t("gallery.search")}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        maw={320}
        mb="sm"
      />
      <Group mb="md" gap={6} role="group" aria-label={t("gallery.categories")}>
        {["", ...categories].map((one) => (
          <button key={one} type="button" className={classes.folder} aria-pressed={category === one} onClick={() => setCategory(one)}>
            {one === "" ? t("state.all") : categoryName(one)}
          </button>
        ))}
      </Group>
      {gallery.error && <ErrorState error={gallery.error} retry={() => void gallery.refetch()} />}
      <div className={classes.cards}>
        {words === "" && category === "" && (
          <button
            type="button"
            className={`${classes.card} ${classes.blank}`}
            disabled={blank.isPending || existing.isPending}
            onClick={() => blank.mutate({ draft: { name: freeName(t("untitled"), existing.data?.items.map(({ name }) => name) ?? []) } })}
          >
            <IconPlus size={24} aria-hidden />
            <Text fw={600}>{t("gallery.blank")}</Text>
            <Text size="sm" c="dimmed">
              {t("gallery.blankHint")}
            </Text>
          </button>
        )}
        {gallery.isPending && [1, 2, 3, 4, 5].map((card) => <Skeleton key={card} height={150} radius="lg" />)}
        {shown.map((entry) => (
          <button key={entry.id} type="button" className={classes.card} onClick={() => setOpen(entry.id)}>
            <Text size="xs" c="dimmed">
              {categoryName(entry.category)}
            </Text>
            <Text fw={600}>{entry.title}</Text>
            <Text size="sm" c="dimmed" lineClamp={5}>
              {entry.summary}
            </Text>
            <span className={classes.cardFoot}>
              {[...new Set(entry.triggerTypes)].map((type) => (
                <Badge key={type} size="sm" variant="light" color="violet" style={{ textTransform: "none" }}>
                  {t(`trigger.${type}`, { defaultValue: type })}
                </Badge>
              ))}
              <Text size="xs" c="dimmed">
                {t("steps", { count: entry.steps })}
              </Text>
            </span>
          </button>
        ))}
      </div>
      {gallery.data && shown.length === 0 && <EmptyState title={t("gallery.nothing")}>{t("gallery.nothingHint")}</EmptyState>}
      {open && <GalleryPreview id={open} first={existing.data?.items.length === 0} close={() => setOpen(null)} />}
    </Page>
  );
}
