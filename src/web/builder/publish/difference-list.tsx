/** What changed between two documents, step by step, in words. */
import { Badge, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Json } from "../../../domain/json.ts";
import { hue } from "../../ui/hue.ts";
import { useBuilderContext } from "../builder-context.ts";
import type { Difference, KeyChange, NodeDifference } from "../document/difference.ts";
import { humanise } from "../form/schema.ts";
import { iconOf } from "../icons.ts";
import { clip, valueTexts } from "../summary.ts";
import classes from "./difference-list.module.css";

export interface DifferenceListProps {
  difference: Difference;
  /** Waiting people by node id, for the publish dialog. */
  waiting?: ReadonlyMap<string, { count: number; goesOnAt: string | null | undefined }>;
  /** Titles of steps by id, of either side. */
  titleOf(id: string): string;
}

export function DifferenceList({ difference, waiting, titleOf }: DifferenceListProps) {
  const { t } = useTranslation("builder");
  return (
    <Stack gap="xs">
      {difference.details.map((change) => (
        <div key={change.path} className={classes["entry"]} data-kind="changed">
          <Text size="sm" fw={600}>
            {t(`details.${change.path}`, { defaultValue: humanise(change.path) })}
          </Text>
          <Change change={change} titleOf={titleOf} bare />
        </div>
      ))}
      {difference.nodes.map((entry) => (
        <NodeEntry key={entry.id} entry={entry} waiting={waiting?.get(entry.id)} titleOf={titleOf} />
      ))}
    </Stack>
  );
}

function NodeEntry({
  entry,
  waiting,
  titleOf,
}: {
  entry: NodeDifference;
  waiting: { count: number; goesOnAt: string | null | undefined } | undefined;
  titleOf(id: string): string;
}) {
  const { t } = useTranslation("builder");
  const { describe } = useBuilderContext();
  const view = describe(entry.kind === "removed" ? entry.before : entry.after);
  const Icon = iconOf(view.type, view.group);
  return (
    <div className={classes["entry"]} data-kind={entry.kind}>
      <Group gap="xs" wrap="nowrap">
        <span className={classes["icon"]} style={{ color: hue(view.group).strong }} aria-hidden>
          <Icon size={16} />
        </span>
        <Text size="sm" fw={600} truncate style={{ flex: 1 }}>
          {view.title}
        </Text>
        <Badge size="sm" variant="light" tt="none" color={entry.kind === "added" ? "accent" : entry.kind === "removed" ? "red" : "blue"}>
          {t(`difference.${entry.kind}`)}
        </Badge>
      </Group>
      {entry.kind !== "changed" && view.summary !== "" && (
        <Text size="xs" c="dimmed" lineClamp={2}>
          {view.summary}
        </Text>
      )}
      {entry.kind === "changed" && entry.changes.map((change) => <Change key={change.path} change={change} titleOf={titleOf} />)}
      {waiting !== undefined && waiting.count > 0 && (
        <Text size="xs" mt={4} c="var(--parola-wait)" fw={500}>
          {entry.kind === "removed"
            ? waiting.goesOnAt
              ? t("publish.goOnAt", { count: waiting.count, step: titleOf(waiting.goesOnAt) })
              : t("publish.endHere", { count: waiting.count })
            : t("publish.waitOn", { count: waiting.count })}
        </Text>
      )}
    </div>
  );
}

function Change({ change, titleOf, bare = false }: { change: KeyChange; titleOf(id: string): string; bare?: boolean }) {
  const { t } = useTranslation("builder");
  const { tools } = useBuilderContext();
  const [head = "", ...rest] = change.path.split(".");
  const key = rest.join(".") || head;
  const isArrow = head === "exits" || head === "next";
  const name = isArrow
    ? t("difference.arrow", { exit: t(`exit.${key}`, { defaultValue: key }) })
    : t([`field.${key}`, `details.${key}`], { defaultValue: humanise(key) });
  const arrow = (value: unknown) => (value === undefined ? t("difference.nothing") : titleOf(String(value)));
  const [before = "", after = ""] = isArrow
    ? [arrow(change.before), arrow(change.after)]
    : valueTexts([change.before, change.after] as Json[], tools);
  return (
    <div className={classes["change"]}>
      {!bare && (
        <Text size="xs" c="dimmed" component="span">
          {name}:{" "}
        </Text>
      )}
      <Text size="xs" component="del" className={classes["before"] ?? ""}>
        {clip(before, 200)}
      </Text>{" "}
      <Text size="xs" component="ins" className={classes["after"] ?? ""}>
        {clip(after, 200)}
      </Text>
    </div>
  );
}
