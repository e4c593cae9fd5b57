import { Group, Text } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import "@mantine/dropzone/styles.layer.css";
import { IconFileTypeCsv, IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "../api.ts";
import { FormError } from "../shell/form-error.tsx";

const MAX_BYTES = 50 * 1024 * 1024;

export function ImportUpload({ done }: { done: (id: string) => void }) {
  const { t } = useTranslation(["contacts", "problems"]);
  const [refused, setRefused] = useState<"import.tooLarge" | "import.notCsv">();
  const upload = useMutation({ mutationFn: (file: File) => client.imports.upload({ file }), onSuccess: ({ id }) => done(id) });
  return (
    <>
      <Dropzone
        onDrop={([file]) => {
          setRefused(undefined);
          if (file) upload.mutate(file);
        }}
        onReject={([rejected]) => {
          upload.reset();
          setRefused(rejected?.errors.some(({ code }) => code === "file-too-large") ? "import.tooLarge" : "import.notCsv");
        }}
        loading={upload.isPending}
        maxSize={MAX_BYTES}
        multiple={false}
        accept={["text/csv", "text/plain", "text/tab-separated-values", "application/vnd.ms-excel", ".csv", ".tsv"]}
        inputProps={{ "aria-label": t("import.choose") }}
      >
        <Group justify="center" gap="md" mih={140} style={{ pointerEvents: "none" }}>
          <Dropzone.Accept>
            <IconUpload size={40} />
          </Dropzone.Accept>
          <Dropzone.Idle>
            <IconFileTypeCsv size={40} />
          </Dropzone.Idle>
          <div>
            <Text fw={600}>{t("import.drop")}</Text>
            <Text size="sm" c="dimmed">
              {t("import.dropHint")}
            </Text>
          </div>
        </Group>
      </Dropzone>
      {refused && <FormError error={refused} text={t(refused)} />}
      <FormError error={upload.error} />
    </>
  );
}
