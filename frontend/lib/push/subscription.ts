/** The browser's subscription to pushes that are signed with the service's key. In pages and in the service worker. */

/** The one that there is, unless it is for another key. */
export async function subscribed(push: PushManager, key: string): Promise<PushSubscription> {
  const applicationServerKey = bytesOf(key);
  const known = await push.getSubscription();
  if (known && isSame(known.options.applicationServerKey, applicationServerKey)) return known;
  await known?.unsubscribe();
  return push.subscribe({ userVisibleOnly: true, applicationServerKey });
}

/** Not as text, which Safari does not read. */
function bytesOf(key: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(key.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
}

function isSame(known: ArrayBuffer | null, wanted: Uint8Array): boolean {
  const bytes = new Uint8Array(known ?? []);
  return bytes.length === wanted.length && bytes.every((byte, place) => byte === wanted[place]);
}
