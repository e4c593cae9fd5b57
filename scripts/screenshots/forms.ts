/** A picture of the form of every kind of start step and step, at the height it needs. */
import type { Page } from "@playwright/test";
import type { ApiClient } from "../../src/contract/client.ts";
import { loadRegistry } from "../../src/registry.ts";
import { formsDocument } from "./forms-document.ts";

/** Tall enough for the longest form. */
export const FORM_HEIGHT = 1500;

export async function seedForms(api: ApiClient): Promise<{ automationId: string; nodes: string[] }> {
  const { draft, nodes } = formsDocument(await loadRegistry());
  const { id } = await api.automations.create({ draft: draft as never });
  return { automationId: id, nodes };
}

/** `open` goes to an address of the workspace. */
export async function shootForms(
  page: Page,
  nodes: readonly string[],
  open: (node: string) => Promise<unknown>,
  target: (node: string) => string,
): Promise<void> {
  for (const node of nodes) {
    await open(node);
    const panel = page
      .locator("aside")
      .filter({ has: page.getByRole("textbox") })
      .last();
    await panel.waitFor();
    await page.waitForTimeout(500);
    const height = await panel.evaluate((element) => {
      const content = element.querySelector("fieldset") ?? element;
      return Math.ceil(content.getBoundingClientRect().bottom + 60);
    });
    const box = await panel.boundingBox();
    if (!box) continue;
    await page.screenshot({ path: target(node), clip: { ...box, height: Math.min(height - box.y, box.height) } });
  }
}
