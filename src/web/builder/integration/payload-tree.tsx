/** A received body as a tree; pressing a value gives its path. */
import { Paper, Text, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Json } from "../../../domain/json.ts";
import { pathBelow } from "../../../domain/json-path.ts";
import classes from "./payload-tree.module.css";

/** A body may be large; people pick from its beginning. */
const MAX_ENTRIES = 60;
const MAX_DEPTH = 12;

interface PayloadTreeProps {
  payload: Json;
  onPick(path: string): void;
  label: string;
  /** Lists and objects can be picked as a whole, too. */
  whole?: boolean;
}

export function PayloadTree({ payload, onPick, label, whole = false }: PayloadTreeProps) {
  return (
    <Paper withBorder p="xs" className={classes["tree"] ?? ""}>
      <Text size="xs" c="dimmed" mb={4}>
        {label}
      </Text>
      <Branch value={payload} path="" depth={0} onPick={onPick} whole={whole} />
    </Paper>
  );
}

interface BranchProps extends Pick<PayloadTreeProps, "onPick"> {
  value: Json;
  path: string;
  depth: number;
  whole: boolean;
}

function Branch({ value, path, depth, onPick, whole }: BranchProps) {
  const { t } = useTranslation("builder");
  if (value === null || typeof value !== "object" || depth > MAX_DEPTH) return null;
  const entries = Object.entries(value);
  const hidden = entries.length - MAX_ENTRIES;
  return (
    <ul className={classes["list"]}>
      {entries.slice(0, MAX_ENTRIES).map(([key, part]) => {
        const own = pathBelow(path, key);
        const isLeaf = part === null || typeof part !== "object" || Object.keys(part).length === 0;
        return (
          <li key={key}>
            {isLeaf || whole ? (
              <UnstyledButton className={classes["leaf"] ?? ""} onClick={() => onPick(own)} title={own}>
                <span className={classes["key"]}>{key}</span> {isLeaf ? leafText(part) : countText(part)}
              </UnstyledButton>
            ) : (
              <span className={classes["key"]}>{key}</span>
            )}
            {!isLeaf && <Branch value={part} path={own} depth={depth + 1} onPick={onPick} whole={whole} />}
          </li>
        );
      })}
      {hidden > 0 && (
        <Text component="li" size="xs" c="dimmed">
          {t("sendTest.hidden", { count: hidden })}
        </Text>
      )}
    </ul>
  );
}

function leafText(value: Json): string {
  return value !== null && typeof value === "object" ? JSON.stringify(value) : String(value);
}

function countText(value: Json): string {
  return Array.isArray(value) ? `[${value.length}]` : "{…}";
}
