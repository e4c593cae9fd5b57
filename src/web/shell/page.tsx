/** The frame of a page: a title that stays, its actions, its body. */
import { Group, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import classes from "./shell.module.css";

interface PageProps {
  title: string;
  /** Beside the title: counts, states. */
  beside?: ReactNode;
  actions?: ReactNode;
  /** Body without padding, for tables and columns that reach the edges. */
  flush?: boolean;
  children: ReactNode;
}

export function Page({ title, beside, actions, flush, children }: PageProps) {
  useDocumentTitle(`${title} · Parola`);
  return (
    <div className={classes.page} data-flush={flush || undefined}>
      <header className={classes.pageHeader}>
        <Group gap="sm" wrap="nowrap" className={classes.pageTitle}>
          <Title order={1} size="h2" lineClamp={1}>
            {title}
          </Title>
          {beside}
        </Group>
        <Group gap="xs" className={classes.pageActions ?? ""}>
          {actions}
        </Group>
      </header>
      <div className={classes.pageBody} data-flush={flush || undefined}>
        {children}
      </div>
    </div>
  );
}
