/** What a new automation shows: how it begins, with the most used starts one press away. */
import { Button, Group, Paper, Text, Title } from "@mantine/core";
import { IconBolt } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { createNode } from "../actions.ts";
import { useBuilderContext } from "../builder-context.ts";
import { iconOf } from "../icons.ts";
import { useBuilder, useStore } from "../store.ts";
import classes from "./empty-canvas.module.css";

const FAVOURITES = ["customer_message", "integration", "list", "date_condition"];

export function EmptyCanvas() {
  const { t } = useTranslation("builder");
  const store = useStore();
  const context = useBuilderContext();
  const empty = useBuilder(({ history }) => history.present.draft.triggers.length === 0 && history.present.draft.steps.length === 0);
  if (!empty || context.readOnly) return null;
  const favourites = FAVOURITES.filter((type) => context.registry.triggers[type]);
  return (
    <div className={classes["centre"]}>
      <Paper withBorder radius="lg" p="lg" shadow="sm" className={classes["card"] ?? ""}>
        <Title order={3}>{t("canvas.emptyTitle")}</Title>
        <Text size="sm" c="dimmed" mt={4} mb="md">
          {t("canvas.emptyHint")}
        </Text>
        <Group gap="xs">
          {favourites.map((type) => {
            const Icon = iconOf(type, "trigger");
            return (
              <Button
                key={type}
                variant="default"
                leftSection={<Icon size={16} />}
                onClick={() => createNode(context, store, { kind: "trigger", at: { x: 0, y: 0 } }, type)}
              >
                {t(`trigger.${type}.title`)}
              </Button>
            );
          })}
          <Button
            leftSection={<IconBolt size={16} />}
            onClick={(event) => context.palette.set({ kind: "trigger", at: { x: event.clientX, y: event.clientY } })}
          >
            {t("canvas.addTrigger")}
          </Button>
        </Group>
      </Paper>
    </div>
  );
}
