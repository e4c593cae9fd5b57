/** What one wrote was changed by somebody who had not seen it: said without getting in the way, compared when one likes. */
import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Conflict } from "../document/merge.ts";
import { type Observable, useObservable } from "../observable.ts";
import { ConflictsDialog } from "./conflicts-dialog.tsx";

const ID = "overwritten";

export function OverwrittenNotice({ overwritten, by }: { overwritten: Observable<readonly Conflict[]>; by: string | null }) {
  const { t } = useTranslation("builder");
  const count = useObservable(overwritten, ({ length }) => length);
  const [comparing, compare] = useState(false);
  useEffect(() => {
    if (count === 0) return;
    notifications.show({
      id: ID,
      color: "yellow",
      autoClose: false,
      role: "status",
      message: (
        <Group gap="xs" justify="space-between">
          {by === null ? t("overwritten.text") : t("overwritten.textBy", { name: by })}
          <Button size="compact-xs" variant="default" onClick={() => compare(true)}>
            {t("overwritten.compare")}
          </Button>
        </Group>
      ),
    });
    return () => {
      notifications.hide(ID);
    };
  }, [count, by, overwritten, t]);
  return comparing ? <ConflictsDialog conflicts={overwritten} stands="theirs" close={() => compare(false)} /> : null;
}
