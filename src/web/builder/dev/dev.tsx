/** The builder on a document without a server, for developing: `/src/web/builder/dev/index.html` of the development server. Not in the product. */
import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "../../ui/global.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import { createRoot } from "react-dom/client";
import { startI18n } from "../../i18n/i18n.ts";
import { queryClient } from "../../query-client.ts";
import { cssVariables, theme } from "../../ui/theme.ts";
import type { LiveNode } from "../builder-context.ts";
import { Editor } from "../editor.tsx";
import { type Objects } from "../objects.ts";
import { createObservable } from "../observable.ts";
import { ProblemsButton } from "../panel/problems-panel.tsx";
import { createStore } from "../store.ts";
import { TopBar } from "../toolbar/top-bar.tsx";
import { useChecks } from "../use-checks.ts";
import { completeDraft } from "../use-session.ts";
import { workspaceSnapshot } from "../workspace-snapshot.ts";
import { fixture, large } from "./fixture.ts";

const query = new URLSearchParams(location.search);
const count = Number(query.get("steps") ?? 0);
const empty = query.has("empty");
const store = createStore(completeDraft(empty ? { name: "New" } : count > 0 ? large(count) : fixture));
Object.assign(window, { store });
const at = "2026-01-01T00:00:00Z";
const objects = {
  tags: ["vip", "question"].map((name, id) => ({ id: String(id), name, category: null, colour: null, contacts: 3, createdAt: at })),
  lists: [{ id: "1", name: "Newsletter", description: null, contacts: 1200, createdAt: at }],
  fields: [
    { id: "1", code: "CITY", label: "City", type: "text", choices: null, createdAt: at },
    { id: "2", code: "BIRTHDAY", label: "Birthday", type: "date", choices: null, createdAt: at },
  ],
  templates: [
    {
      id: "1",
      channelId: null,
      name: "order_reminder",
      category: "utility",
      versions: [
        {
          id: "1",
          language: "en",
          status: "approved",
          definition: {
            name: "order_reminder",
            category: "utility",
            language: "en",
            header: { type: "text", text: "Your order" },
            body: "Hi {{first_name}}, your order {{order}} is waiting. Shall we go on?",
            footer: "Parola shop",
            buttons: [
              { type: "quick_reply", text: "Yes, please" },
              { type: "url", text: "See order", url: "https://shop.example/o/{{1}}" },
            ],
            examples: { first_name: "Anna", order: "1001" },
            bindings: {},
          },
          providerId: null,
          rejectedReason: null,
          quality: null,
          stoppedReason: null,
          updatedAt: at,
        },
      ],
      createdAt: at,
      updatedAt: at,
    },
  ],
  members: [
    {
      id: "1",
      userId: "1",
      name: "Anna Rossi",
      email: "anna@example.com",
      role: "owner",
      disabled: false,
      online: true,
      assignedContacts: 0,
      createdAt: at,
    },
  ],
  automations: [{ id: "9", name: "Survey", state: "active", createdAt: at }],
  categories: [],
  statuses: [
    { name: "open", done: false },
    { name: "resolved", done: true },
  ],
  workspace: {
    id: "w",
    name: "Shop",
    slug: "shop",
    revision: 1,
    createdAt: at,
    settings: {
      timeZone: "Europe/Rome",
      defaultLanguage: "en",
      defaultCountry: "IT",
      consentMode: "block_unsubscribed",
      stopWords: true,
      workingHours: null,
      holidays: { periods: [], countries: [] },
      limits: { stepsPerRun: 1000, visitsPerStep: 100, chainDepth: 5 },
      quietHours: null,
      marketingCap: null,
      messagePrices: null,
      branding: { colour: null, logoMediaId: null },
      retentionDays: null,
    },
  },
  channels: [],
} as unknown as Objects;
const snapshot = workspaceSnapshot(objects);

function Dev() {
  const problems = useChecks(store, snapshot, null);
  const [live] = useState(() =>
    createObservable<ReadonlyMap<string, LiveNode> | null>(
      query.has("live")
        ? new Map<string, LiveNode>([
            ["t1", { entered: 1240, waiting: 0, errors: 0, exits: { next: 1240 } }],
            ["s1", { entered: 1382, waiting: 37, errors: 3, exits: { order: 420, help: 188, later: 90, timeout: 644 } }],
          ])
        : null,
    ),
  );
  const [trail] = useState(() =>
    createObservable(
      query.has("trail")
        ? {
            visited: new Set(["t1", "s1", "s2"]),
            taken: new Set(["t1/next", "s1/order"]),
            current: new Set(["s2"]),
            failed: new Set<string>(),
            values: new Map<string, string>(),
          }
        : null,
    ),
  );
  const [contact, chooseContact] = useState<{ id: string; name: string } | null>(null);
  const noop = () => {};
  return (
    <Editor
      store={store}
      automationId={null}
      objects={objects}
      workspace={snapshot}
      problems={problems}
      live={live}
      trail={trail}
      readOnly={query.has("live")}
      save={noop}
      values={query.has("values") ? { contact: { first_name: "Anna", fields: { CITY: "Milan" } } } : undefined}
      contact={contact}
      chooseContact={chooseContact}
      header={
        <TopBar
          workspace="w"
          state="active"
          publishedVersion={3}
          changed
          mode="edit"
          setMode={noop}
          saveState={createObservable("saved" as const)}
          refusal={createObservable<string | null>(null)}
          others={[{ memberId: "2", name: "Luca Bianchi" }]}
          problems={<ProblemsButton all={problems} />}
          mayWrite
          onPublish={noop}
          onActivate={noop}
          onDeactivate={noop}
          onStart={noop}
          onExport={noop}
          onImport={noop}
          onSettings={noop}
        />
      }
    />
  );
}

const root = createRootRoute();
const router = createRouter({
  routeTree: root.addChildren([createRoute({ getParentRoute: () => root, path: "/", component: Dev })]),
  history: createMemoryHistory({ initialEntries: ["/"] }),
});

await startI18n();
createRoot(document.getElementById("root") as HTMLElement).render(
  <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme={query.has("dark") ? "dark" : "light"}>
    <QueryClientProvider client={queryClient}>
      <Notifications />
      <Suspense>
        <RouterProvider router={router as never} />
      </Suspense>
    </QueryClientProvider>
  </MantineProvider>,
);
