/**
 * Shows notices on this device, also while no page of ours is open, and opens what they are about. It takes no part in what pages fetch:
 * nothing here can grow stale. One file without imports, served from the root (`vite.config.ts`).
 */

/** What `connectors/push/send-push.ts` sends. */
interface Notice {
  title: string;
  text: string;
  path: string;
  tag: string;
}

const worker = self as unknown as ServiceWorkerGlobalScope;

worker.addEventListener("install", () => void worker.skipWaiting());

worker.addEventListener("push", (event) => {
  if (event.data) event.waitUntil(show(event.data.json() as Notice));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(new URL(event.notification.data as string, worker.location.origin).href));
});

async function show({ title, text, path, tag }: Notice): Promise<void> {
  // Rings again where it takes an earlier one's place; not every browser's types know that.
  const options: NotificationOptions & { renotify: boolean } = { body: text, tag, renotify: true, icon: "/icon-192.png", data: path };
  await worker.registration.showNotification(title, options);
}

async function open(address: string): Promise<void> {
  const tabs = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const tab = tabs.find(({ url }) => url === address);
  await (tab ? tab.focus() : worker.clients.openWindow(address));
}
