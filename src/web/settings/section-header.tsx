import { Group, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

export function SectionHeader({ title, lead, action }: { title: string; lead?: string; action?: ReactNode }) {
  return (
    <Group justify="space-between" align="flex-start" mb="lg" gap="sm">
      <div style={{ flex: "1 1 240px" }}>
        <Title order={2} size="h3">
          {title}
        </Title>
        {lead && (
          <Text c="dimmed" size="sm" mt={2} maw={560}>
            {lead}
          </Text>
        )}
      </div>
      {action}
    </Group>
  );
}
