/** Every screen that gets a picture. */
import type { Page } from "@playwright/test";
import type { Seeded } from "./seed.ts";

export interface Screen {
  name: string;
  /** Below the workspace; from the root with a slash in front. */
  path: (made: Seeded) => string;
  /** Something to do before the picture is taken. */
  prepare?: (page: Page) => Promise<unknown>;
  /** Whether the sandbox phone stands beside it. */
  phone?: boolean;
  signedOut?: boolean;
}

const VIP = JSON.stringify({ all: [{ field: "contact.tags", op: "has_any", value: ["VIP"] }] });

export const SCREENS: readonly Screen[] = [
  { name: "sign-in", path: () => "/sign-in", signedOut: true },
  { name: "two-factor", path: () => "/two-factor", signedOut: true },
  { name: "invitation", path: ({ invitation }) => invitation, signedOut: true },

  { name: "gallery", path: () => "automations/gallery" },
  {
    name: "gallery-preview",
    path: () => "automations/gallery?entry=welcome",
    prepare: (page) => page.getByRole("dialog").getByRole("region").waitFor(),
  },
  { name: "automations", path: () => "automations" },
  { name: "builder", path: ({ automationId }) => `automations/${automationId}` },
  { name: "builder-phone", path: ({ automationId }) => `automations/${automationId}`, phone: true },
  { name: "builder-form", path: ({ automationId }) => `automations/${automationId}?step=s1` },
  {
    name: "builder-palette",
    path: ({ automationId }) => `automations/${automationId}`,
    prepare: (page) => page.keyboard.press("a"),
  },
  { name: "builder-test", path: ({ automationId }) => `automations/${automationId}?mode=test`, prepare: playTest },
  {
    name: "builder-test-facts",
    path: ({ automationId }) => `automations/${automationId}?mode=test`,
    prepare: async (page) => {
      await playTest(page);
      await page.getByRole("complementary").getByRole("tab").nth(1).click();
    },
  },
  { name: "live", path: ({ automationId }) => `automations/${automationId}?mode=live` },
  { name: "versions", path: ({ automationId }) => `automations/${automationId}?mode=versions` },

  { name: "campaigns", path: () => "campaigns" },
  { name: "campaigns-calendar", path: () => "campaigns?view=calendar" },
  { name: "campaign", path: ({ campaignId }) => `campaigns/${campaignId}` },
  { name: "campaign-new", path: () => "campaigns/new" },

  { name: "chat", path: ({ chatId }) => `chat/${chatId}` },
  { name: "chat-list", path: () => "chat" },
  {
    name: "chat-selection",
    path: () => "chat",
    prepare: async (page) => {
      for (const name of ["Sofia Romano", "Luca Esposito"]) await page.getByRole("checkbox", { name }).check({ force: true });
    },
  },
  { name: "chat-buttons", path: () => "integrations?tab=buttons" },
  { name: "chat-search", path: () => "chat?search=tulips" },

  { name: "contacts", path: () => "contacts" },
  { name: "contacts-filter", path: () => `contacts?filter=${encodeURIComponent(VIP)}` },
  { name: "contact", path: ({ contactId }) => `contacts/${contactId}` },
  { name: "import", path: () => "contacts/import" },

  { name: "templates", path: () => "templates" },
  { name: "template", path: ({ templateId }) => `templates/${templateId}` },

  { name: "tickets", path: () => "tickets?view=board" },
  { name: "ticket-list", path: () => "tickets" },
  { name: "ticket-statistics", path: () => "tickets?view=statistics" },
  { name: "ticket", path: ({ ticketId }) => `tickets?ticket=${ticketId}`, prepare: (page) => page.getByRole("dialog").waitFor() },

  { name: "agents", path: () => "agents" },
  { name: "agent", path: ({ agentId }) => `agents/${agentId}` },
  { name: "agent-knowledge", path: ({ agentId }) => `agents/${agentId}?tab=knowledge` },
  { name: "agent-tools", path: ({ agentId }) => `agents/${agentId}?tab=tools` },
  { name: "agent-limits", path: ({ agentId }) => `agents/${agentId}?tab=limits` },
  { name: "agent-playground", path: ({ agentId }) => `agents/${agentId}?tab=playground`, prepare: askAgent },
  { name: "agent-evaluation", path: ({ agentId }) => `agents/${agentId}?tab=evaluation` },
  { name: "voice", path: () => "settings/voice" },
  { name: "voice-agent", path: () => "settings/voice", prepare: (page) => openRow(page, "Eva") },

  { name: "integrations", path: () => "integrations" },
  { name: "connect-paypal", path: () => "integrations?connect=paypal", prepare: (page) => page.getByRole("dialog").waitFor() },
  { name: "connect-shop", path: () => "integrations?connect=shopify", prepare: (page) => page.getByRole("dialog").waitFor() },
  { name: "hooks", path: () => "integrations?tab=incoming" },
  { name: "hook", path: ({ hookId }) => `integrations?tab=incoming&hook=${hookId}`, prepare: (page) => page.getByRole("dialog").waitFor() },
  { name: "webhooks", path: () => "integrations?tab=webhooks" },
  {
    name: "webhook",
    path: ({ webhookId }) => `integrations?tab=webhooks&webhook=${webhookId}`,
    prepare: (page) => page.getByRole("dialog").waitFor(),
  },
  { name: "calls", path: () => "integrations?tab=calls" },
  { name: "call", path: ({ callId }) => `integrations?tab=calls&call=${callId}`, prepare: (page) => page.getByRole("dialog").waitFor() },

  { name: "reports", path: () => "reports" },
  { name: "settings", path: () => "settings/workspace" },
  { name: "hours", path: () => "settings/hours" },
  {
    name: "holidays",
    path: () => "settings/hours",
    prepare: (page) => page.getByText("Ferie").or(page.locator("input[value='Ferie']")).first().scrollIntoViewIfNeeded(),
  },
  { name: "channels", path: () => "settings/channels" },
  { name: "members", path: () => "settings/members" },
  { name: "tags", path: () => "settings/tags" },
  { name: "lists", path: () => "settings/lists" },
  { name: "fields", path: () => "settings/fields" },
  { name: "ticket-settings", path: () => "settings/tickets" },
  { name: "canned", path: () => "settings/canned" },
  { name: "keys", path: () => "settings/keys" },
  { name: "audit", path: () => "settings/audit" },
  { name: "profile", path: () => "settings/profile" },
  { name: "connect", path: () => "settings/channels/new" },
  { name: "palette", path: () => "automations", prepare: (page) => page.keyboard.press("ControlOrMeta+K") },
];

/** A customer writes, is asked, and presses the first button. */
async function playTest(page: Page): Promise<void> {
  await page.getByTestId("test-clock").waitFor();
  const phone = page.getByRole("complementary");
  await phone.getByRole("textbox").last().fill("hello");
  await page.keyboard.press("Enter");
  await phone.getByRole("button", { name: "Yes, please" }).click();
  await phone.getByText("You can write STOP").waitFor();
}

async function askAgent(page: Page): Promise<void> {
  await page.getByRole("tabpanel").getByRole("textbox").fill("Do you deliver to Monza on Saturday?");
  await page.keyboard.press("Enter");
  await page.getByRole("log").locator("[data-from=agent]").waitFor();
}

/** By the pencil, the one before the bin. */
async function openRow(page: Page, name: string): Promise<void> {
  await page.getByRole("row", { name }).getByRole("button").nth(-2).click();
  await page.getByRole("dialog").waitFor();
}
