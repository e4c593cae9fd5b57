/** A new automation: from nothing, or from one that is ready. */
import { Badge, Button, Skeleton, Text, TextInput, Title } from "@mantine/core";
import { IconArrowLeft, IconPlus, IconSearch } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { Page } from "../shell/page.tsx";
import { toastError } from "../shell/toast.ts";
import { useWorkspaceSlug } from "../shell/use-me.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { ErrorState } from "../ui/error-state.tsx";
import classes from "./automations.module.css";
import { freeName } from "./free-name.ts";
import { GalleryPreview } from "./gallery-preview.tsx";

export function GalleryPage() {
  const { t, i18n } = useTranslation("automations");
  const workspace = useWorkspaceSlug();
  const navigate = useNavigate();
  const [open, setOpen] = useUrlState("entry");
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
  const shown = gallery.data?.items.filter(({ title, summary }) => `${title} ${summary}`.toLowerCase().includes(words));
  const categories = [...new Set(shown?.map(({ category }) => category))];
  return (
    <Page
      title={t("gallery.title")}
      actions={
        <Button
          component={Link}
          to="/w/$workspace/automations"
          params={{ workspace } as never}
          variant="default"
          leftSection={<IconArrowLeft size={16} />}
        >
          {t("title")}
        </Button>
      }
    >
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
        mb="lg"
      />
      {gallery.error && <ErrorState error={gallery.error} retry={() => void gallery.refetch()} />}
      {words === "" && (
        <div className={classes.cards} style={{ marginBottom: 24 }}>
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
        </div>
      )}
      {gallery.isPending && (
        <div className={classes.cards}>
          {[1, 2, 3, 4, 5, 6].map((card) => (
            <Skeleton key={card} height={150} radius="lg" />
          ))}
        </div>
      )}
      {categories.map((category) => (
        <section key={category} aria-label={t(`gallery.category.${category}`, { defaultValue: category })}>
          <Title order={2} size="h3" mb="sm">
            {t(`gallery.category.${category}`, { defaultValue: category })}
          </Title>
          <div className={classes.cards} style={{ marginBottom: 24 }}>
            {shown
              ?.filter((entry) => entry.category === category)
              .map((entry) => (
                <button key={entry.id} type="button" className={classes.card} onClick={() => setOpen(entry.id)}>
                  <Text fw={600}>{entry.title}</Text>
                  <Text size="sm" c="dimmed" lineClamp={3}>
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
        </section>
      ))}
      {open && <GalleryPreview id={open} first={existing.data?.items.length === 0} close={() => setOpen(null)} />}
    </Page>
  );
}
