/** Contact cards: a name and a number each. */
import { ActionIcon, Button, Group, Stack } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Json, JsonObject } from "../../../domain/json.ts";
import classes from "../form/form.module.css";
import { TextEditor } from "../form/text-editor.tsx";

export function CardFields({ value, onChange }: { value: Json | undefined; onChange(value: Json): void }) {
  const { t } = useTranslation("builder");
  const cards = Array.isArray(value) ? (value as JsonObject[]) : [];
  const set = (index: number, card: JsonObject) => onChange(cards.map((other, at) => (at === index ? card : other)));
  return (
    <Stack gap="xs">
      {cards.map((card, index) => {
        const phones = Array.isArray(card["phones"]) ? (card["phones"] as JsonObject[]) : [];
        return (
          <div key={index} className={classes["card"]}>
            {cards.length > 1 && (
              <Group justify="flex-end">
                <ActionIcon
                  size={24}
                  aria-label={t("form.removeItem", { number: index + 1 })}
                  onClick={() => onChange(cards.filter((_, at) => at !== index))}
                >
                  <IconTrash size={14} />
                </ActionIcon>
              </Group>
            )}
            <TextEditor
              label={t("message.cardName")}
              required
              multiline={false}
              value={String(card["name"] ?? "")}
              onChange={(name) => set(index, { ...card, name })}
            />
            <TextEditor
              label={t("message.cardPhone")}
              required
              multiline={false}
              placeholder="+39 …"
              value={String(phones[0]?.["phone"] ?? "")}
              onChange={(phone) => set(index, { ...card, phones: [{ ...phones[0], phone }, ...phones.slice(1)] })}
            />
          </div>
        );
      })}
      <div>
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...cards, { name: "", phones: [{ phone: "" }] }])}
        >
          {t("message.addCard")}
        </Button>
      </div>
    </Stack>
  );
}
