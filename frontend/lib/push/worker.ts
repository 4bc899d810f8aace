/// <reference lib="webworker" />
/** The service worker's part of reminders: it shows them, does what their buttons say, and leads to their tasks. */

import { browserLocale } from "../locale";
import { dayOf } from "../tasks/day";
import { answers } from "./answers";
import { LOOK, owner, type Wanted, type Wish, wanted } from "./kept";
import { notificationOf, plain, type Reminder, reminderOf, type Shown } from "./message";
import { inTheNameOf, Unmet, whoIsHere } from "./session";
import { subscribed } from "./subscription";

const SIGNED_OUT = "You are signed out here. Sign in to be reminded again.";
const ELSEWHERE = "This device reminds somebody else no more.";
/** As long as a page takes to hear something, if there is one that listens. */
const HEARING_MS = 1_000;

export function remind(worker: ServiceWorkerGlobalScope, apiUrl: string): void {
  worker.addEventListener("push", (event) => event.waitUntil(show(worker, event.data?.text())));
  worker.addEventListener("notificationclick", (event) => {
    event.notification.close();
    const { notification, action } = event;
    event.waitUntil(answer(worker, apiUrl, reminderOf(notification.data), action));
  });
  worker.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(worker, apiUrl)));
}

/** Browsers take the permission away from who shows nothing. */
async function show(worker: ServiceWorkerGlobalScope, pushed: string | undefined): Promise<void> {
  const [own, here] = await Promise.all([owner.get(), whoIsHere()]);
  const isTheirs = own !== undefined && (here === undefined || here === own.userId);
  const shown = isTheirs
    ? notificationOf(pushed, dayOf(new Date()), browserLocale())
    : plain(here === null ? SIGNED_OUT : ELSEWHERE);
  await notify(worker, shown);
  if (isTheirs) return;
  const { tag } = shown.options;
  for (const old of await worker.registration.getNotifications()) if (old.tag !== tag) old.close();
  // The push service says so to the API. Who signs in again is reminded again.
  await (await worker.registration.pushManager.getSubscription())?.unsubscribe();
  if (own && here) await owner.drop();
}

const notify = (worker: ServiceWorkerGlobalScope, { title, options }: Shown) =>
  worker.registration.showNotification(title, options);

async function answer(
  worker: ServiceWorkerGlobalScope,
  apiUrl: string,
  reminder: Reminder | undefined,
  action: string,
): Promise<void> {
  if (!reminder) return open(worker, "/");
  const wish = Object.keys(answers).find((name): name is Wish => name === action);
  const why = wish && (await unmet(apiUrl, reminder, wish));
  if (wish && why === undefined) return;
  const { task } = reminder;
  const next: Wanted = { task, at: Date.now(), ...(wish && why && { unmet: { wish, why } }) };
  await wanted.set(next).catch(() => {});
  try {
    await open(worker, `/all?${new URLSearchParams({ task })}`);
  } catch {
    // It took too long for a window to be opened.
    if (why) await notify(worker, { title: reminder.title, options: { body: why, tag: reminder.tag, data: reminder } });
  }
}

/** Undefined: it is done. */
async function unmet(apiUrl: string, reminder: Reminder, wish: Wish): Promise<string | undefined> {
  try {
    await answers[wish](reminder, await inTheNameOf(await owner.get(), apiUrl));
    return undefined;
  } catch (error) {
    return error instanceof Unmet ? error.message : "The server cannot be reached.";
  }
}

/** In the window that was used last, or in a new one. */
async function open(worker: ServiceWorkerGlobalScope, path: string): Promise<void> {
  const [page] = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!page) return void (await worker.clients.openWindow(path));
  const focused = await page.focus().catch(() => page);
  // A page that listens goes there by itself, and keeps what is being written in it.
  if (await isHeard(focused)) return;
  const moved = await focused.navigate(path).catch(() => null);
  if (!moved) await worker.clients.openWindow(path);
}

function isHeard(page: WindowClient): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), HEARING_MS);
    port1.onmessage = () => resolve(true);
    page.postMessage(LOOK, [port2]);
  });
}

/** The push service has ended the subscription. If there is no other one, the next page that is opened tries again. */
async function renew({ registration }: ServiceWorkerGlobalScope, apiUrl: string): Promise<void> {
  const own = await owner.get();
  if (!own) return;
  try {
    const ask = await inTheNameOf(own, apiUrl);
    const { public_key: key } = await ask<{ public_key: string | null }>("/api/me/push");
    if (!key) return;
    const body = JSON.stringify(await subscribed(registration.pushManager, key));
    const made = await ask<{ id: string }>("/api/me/push", { method: "POST", body });
    await owner.set({ ...own, address: `${apiUrl}/api/me/push/${made.id}`, checkedAt: Date.now() });
  } catch (error) {
    if (!(error instanceof Unmet)) throw error;
  }
}
