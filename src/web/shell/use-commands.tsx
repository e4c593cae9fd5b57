/** Everything the palette can do. Without words only what is wanted most; with words also the rest. */
import { useMantineColorScheme } from "@mantine/core";
import {
  IconAddressBook,
  IconBuildingStore,
  IconCheck,
  IconDeviceMobile,
  IconDownload,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlus,
  IconSettings,
  IconSun,
  IconUpload,
  IconUserPlus,
} from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../api.ts";
import { LANGUAGES, setLanguage } from "../i18n/i18n.ts";
import { SETTINGS_SECTIONS } from "../settings/sections.ts";
import { download } from "./download.ts";
import { languageName } from "./language-name.ts";
import { usePhoneOffered, usePhoneOpen } from "./phone-open.ts";
import { signOut } from "./sign-out.ts";
import { toastDone, toastError } from "./toast.ts";
import { useMay, useMe, useSeesEveryone, useWorkspaceSlug } from "./use-me.ts";

export interface Command {
  id: string;
  label: string;
  icon: ReactNode;
  run: () => void;
}

const SIZE = 18;

export function useCommands(searching: boolean): Command[] {
  const { t, i18n } = useTranslation(["shell", "settings"]);
  const may = useMay();
  const everyone = useSeesEveryone();
  const workspace = useWorkspaceSlug();
  const navigate = useNavigate();
  const [, setPhoneOpen] = usePhoneOpen();
  const phoneOffered = usePhoneOffered();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const more = useMoreCommands(searching);
  const go = (path: string) => void navigate({ to: `/w/${workspace}/${path}` });
  const plus = <IconPlus size={SIZE} />;
  const dark = colorScheme === "dark";
  return [
    ...(may("automations:write")
      ? [{ id: "new-automation", label: t("palette.newAutomation"), icon: plus, run: () => go("automations/gallery") }]
      : []),
    ...(may("campaigns:write")
      ? [{ id: "new-campaign", label: t("palette.newCampaign"), icon: plus, run: () => go("campaigns/new") }]
      : []),
    ...(may("contacts:write")
      ? [
          { id: "new-contact", label: t("palette.newContact"), icon: <IconAddressBook size={SIZE} />, run: () => go("contacts?new=1") },
          ...(everyone
            ? [{ id: "import", label: t("palette.importContacts"), icon: <IconUpload size={SIZE} />, run: () => go("contacts/import") }]
            : []),
        ]
      : []),
    ...(may("templates:write")
      ? [{ id: "new-template", label: t("palette.newTemplate"), icon: plus, run: () => go("templates?new=1") }]
      : []),
    ...(may("tickets:write") ? [{ id: "new-ticket", label: t("palette.newTicket"), icon: plus, run: () => go("tickets?new=1") }] : []),
    ...(may("channels:write")
      ? [{ id: "connect", label: t("palette.connectNumber"), icon: plus, run: () => go("settings/channels/new") }]
      : []),
    ...more,
    ...(phoneOffered
      ? [{ id: "phone", label: t("phone.open"), icon: <IconDeviceMobile size={SIZE} />, run: () => setPhoneOpen(true) }]
      : []),
    {
      id: "scheme",
      label: t(dark ? "palette.light" : "palette.dark"),
      icon: dark ? <IconSun size={SIZE} /> : <IconMoon size={SIZE} />,
      run: () => setColorScheme(dark ? "light" : "dark"),
    },
    ...LANGUAGES.filter((code) => code !== i18n.language).map((code) => ({
      id: `language-${code}`,
      label: languageName(code),
      icon: <IconLanguage size={SIZE} />,
      run: () => setLanguage(code),
    })),
    { id: "sign-out", label: t("signOut"), icon: <IconLogout size={SIZE} />, run: () => void signOut() },
  ];
}

/** What is only offered to those who look for it. */
function useMoreCommands(searching: boolean): Command[] {
  const { t } = useTranslation(["shell", "settings"]);
  const may = useMay();
  const everyone = useSeesEveryone();
  const me = useMe();
  const workspace = useWorkspaceSlug();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const automations = useQuery(api.automations.list.queryOptions({ input: {}, enabled: searching && may("automations:write") }));
  if (!searching) return [];
  const go = (path: string) => void navigate({ to: `/w/${workspace}/${path}` });
  const act = (work: () => Promise<unknown>, said: string) => () => {
    work().then(async () => {
      toastDone(said);
      await queryClient.invalidateQueries();
    }, toastError);
  };
  return [
    ...(may("members:write")
      ? [{ id: "invite", label: t("palette.invite"), icon: <IconUserPlus size={SIZE} />, run: () => go("settings/members") }]
      : []),
    ...(may("contacts:read") && everyone
      ? [
          {
            id: "export",
            label: t("palette.exportContacts"),
            icon: <IconDownload size={SIZE} />,
            run: () => void client.exports.contacts({}).then((file) => download("contacts.csv", file), toastError),
          },
        ]
      : []),
    ...(automations.data?.items ?? []).flatMap(({ id, name, state, publishedVersion }) =>
      state === "active"
        ? [
            {
              id: `pause-${id}`,
              label: t("palette.pause", { name }),
              icon: <IconPlayerPause size={SIZE} />,
              run: act(() => client.automations.deactivate({ id }), t("palette.paused", { name })),
            },
          ]
        : publishedVersion === null
          ? []
          : [
              {
                id: `activate-${id}`,
                label: t("palette.activate", { name }),
                icon: <IconPlayerPlay size={SIZE} />,
                run: act(() => client.automations.activate({ id }), t("palette.activated", { name })),
              },
            ],
    ),
    ...SETTINGS_SECTIONS.filter(({ permission }) => permission === undefined || may(permission)).map(({ id }) => ({
      id: `settings-${id}`,
      label: `${t("area.settings")} · ${t(`settings:section.${id}`)}`,
      icon: <IconSettings size={SIZE} />,
      run: () => go(`settings/${id}`),
    })),
    ...(me.data?.memberships ?? []).map(({ workspace: one }) => ({
      id: `workspace-${one.id}`,
      label: t("palette.workspace", { name: one.name }),
      icon: one.slug === workspace ? <IconCheck size={SIZE} /> : <IconBuildingStore size={SIZE} />,
      run: () => void navigate({ to: "/w/$workspace", params: { workspace: one.slug } }),
    })),
  ];
}
