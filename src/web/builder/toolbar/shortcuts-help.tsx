/** The keys of the builder. */
import { Group, Kbd, Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

const KEYS: [string, string[]][] = [
  ["addTrigger", ["T"]],
  ["addStep", ["A"]],
  ["open", ["Enter"]],
  ["close", ["Esc"]],
  ["undo", ["⌘/Ctrl", "Z"]],
  ["redo", ["⌘/Ctrl", "Shift", "Z"]],
  ["copy", ["⌘/Ctrl", "C"]],
  ["paste", ["⌘/Ctrl", "V"]],
  ["duplicate", ["⌘/Ctrl", "D"]],
  ["delete", ["Del"]],
  ["group", ["⌘/Ctrl", "G"]],
  ["ungroup", ["⌘/Ctrl", "Shift", "G"]],
  ["selectAll", ["⌘/Ctrl", "A"]],
  ["select", ["Shift"]],
  ["move", ["←↑→↓"]],
  ["layout", ["L"]],
  ["fit", ["F"]],
  ["search", ["⌘/Ctrl", "F"]],
  ["save", ["⌘/Ctrl", "S"]],
];

export function ShortcutsHelp({ opened, close }: { opened: boolean; close(): void }) {
  const { t } = useTranslation("builder");
  return (
    <Modal opened={opened} onClose={close} title={t("toolbar.help")} size={420}>
      <Stack gap={8}>
        {KEYS.map(([name, keys]) => (
          <Group key={name} justify="space-between">
            <Text size="sm">{t(`key.${name}`)}</Text>
            <Group gap={4}>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </Group>
          </Group>
        ))}
      </Stack>
    </Modal>
  );
}
