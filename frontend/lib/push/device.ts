/** Whether this device shows a person's reminders, and switching that on and off. */

import { addSubscription, endSubscription, findPushKey } from "../api/push";
import { DAY_MS } from "../tasks/day";
import { owner } from "./kept";
import { subscribed } from "./subscription";

/** `needs-home-screen`: so it is on iPhone and iPad. */
export type Device = "on" | "off" | "blocked" | "unsupported" | "needs-home-screen";

/** A worker may still be on its way; where none is registered, none comes. */
const WORKER_MS = 5_000;
/** A push service may be out of reach. */
const PATIENCE_MS = 3_000;

export async function deviceOf(userId: string): Promise<Device> {
  // Safari has notifications only in what was put on the home screen.
  if (isIos() && !isOnHomeScreen()) return "needs-home-screen";
  if (!("Notification" in window && "PushManager" in window && (await workerHere()))) return "unsupported";
  if (Notification.permission === "denied") return "blocked";
  const isOwn = (await owner.get())?.userId === userId;
  return isOwn && Notification.permission === "granted" && (await subscription()) ? "on" : "off";
}

/** Only where a person has just asked for it: browsers ask them in turn. Raises `ApiError`. */
export async function switchOn(userId: string): Promise<Device> {
  // First, and without waiting for anything: Safari forgets the click.
  await Notification.requestPermission();
  const device = await deviceOf(userId);
  if (device !== "off" || Notification.permission !== "granted") return device;
  await subscribe(userId);
  return deviceOf(userId);
}

export async function switchOff(): Promise<void> {
  const address = (await owner.get())?.address;
  await owner.drop();
  // The API hears it from the push service, too.
  const told = address ? endSubscription(address) : undefined;
  await Promise.allSettled([told, within(PATIENCE_MS, unsubscribe())]);
}

/** At the start of a page. The service may have another key by now, and push services end subscriptions as they like. */
export async function keepUp(userId: string): Promise<void> {
  const own = await owner.get();
  if (!own) return;
  if (own.userId !== userId) return switchOff();
  if (Notification.permission !== "granted") return;
  if (Date.now() - own.checkedAt < DAY_MS && (await subscription())) return;
  await subscribe(userId);
}

/** Of these tasks there is nothing to be said any more. */
export async function closeShown(isOver: (taskId: unknown) => boolean): Promise<void> {
  const shown = (await (await workerHere())?.getNotifications()) ?? [];
  for (const one of shown) if (isOver(one.data?.task)) one.close();
}

async function subscribe(userId: string): Promise<void> {
  const key = await findPushKey();
  const push = (await workerHere())?.pushManager;
  if (!key || !push) return;
  const made = await subscribed(push, key);
  try {
    await owner.set({ userId, address: await addSubscription(made), checkedAt: Date.now() });
  } catch (error) {
    await made.unsubscribe();
    throw error;
  }
}

const subscription = async () => (await workerHere())?.pushManager.getSubscription();
const unsubscribe = async () => (await subscription())?.unsubscribe();

/** Absent outside of HTTPS, and where the app is being developed. */
async function workerHere(): Promise<ServiceWorkerRegistration | undefined> {
  return within(WORKER_MS, Promise.resolve(navigator.serviceWorker?.ready)).catch(() => undefined);
}

function within<Value>(milliseconds: number, promise: Promise<Value>): Promise<Value | undefined> {
  return Promise.race([promise, new Promise<undefined>((resolve) => setTimeout(resolve, milliseconds))]);
}

const isIos = () =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) ||
  (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

const isOnHomeScreen = () => window.matchMedia("(display-mode: standalone)").matches;
