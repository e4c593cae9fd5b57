import { ActionIcon, Popover, SimpleGrid, Tooltip, UnstyledButton } from "@mantine/core";
import { IconMoodSmile } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EMOJI } from "./emoji.ts";

export function EmojiPicker({ pick }: { pick: (emoji: string) => void }) {
  const { t } = useTranslation("chat");
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" trapFocus>
      <Popover.Target>
        <Tooltip label={t("emoji")}>
          <ActionIcon size={32} aria-label={t("emoji")} aria-expanded={opened} onClick={() => setOpened(!opened)}>
            <IconMoodSmile size={18} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        <SimpleGrid cols={10} spacing={2} verticalSpacing={2}>
          {EMOJI.map((emoji) => (
            <UnstyledButton
              key={emoji}
              aria-label={emoji}
              style={{ width: 28, height: 28, fontSize: 18, textAlign: "center", borderRadius: 6 }}
              onClick={() => {
                pick(emoji);
                setOpened(false);
              }}
            >
              {emoji}
            </UnstyledButton>
          ))}
        </SimpleGrid>
      </Popover.Dropdown>
    </Popover>
  );
}
