/**
 * Every address of the app. An area exports its route components from `<area>/routes.tsx`; the file and all it imports are one
 * chunk, loaded when the area is opened. Pages of a workspace live under `/w/<workspace slug>/…`.
 */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { enterWorkspace } from "./api.ts";
import { loadTexts } from "./i18n/i18n.ts";
import * as setupPages from "./setup/routes.tsx";
import { whereTo } from "./shell/where-to.ts";
import { NotFound } from "./ui/not-found.tsx";
import { RouteError } from "./ui/route-error.tsx";

type Component = () => React.JSX.Element;
type Area = Record<string, Component>;
/** The pages of people who are not signed in come with the app: what they draw with is little, and nobody waits for a second file. */
const areas: Record<string, (() => Promise<Area>) | undefined> = {
  ...import.meta.glob<Area>(["./*/routes.tsx", "!./setup/routes.tsx"]),
  "./setup/routes.tsx": async () => setupPages,
};

/** Loads the code of an area and, at the same time, its texts. */
async function loadArea(area: string) {
  const load = areas[`./${area}/routes.tsx`];
  if (!load) throw new Error(`src/web/${area}/routes.tsx does not exist`);
  const [module] = await Promise.all([load(), loadTexts(area)]);
  return module;
}

/** The component `name` exported by `<area>/routes.tsx`. */
function page(area: string, name: string) {
  return lazyRouteComponent(async () => {
    const module = await loadArea(area);
    if (!module[name]) throw new Error(`src/web/${area}/routes.tsx does not export ${name}`);
    return { default: module[name] };
  });
}

/** What of the builder is in its address: the chosen step, the mode, a contact's run, the dialog that a link leads to. */
export interface BuilderSearch {
  step?: string;
  mode?: "live" | "test" | "versions";
  run?: string;
  ask?: "publish" | "activate";
}
function builderSearch(search: Record<string, unknown>): BuilderSearch {
  const { step, mode, run, ask } = search;
  return {
    ...(typeof step === "string" && { step }),
    ...((mode === "live" || mode === "test" || mode === "versions") && { mode }),
    ...(typeof run === "string" && { run }),
    ...((ask === "publish" || ask === "activate") && { ask }),
  };
}

const root = createRootRoute({ notFoundComponent: NotFound, errorComponent: RouteError });
export const whereEntryLeads = () => whereTo(() => loadArea("setup"));
const entry = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: async () => {
    const href = await whereEntryLeads();
    if (href !== null) throw redirect({ href, replace: true });
  },
  // Whom it leads nowhere: signed in, but a member of nothing.
  component: lazyRouteComponent(() => import("./shell/no-workspace.tsx"), "NoWorkspace"),
});
const setup = createRoute({ getParentRoute: () => root, path: "/setup", component: page("setup", "SetupPage") });
const signIn = createRoute({ getParentRoute: () => root, path: "/sign-in", component: page("setup", "SignInPage") });
const twoFactor = createRoute({ getParentRoute: () => root, path: "/two-factor", component: page("setup", "TwoFactorPage") });
const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: "/forgot-password",
  component: page("setup", "ForgotPasswordPage"),
});
const resetPassword = createRoute({
  getParentRoute: () => root,
  path: "/reset-password",
  component: page("setup", "ResetPasswordPage"),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: "/join/$invitationId",
  component: page("setup", "InvitationPage"),
});

const workspace = createRoute({
  getParentRoute: () => root,
  path: "/w/$workspace",
  beforeLoad: ({ params }) => enterWorkspace(params.workspace),
  component: page("shell", "Shell"),
});

const children = [
  createRoute({ getParentRoute: () => workspace, path: "/", component: page("shell", "WorkspaceHome") }),
  createRoute({ getParentRoute: () => workspace, path: "chat", component: page("chat", "ChatPage") }),
  createRoute({ getParentRoute: () => workspace, path: "chat/$chatId", component: page("chat", "ChatPage") }),
  createRoute({ getParentRoute: () => workspace, path: "contacts", component: page("contacts", "ContactsPage") }),
  createRoute({ getParentRoute: () => workspace, path: "contacts/import", component: page("contacts", "ImportPage") }),
  createRoute({ getParentRoute: () => workspace, path: "contacts/$contactId", component: page("contacts", "ContactPage") }),
  createRoute({ getParentRoute: () => workspace, path: "automations", component: page("automations", "AutomationsPage") }),
  createRoute({ getParentRoute: () => workspace, path: "automations/gallery", component: page("automations", "GalleryPage") }),
  createRoute({
    getParentRoute: () => workspace,
    path: "automations/$automationId",
    component: page("builder", "BuilderPage"),
    validateSearch: builderSearch,
  }),
  createRoute({ getParentRoute: () => workspace, path: "campaigns", component: page("campaigns", "CampaignsPage") }),
  createRoute({ getParentRoute: () => workspace, path: "campaigns/$campaignId", component: page("campaigns", "CampaignPage") }),
  createRoute({ getParentRoute: () => workspace, path: "templates", component: page("templates", "TemplatesPage") }),
  createRoute({ getParentRoute: () => workspace, path: "templates/$templateId", component: page("templates", "TemplatePage") }),
  createRoute({ getParentRoute: () => workspace, path: "tickets", component: page("tickets", "TicketsPage") }),
  createRoute({ getParentRoute: () => workspace, path: "agents", component: page("agents", "AgentsPage") }),
  createRoute({ getParentRoute: () => workspace, path: "agents/$agentId", component: page("agents", "AgentPage") }),
  createRoute({ getParentRoute: () => workspace, path: "integrations", component: page("integrations", "IntegrationsPage") }),
  createRoute({ getParentRoute: () => workspace, path: "reports", component: page("reports", "ReportsPage") }),
  createRoute({ getParentRoute: () => workspace, path: "settings", component: page("settings", "SettingsPage") }),
  createRoute({ getParentRoute: () => workspace, path: "settings/$section", component: page("settings", "SettingsPage") }),
  createRoute({ getParentRoute: () => workspace, path: "settings/$section/$itemId", component: page("settings", "SettingsPage") }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren([
    entry,
    setup,
    signIn,
    twoFactor,
    forgotPassword,
    resetPassword,
    invitation,
    workspace.addChildren(children),
  ]),
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
