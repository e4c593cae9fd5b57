/** A received body as a tree; pressing a value gives its path. */
import { Paper, Text, UnstyledButton } from "@mantine/core";
import type { Json } from "../../../domain/json.ts";
import classes from "./payload-tree.module.css";

/** A body may be large; people pick from its beginning. */
const MAX_ENTRIES = 60;
const MAX_DEPTH = 6;

export function PayloadTree({ payload, onPick, label }: { payload: Json; onPick(path: string): void; label: string }) {
  return (
    <Paper withBorder p="xs" className={classes["tree"] ?? ""}>
      <Text size="xs" c="dimmed" mb={4}>
        {label}
      </Text>
      <Branch value={payload} path="" depth={0} onPick={onPick} />
    </Paper>
  );
}

function Branch({ value, path, depth, onPick }: { value: Json; path: string; depth: number; onPick(path: string): void }) {
  if (value === null || typeof value !== "object" || depth > MAX_DEPTH) return null;
  return (
    <ul className={classes["list"]}>
      {Object.entries(value)
        .slice(0, MAX_ENTRIES)
        .map(([key, part]) => {
          const own = path === "" ? key : `${path}.${key}`;
          const isLeaf = part === null || typeof part !== "object";
          return (
            <li key={key}>
              {isLeaf ? (
                <UnstyledButton className={classes["leaf"] ?? ""} onClick={() => onPick(own)} title={own}>
                  <span className={classes["key"]}>{key}</span> {String(part)}
                </UnstyledButton>
              ) : (
                <>
                  <span className={classes["key"]}>{key}</span>
                  <Branch value={part} path={own} depth={depth + 1} onPick={onPick} />
                </>
              )}
            </li>
          );
        })}
    </ul>
  );
}
