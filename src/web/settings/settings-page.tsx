/** Everything about a workspace that is set once: a list of sections at the left, one of them at the right. */
import { NavLink, Select } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import {
  IconClock,
  IconDeviceMobile,
  IconForms,
  IconHistory,
  IconKey,
  IconList,
  IconMessageBolt,
  IconSettings,
  IconTag,
  IconUser,
  IconUsers,
} from "@tabler/icons-react";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import type { Permission } from "../../contract/roles.ts";
import { ChannelsSection } from "../channels/channels-section.tsx";
import { Page } from "../shell/page.tsx";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { NotFound } from "../ui/not-found.tsx";
import { AuditSection } from "./audit-section.tsx";
import { CannedSection } from "./canned-section.tsx";
import { FieldsSection } from "./fields-section.tsx";
import { HoursSection } from "./hours-section.tsx";
import { KeysSection } from "./keys-section.tsx";
import { ListsSection } from "./lists-section.tsx";
import { MembersSection } from "./members-section.tsx";
import { ProfileSection } from "./profile-section.tsx";
import classes from "./settings.module.css";
import { TagsSection } from "./tags-section.tsx";
import { WorkspaceSection } from "./workspace-section.tsx";

interface Section {
  id: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  permission?: Permission;
  component: ComponentType;
}

const SECTIONS: readonly Section[] = [
  { id: "workspace", icon: IconSettings, permission: "workspace:write", component: WorkspaceSection },
  { id: "hours", icon: IconClock, permission: "workspace:write", component: HoursSection },
  { id: "channels", icon: IconDeviceMobile, permission: "channels:read", component: ChannelsSection },
  { id: "members", icon: IconUsers, permission: "members:read", component: MembersSection },
  { id: "tags", icon: IconTag, permission: "objects:read", component: TagsSection },
  { id: "lists", icon: IconList, permission: "objects:read", component: ListsSection },
  { id: "fields", icon: IconForms, permission: "objects:read", component: FieldsSection },
  { id: "canned", icon: IconMessageBolt, permission: "chats:read", component: CannedSection },
  { id: "keys", icon: IconKey, permission: "keys:read", component: KeysSection },
  { id: "audit", icon: IconHistory, permission: "workspace:write", component: AuditSection },
  { id: "profile", icon: IconUser, component: ProfileSection },
];

export function SettingsPage() {
  const { t } = useTranslation("settings");
  const workspace = useWorkspaceSlug();
  const navigate = useNavigate();
  const may = useMay();
  const narrow = useMediaQuery("(max-width: 760px)");
  const allowed = SECTIONS.filter(({ permission }) => permission === undefined || may(permission));
  const { section = allowed[0]?.id } = useParams({ strict: false });
  const current = allowed.find(({ id }) => id === section);
  const go = (id: string) => void navigate({ to: "/w/$workspace/settings/$section", params: { workspace, section: id } });
  return (
    <Page title={t("title")} flush>
      <div className={classes.layout}>
        {narrow ? (
          <Select
            m="md"
            aria-label={t("title")}
            allowDeselect={false}
            value={section ?? null}
            data={allowed.map(({ id }) => ({ value: id, label: t(`section.${id}`) }))}
            onChange={(id) => id && go(id)}
          />
        ) : (
          <nav className={classes.nav} aria-label={t("sections")}>
            {allowed.map(({ id, icon: Icon }) => (
              <NavLink
                key={id}
                component={Link}
                to={`/w/${workspace}/settings/${id}`}
                active={id === section}
                aria-current={id === section ? "page" : undefined}
                label={t(`section.${id}`)}
                leftSection={<Icon size={18} stroke={1.6} />}
                className={classes.navLink}
              />
            ))}
          </nav>
        )}
        <div className={classes.body}>{current ? <current.component /> : <NotFound />}</div>
      </div>
    </Page>
  );
}
