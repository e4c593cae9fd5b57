import { Group, Kbd, Modal, SimpleGrid, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { BUILT_AREAS } from "./areas.tsx";

const CHAT_KEYS = ["j", "k", "r", "e", "u", "x", "a", "/", "Esc"] as const;

export function ShortcutsHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("shell");
  return (
    <Modal opened={opened} onClose={onClose} title={t("shortcuts.title")} size="lg">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        <Stack gap={6}>
          <Text fw={600}>{t("shortcuts.everywhere")}</Text>
          <Row keys={["⌘/Ctrl", "K"]} text={t("palette.open")} />
          <Row keys={["?"]} text={t("shortcuts.title")} />
          <Row keys={["p"]} text={t("phone.open")} />
          {BUILT_AREAS.map((area) => (
            <Row key={area.id} keys={["g", area.key]} text={t(`area.${area.id}`)} />
          ))}
        </Stack>
        <Stack gap={6}>
          <Text fw={600}>{t("area.chat")}</Text>
          {CHAT_KEYS.map((key) => (
            <Row key={key} keys={[key]} text={t(`shortcuts.chat.${key === "/" ? "slash" : key}`)} />
          ))}
        </Stack>
      </SimpleGrid>
    </Modal>
  );
}

function Row({ keys, text }: { keys: readonly string[]; text: string }) {
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">{text}</Text>
      <Group gap={4} wrap="nowrap">
        {keys.map((key) => (
          <Kbd key={key} size="sm">
            {key}
          </Kbd>
        ))}
      </Group>
    </Group>
  );
}
