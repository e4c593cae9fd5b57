/** Notices on this very browser: what it can do, and its subscription, which the server knows as a device of the session. */
import { api, client } from "../api.ts";
import { queryClient } from "../query-client.ts";
import { noticesOwner, setNoticesOwner } from "./notices-owner.ts";

/** `home_screen`: only once the app is on it. */
export type NoticesState = "insecure" | "home_screen" | "unsupported" | NotificationPermission;

export function noticesState(): NoticesState {
  if (!isSecureContext) return "insecure";
  if ("serviceWorker" in navigator && "PushManager" in window && "Notification" in window) return Notification.permission;
  // Safari on telephones and tablets alone has this, and pages in a tab have no notices there.
  return (navigator as { standalone?: boolean }).standalone === false ? "home_screen" : "unsupported";
}

/** Asks the person where they have not been asked yet; does nothing where they refuse. */
export async function showNoticesTo(userId: string): Promise<void> {
  if ((await Notification.requestPermission()) !== "granted") return;
  await inTurn(async () => {
    await register();
    setNoticesOwner(userId);
  });
}

export async function showNoNotices(deviceId: string | undefined): Promise<void> {
  await inTurn(async () => {
    setNoticesOwner(null);
    if (deviceId !== undefined) await client.devices.remove({ id: deviceId });
    await endSubscription();
  });
}

/** On each visit where they were switched on: a new session of the same person goes on getting them, another person sees none of theirs. */
export async function keepNotices(userId: string): Promise<void> {
  if (noticesState() !== "granted") return;
  await inTurn(async () => {
    if (noticesOwner() === userId) return await register();
    await endSubscription();
    setNoticesOwner(null);
  });
  // The list of devices may have been asked for before.
  await queryClient.invalidateQueries({ queryKey: api.devices.key() });
}

let last: Promise<unknown> = Promise.resolve();

/** What a visit begins is at its end before a person's own choice is carried out, which then holds. */
async function inTurn(work: () => Promise<void>): Promise<void> {
  const next = last.then(work, work);
  last = next;
  await next;
}

async function register(): Promise<void> {
  const { applicationServerKey } = await client.devices.list();
  await navigator.serviceWorker.register("/service-worker.js");
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscribe = () => pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  const subscription = await subscribe().catch(async (error: DOMException) => {
    // Of a key that the installation no longer has.
    if (error.name !== "InvalidStateError") throw error;
    await endSubscription();
    return await subscribe();
  });
  const { endpoint, keys } = subscription.toJSON();
  await client.devices.save({ endpoint: endpoint as string, keys: keys as { p256dh: string; auth: string } });
}

async function endSubscription(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}
