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
  IconPhone,
  IconSettings,
  IconTag,
  IconTicket,
  IconUser,
  IconUsers,
} from "@tabler/icons-react";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { ChannelsSection } from "../channels/channels-section.tsx";
import { NotAllowed } from "../shell/not-allowed.tsx";
import { Page } from "../shell/page.tsx";
import { useMay, useWorkspaceSlug } from "../shell/use-me.ts";
import { NotFound } from "../ui/not-found.tsx";
import { VoiceSection } from "../voice/voice-section.tsx";
import { AuditSection } from "./audit-section.tsx";
import { CannedSection } from "./canned-section.tsx";
import { FieldsSection } from "./fields-section.tsx";
import { HoursSection } from "./hours-section.tsx";
import { KeysSection } from "./keys-section.tsx";
import { ListsSection } from "./lists-section.tsx";
import { MembersSection } from "./members-section.tsx";
import { ProfileSection } from "./profile-section.tsx";
import { SETTINGS_SECTIONS } from "./sections.ts";
import classes from "./settings.module.css";
import { TagsSection } from "./tags-section.tsx";
import { TicketsSection } from "./tickets-section.tsx";
import { WorkspaceSection } from "./workspace-section.tsx";

/** What each section shows. */
const BODIES: Record<string, { icon: ComponentType<{ size?: number; stroke?: number }>; component: ComponentType }> = {
  workspace: { icon: IconSettings, component: WorkspaceSection },
  hours: { icon: IconClock, component: HoursSection },
  channels: { icon: IconDeviceMobile, component: ChannelsSection },
  members: { icon: IconUsers, component: MembersSection },
  tags: { icon: IconTag, component: TagsSection },
  lists: { icon: IconList, component: ListsSection },
  fields: { icon: IconForms, component: FieldsSection },
  tickets: { icon: IconTicket, component: TicketsSection },
  voice: { icon: IconPhone, component: VoiceSection },
  canned: { icon: IconMessageBolt, component: CannedSection },
  keys: { icon: IconKey, component: KeysSection },
  audit: { icon: IconHistory, component: AuditSection },
  profile: { icon: IconUser, component: ProfileSection },
};

export function SettingsPage() {
  const { t } = useTranslation(["settings", "tickets"]);
  const workspace = useWorkspaceSlug();
  const navigate = useNavigate();
  const may = useMay();
  const narrow = useMediaQuery("(max-width: 760px)");
  const allowed = SETTINGS_SECTIONS.filter(({ permission }) => permission === undefined || may(permission)).flatMap(({ id }) => {
    const body = BODIES[id];
    return body ? [{ id, ...body }] : [];
  });
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
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
        <div className={classes.body} tabIndex={0} role="region" aria-label={section ? t(`section.${section}`) : t("title")}>
          {current ? <current.component /> : section && Object.hasOwn(BODIES, section) ? <NotAllowed /> : <NotFound />}
        </div>
      </div>
    </Page>
  );
}
