/**
 * What Shopify requires of everybody who keeps its customers' data (shopify.dev/docs/apps/build/compliance/privacy-law-compliance).
 * What came from the shop is erased at once. The contact itself may have its own conversation with the business, with reasons of its
 * own to be kept: a note asks people to decide, and the chat is marked unread so that somebody sees it.
 */
import type { WorkspaceSnapshot } from "../../automation/state.ts";
import type { ShopNotice } from "../../domain/shop/notice.ts";
import { markChatsUnread } from "../../store/chats.ts";
import { setConnectionHealth } from "../../store/connections.ts";
import type { Tx } from "../../store/db.ts";
import { insertNotes } from "../../store/engine-write.ts";
import { newId } from "../../store/id.ts";
import type { ShopKey } from "../../store/shop-notices.ts";
import { eraseShopObjects } from "../../store/shop-objects.ts";
import { findPerson } from "./resolve-people.ts";

const NOTES = {
  access: {
    en: "The shop {shop} passes on a request for access: this person asks which data you keep of them. Contact → Export gives you the file.",
    it: "Il negozio {shop} inoltra una richiesta di accesso: questa persona chiede quali suoi dati conservate. Contatto → Esporta produce il file.",
  },
  erase: {
    en: "The shop {shop} asks to erase this person's data. What came from the shop is erased; decide whether the contact is erased too.",
    it: "Il negozio {shop} chiede di cancellare i dati di questa persona. Quelli arrivati dal negozio sono cancellati; decidete se cancellare anche il contatto.",
  },
};

export async function handlePrivacy(
  tx: Tx,
  workspace: WorkspaceSnapshot,
  shop: ShopKey,
  name: string,
  notice: Extract<ShopNotice, { kind: "privacy" | "closed" }>,
  now: number,
): Promise<void> {
  const { client } = tx;
  if (notice.kind === "closed") {
    const detail = "the app was removed from the shop";
    await setConnectionHealth(client, shop.workspaceId, shop.connectionId, { ok: false, code: "uninstalled", detail }, now);
    if (notice.erase) await eraseShopObjects(client, shop, "all");
    return;
  }
  const contactId = await findPerson(tx, workspace, notice.person);
  const { customerId, orderIds } = notice;
  if (notice.request === "erase") await eraseShopObjects(client, shop, { customerId, orderIds, contactId });
  if (contactId === null) return;
  const texts = NOTES[notice.request];
  const text = (workspace.defaultLanguage.startsWith("it") ? texts.it : texts.en).replace("{shop}", name);
  await insertNotes(client, [{ workspace_id: workspace.id, id: newId(), contact_id: contactId, text, created_at: now }]);
  await markChatsUnread(client, workspace.id, contactId);
}
