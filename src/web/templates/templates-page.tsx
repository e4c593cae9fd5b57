/** Messages that WhatsApp has checked beforehand: the only ones that open a conversation. */
import { Badge, Button, Group, Select, Skeleton, Text, TextInput } from "@mantine/core";
import { IconPlus, IconRefresh, IconSearch, IconTemplate } from "@tabler/icons-react";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { TEMPLATE_CATEGORIES, TEMPLATE_STATUSES } from "../../contract/templates.ts";
import { api } from "../api.ts";
import { languageName } from "../shell/language-name.ts";
import { Page } from "../shell/page.tsx";
import { toastDone, toastError } from "../shell/toast.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { useUrlState } from "../shell/use-url-state.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { NewTemplate } from "./new-template.tsx";
import { TemplatePreview } from "./template-preview.tsx";
import { TemplateStatus } from "./template-status.tsx";
import classes from "./templates.module.css";

export function TemplatesPage() {
  const { t } = useTranslation("templates");
  const workspace = useWorkspaceSlug();
  const may = useMay();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [search, setSearch] = useUrlState("search");
  const [category, setCategory] = useUrlState("category");
  const [status, setStatus] = useUrlState("status");
  // In the address, so that the palette can ask for it.
  const [making, setMakingInAddress] = useUrlState("new");
  const setMaking = (open: boolean) => setMakingInAddress(open ? "1" : null);
  const list = useQuery(
    api.templates.list.queryOptions({
      input: { ...(search && { search }), ...(category && { category: category as "marketing" }), ...(status && { status }) },
      placeholderData: keepPreviousData,
    }),
  );
  const sync = useMutation(
    api.templates.sync.mutationOptions({
      onSuccess: async (result) => {
        toastDone(t("synced", { ...result }));
        await queryClient.invalidateQueries({ queryKey: api.templates.key() });
      },
      onError: toastError,
    }),
  );
  const items = list.data?.items;
  const filtered = Boolean(search || category || status);
  const writable = may("templates:write");
  return (
    <Page
      title={t("title")}
      actions={
        writable && (
          <>
            <Button variant="default" leftSection={<IconRefresh size={16} />} loading={sync.isPending} onClick={() => sync.mutate({})}>
              {t("sync")}
            </Button>
            <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
              {t("new")}
            </Button>
          </>
        )
      }
    >
      {items?.length === 0 && !filtered ? (
        <EmptyState
          icon={<IconTemplate size={32} />}
          title={t("empty.title")}
          action={writable && <Button onClick={() => setMaking(true)}>{t("new")}</Button>}
        >
          {t("empty.text")}
        </EmptyState>
      ) : (
        <>
          <Group mb="lg" gap="sm">
            <TextInput
              leftSection={<IconSearch size={16} />}
              placeholder={t("search")}
              aria-label={t("search")}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
              w={{ base: "100%", sm: 260 }}
            />
            <Select
              clearable
              placeholder={t("anyCategory")}
              aria-label={t("category.label")}
              w={180}
              value={category || null}
              onChange={setCategory}
              data={TEMPLATE_CATEGORIES.map((one) => ({ value: one, label: t(`category.${one}`) }))}
            />
            <Select
              clearable
              placeholder={t("anyStatus")}
              aria-label={t("statusLabel")}
              w={160}
              value={status || null}
              onChange={setStatus}
              data={TEMPLATE_STATUSES.filter((one) => one !== "deleted").map((one) => ({ value: one, label: t(`status.${one}`) }))}
            />
          </Group>
          {list.error && <ErrorState error={list.error} retry={() => void list.refetch()} />}
          {list.isPending && <Skeleton height={200} />}
          {items?.length === 0 && <EmptyState title={t("nothing")} />}
          <div className={classes.grid}>
            {items?.map((template) => {
              const first = template.versions[0];
              return (
                <Link
                  key={template.id}
                  to="/w/$workspace/templates/$templateId"
                  params={{ workspace, templateId: template.id }}
                  className={classes.card}
                >
                  {first && <TemplatePreview definition={first.definition} values={first.definition.examples} />}
                  <div className={classes.cardText}>
                    <Text fw={600} style={{ overflowWrap: "anywhere" }}>
                      {template.name}
                    </Text>
                    <Group gap={6} mt={4}>
                      <Badge variant="default" style={{ textTransform: "none" }}>
                        {t(`category.${template.category}`)}
                      </Badge>
                      {template.versions.map((version) => (
                        <span key={version.id}>
                          <TemplateStatus status={version.status} />{" "}
                          <Text span size="xs" c="dimmed">
                            {languageName(version.language.replace("_", "-"))}
                          </Text>
                        </span>
                      ))}
                    </Group>
                  </div>
                </Link>
              );
            })}
          </div>
        </>
      )}
      {making !== "" && (
        <NewTemplate
          made={({ id }) => navigate({ to: "/w/$workspace/templates/$templateId", params: { workspace, templateId: id } })}
          close={() => setMaking(false)}
        />
      )}
    </Page>
  );
}
