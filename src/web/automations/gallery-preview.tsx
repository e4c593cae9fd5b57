/** What an automation of the gallery does, and what taking it makes. */
import { Alert, Badge, Button, Group, Modal, Skeleton, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";
import { usePhoneOpen } from "../shell/phone-open.ts";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { DocumentOutline } from "./document-outline.tsx";

interface GalleryPreviewProps {
  id: string;
  /** The workspace's first automation: the phone opens beside the canvas. */
  first: boolean;
  close: () => void;
}

export function GalleryPreview({ id, first, close }: GalleryPreviewProps) {
  const { t, i18n } = useTranslation(["automations", "common"]);
  const workspace = useWorkspaceSlug();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const may = useMay();
  const [, setPhoneOpen] = usePhoneOpen();
  const [name, setName] = useState<string>();
  const preview = useQuery(api.gallery.preview.queryOptions({ input: { id, language: i18n.language } }));
  const take = useMutation(
    api.gallery.import.mutationOptions({
      onSuccess: async ({ automationId }) => {
        if (first) setPhoneOpen(true);
        await queryClient.invalidateQueries();
        await navigate({ to: "/w/$workspace/automations/$automationId", params: { workspace, automationId } });
      },
    }),
  );
  const entry = preview.data;
  const made = entry?.needs.filter(({ exists, kind }) => !exists && kind !== "connection") ?? [];
  const missing = entry?.needs.filter(({ exists, kind }) => !exists && kind === "connection") ?? [];
  const kept = entry?.needs.filter(({ exists }) => exists) ?? [];
  return (
    <Modal opened onClose={close} title={entry?.title ?? t("common:loading")} size="lg">
      {preview.error && <FormError error={preview.error} />}
      {!entry && !preview.error && <Skeleton height={240} />}
      {entry && (
        <Stack>
          <Text>{entry.summary}</Text>
          {entry.document.description && <Text c="dimmed">{entry.document.description}</Text>}
          <DocumentOutline document={entry.document} />
          <div>
            <Title order={3} size="h4" mb={6}>
              {t(made.length > 0 ? "gallery.makes" : "gallery.makesNothing")}
            </Title>
            <Group gap={6}>
              {made.map((need) => (
                <Badge key={need.kind + need.name} variant="light" style={{ textTransform: "none" }}>
                  + {t(`need.${need.kind}`)} {need.name}
                </Badge>
              ))}
              {kept.map((need) => (
                <Badge key={need.kind + need.name} variant="default" style={{ textTransform: "none" }}>
                  {t("gallery.uses")} {t(`need.${need.kind}`)} {need.name}
                </Badge>
              ))}
            </Group>
          </div>
          {missing.length > 0 && (
            <Alert className="warning-alert" variant="light" p="sm">
              <Text size="sm">{t("gallery.connect", { names: missing.map((need) => need.name).join(", ") })}</Text>
            </Alert>
          )}
          <TextInput label={t("column.name")} value={name ?? entry.name} onChange={(event) => setName(event.currentTarget.value)} />
          <FormError error={take.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("common:cancel")}
            </Button>
            <Button
              loading={take.isPending}
              disabled={!may("automations:write") || (name ?? entry.name).trim() === ""}
              onClick={() => take.mutate({ id, name: (name ?? entry.name).trim(), language: i18n.language })}
              data-autofocus
            >
              {t("gallery.take")}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
