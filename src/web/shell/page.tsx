/** The frame of a page: a title that stays, its actions, its body. */
import { ActionIcon, Group, Title, Tooltip } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import classes from "./shell.module.css";
import { useWorkspaceSlug } from "./use-me.ts";
import { usePageTitle } from "./use-page-title.ts";

interface PageProps {
  title: string;
  /** Of a page about one object: the list it belongs to, as an address of the workspace. */
  back?: { to: string; label: string };
  /** Beside the title: counts, states. */
  beside?: ReactNode;
  actions?: ReactNode;
  /** Body without padding, for tables and columns that reach the edges. */
  flush?: boolean;
  children: ReactNode;
}

export function Page({ title, back, beside, actions, flush, children }: PageProps) {
  const workspace = useWorkspaceSlug();
  usePageTitle(title);
  return (
    <div className={classes.page} data-flush={flush || undefined}>
      <header className={classes.pageHeader}>
        <Group gap="sm" wrap="nowrap" className={classes.pageTitle}>
          {back && (
            <Tooltip label={back.label}>
              <ActionIcon
                size={36}
                aria-label={back.label}
                renderRoot={(rest) => <Link to={`/w/${workspace}/${back.to}` as never} {...rest} />}
              >
                <IconArrowLeft size={18} />
              </ActionIcon>
            </Tooltip>
          )}
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
