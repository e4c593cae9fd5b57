/** The frame around every page of a workspace: rail, page, and the sandbox phone beside it. */
import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import { Center, Loader } from "@mantine/core";
import { useHotkeys, useMediaQuery } from "@mantine/hooks";
import { Notifications } from "@mantine/notifications";
import { Outlet, useLocation } from "@tanstack/react-router";
import { Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState } from "../ui/error-state.tsx";
import { lazyPart } from "../ui/missing-files.ts";
import { NotFound } from "../ui/not-found.tsx";
import { AREAS } from "./areas.tsx";
import { rememberWorkspace } from "./last-workspace.ts";
import { LiveEvents } from "./live-events.tsx";
import { MissingFiles } from "./missing-files.tsx";
import { NotAllowed } from "./not-allowed.tsx";
import { noticesOwner } from "./notices-owner.ts";
import { openPalette } from "./palette-store.ts";
import { usePhoneOpen } from "./phone-open.ts";
import { Rail } from "./rail.tsx";
import { Redirect } from "./redirect.tsx";
import classes from "./shell.module.css";
import { TabBar } from "./tab-bar.tsx";
import { useGoToKeys } from "./use-go-to-keys.ts";
import { useMay, useMe, useMembership, useWorkspaceSlug } from "./use-me.ts";

/** Below this width there is a bar at the bottom instead of the rail, and one column at a time. */
export const NARROW = "(max-width: 760px)";

const Palette = lazyPart(() => import("./palette.tsx").then(({ Palette }) => Palette));
const PhoneDrawer = lazyPart(() => import("../sandbox-phone/phone-drawer.tsx").then(({ PhoneDrawer }) => PhoneDrawer));

export function Shell() {
  const { t } = useTranslation("shell");
  const { href, pathname } = useLocation();
  const me = useMe();
  const slug = useWorkspaceSlug();
  const membership = useMembership();
  const may = useMay();
  const area = AREAS.find(({ id }) => id === pathname.split("/")[3]);
  const narrow = useMediaQuery(NARROW);
  const [phoneOpen] = usePhoneOpen();
  useGoToKeys();
  // Not the palette's own key: it must work before the palette's code is loaded, and in text fields.
  useHotkeys([["mod+K", openPalette]], [], true);
  useEffect(() => {
    if (membership) rememberWorkspace(slug);
  }, [membership, slug]);
  const userId = me.data?.user.id;
  useEffect(() => {
    // What fails now is done at the next visit.
    if (userId && noticesOwner()) void import("./device-notices.ts").then((notices) => notices.keepNotices(userId)).catch(() => undefined);
  }, [userId]);

  if (me.error && !me.data) {
    return (me.error as { status?: number }).status === 401 ? (
      <Redirect to={`/sign-in?next=${encodeURIComponent(href)}`} />
    ) : (
      <ErrorState error={me.error} retry={() => void me.refetch()} />
    );
  }
  if (!me.data) {
    return (
      <Center h="100%">
        <Loader role="status" aria-label={t("loading")} />
      </Center>
    );
  }
  if (!membership) return <NotFound />;
  return (
    // Everything below belongs to one workspace; another one starts from nothing.
    <div className={classes.shell} key={slug}>
      <a className={classes.skip} href="#main">
        {t("skip")}
      </a>
      {!narrow && <Rail />}
      <main id="main" tabIndex={-1} className={classes.main}>
        <Suspense fallback={<PageLoading />}>{area && !may(area.permission) ? <NotAllowed /> : <Outlet />}</Suspense>
      </main>
      {phoneOpen && (
        <Suspense>
          <PhoneDrawer />
        </Suspense>
      )}
      {narrow && <TabBar />}
      <Suspense>
        <Palette />
      </Suspense>
      <LiveEvents />
      <MissingFiles />
      <Notifications position="bottom-left" limit={3} />
    </div>
  );
}

function PageLoading() {
  return (
    <Center h="50%">
      <Loader size="sm" />
    </Center>
  );
}
