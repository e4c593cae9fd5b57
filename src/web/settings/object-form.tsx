/** The frame of a small form in a dialog: fields, why it failed, cancel and save. */
import { Button, Group, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { FormError } from "../shell/form-error.tsx";

interface ObjectFormProps {
  submit: () => void;
  close: () => void;
  busy: boolean;
  error: unknown;
  valid: boolean;
  children: ReactNode;
  /** The words on the button; "Save" when left out. */
  action?: string;
}

export function ObjectForm({ submit, close, busy, error, valid, children, action }: ObjectFormProps) {
  const { t } = useTranslation("common");
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (valid) submit();
      }}
    >
      <Stack gap="sm">
        {children}
        <FormError error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={busy} disabled={!valid}>
            {action ?? t("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
