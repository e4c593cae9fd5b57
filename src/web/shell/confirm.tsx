/** Asks before what cannot be undone, naming what will happen. Everything else is done at once, with undo. */
import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { FormError } from "./form-error.tsx";

interface ConfirmProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** The words on the button: the verb of what happens. */
  action: string;
  run: () => Promise<unknown>;
  /** Whether the button warns of a loss; otherwise it is the usual one. */
  grave?: boolean;
  /** To be typed before the button works, for the gravest things. */
  typed?: string;
}

export function Confirm({ opened, onClose, title, children, action, run, grave = true, typed }: ConfirmProps) {
  const { t } = useTranslation(["shell", "common"]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [text, setText] = useState("");
  const close = () => {
    setError(null);
    setText("");
    onClose();
  };
  const confirm = async () => {
    setBusy(true);
    try {
      await run();
      close();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={close} title={title}>
      <Stack gap="md">
        <Text component="div" size="sm">
          {children}
        </Text>
        {typed !== undefined && (
          <TextInput
            label={t("typeToConfirm", { text: typed })}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            data-autofocus
          />
        )}
        <FormError error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button
            {...(grave && { color: "red" })}
            loading={busy}
            disabled={typed !== undefined && text !== typed}
            onClick={() => void confirm()}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
