/** The body of a call that a test makes to its own integration. */
import { Button, Group, JsonInput, Modal, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Json, JsonObject } from "../../../domain/json.ts";

const SAMPLE = JSON.stringify(
  { phone: "+447700900123", first_name: "Alex", email: "alex@example.com", custom_fields: {}, metadata: {} },
  null,
  2,
);

interface Props {
  opened: boolean;
  /** What the address was last called with: the best sample there is. */
  received: Json | undefined;
  close(): void;
  send(payload: JsonObject): void;
}

export function PayloadDialog({ opened, received, close, send }: Props) {
  const { t } = useTranslation(["builder", "common"]);
  const [text, setText] = useState(received === undefined ? SAMPLE : JSON.stringify(received, null, 2));
  const payload = parsed(text);
  return (
    <Modal opened={opened} onClose={close} title={t("test.payload")} closeButtonProps={{ "aria-label": t("common:close") }}>
      <Stack>
        <JsonInput
          label={t("test.payloadBody")}
          description={t("test.payloadHint")}
          value={text}
          onChange={setText}
          autosize
          minRows={8}
          maxRows={20}
          error={payload === null && t("test.payloadInvalid")}
        />
        <Group justify="flex-end">
          <Button
            disabled={payload === null}
            onClick={() => {
              if (payload) send(payload);
              close();
            }}
          >
            {t("test.start")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function parsed(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}
