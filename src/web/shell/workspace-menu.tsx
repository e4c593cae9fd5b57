/** Which workspace one is in, and the way to the others. */
import { Avatar, Menu, UnstyledButton } from "@mantine/core";
import { IconCheck, IconPlus, IconSelector } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { NewWorkspace } from "./new-workspace.tsx";
import classes from "./shell.module.css";
import { useMe, useMembership, useWorkspaceSlug } from "./use-me.ts";

export function WorkspaceMenu({ compact }: { compact: boolean }) {
  const { t } = useTranslation("shell");
  const navigate = useNavigate();
  const slug = useWorkspaceSlug();
  const me = useMe();
  const current = useMembership();
  const [making, setMaking] = useState(false);
  const name = current?.workspace.name ?? "";
  return (
    <>
      <Menu position="bottom-start" width={240}>
        <Menu.Target>
          <UnstyledButton className={classes.link} aria-label={t("workspace", { name })}>
            <Avatar size={24} radius="sm" color="accent" variant="filled" name={name} aria-hidden>
              {Array.from(name)[0]?.toUpperCase()}
            </Avatar>
            {!compact && (
              <>
                <span style={{ fontWeight: 600, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>{name}</span>
                <IconSelector size={16} style={{ marginLeft: "auto" }} />
              </>
            )}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t("workspaces")}</Menu.Label>
          {me.data?.memberships.map(({ workspace }) => (
            <Menu.Item
              key={workspace.id}
              rightSection={workspace.slug === slug ? <IconCheck size={16} aria-hidden /> : null}
              aria-current={workspace.slug === slug ? "true" : undefined}
              onClick={() => void navigate({ to: "/w/$workspace", params: { workspace: workspace.slug } })}
            >
              {workspace.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
            {t("newWorkspace")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <NewWorkspace opened={making} onClose={() => setMaking(false)} />
    </>
  );
}
