/** What a browser shows outside of its pages, and what people do to that. */

import { type CDPSession, expect, type Page, type Worker } from "@playwright/test";

type WaitUntil = (this: Event, promise: Promise<unknown>) => void;

export type Notified = { title: string; body: string; tag: string; actions: string[] };

export class Notifications {
  #cdp: CDPSession | undefined;
  #registration = "";

  constructor(readonly page: Page) {}

  /** The service worker is there, and hears what is pushed. */
  async listen(): Promise<void> {
    await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
    this.#cdp = await this.page.context().newCDPSession(this.page);
    const origin = new URL(this.page.url()).origin;
    this.#cdp.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const own = registrations.find(({ scopeURL, isDeleted }) => scopeURL.startsWith(origin) && !isDeleted);
      if (own) this.#registration = own.registrationId;
    });
    await this.#cdp.send("ServiceWorker.enable");
    await expect.poll(() => this.#registration).not.toBe("");
  }

  /**
   * As a push service does it. Resolves when the worker is done: Chromium forgets a notification for good if it is asked for all
   * of them after that one has begun and before it is shown.
   */
  async push(data: string | object): Promise<void> {
    const worker = await this.worker();
    await worker.evaluate(watchForPush);
    await this.#cdp?.send("ServiceWorker.deliverPushMessage", {
      origin: new URL(this.page.url()).origin,
      registrationId: this.#registration,
      data: typeof data === "string" ? data : JSON.stringify(data),
    });
    await worker.evaluate(whenPushed);
  }

  shown(): Promise<Notified[]> {
    return this.page.evaluate(async () => {
      const all = await (await navigator.serviceWorker.ready).getNotifications();
      return all.map((one) => {
        const { actions = [] } = one as { actions?: { title: string }[] };
        return { title: one.title, body: one.body, tag: one.tag, actions: actions.map(({ title }) => title) };
      });
    });
  }

  async expectShown(...titles: string[]): Promise<void> {
    await expect.poll(async () => (await this.shown()).map(({ title }) => title)).toEqual(titles);
  }

  /**
   * As the browser tells the worker of it, which only the browser can do: the event is made here. Resolves when the worker is
   * done; returns the addresses of the windows that it has opened.
   */
  async click(title: string, action = ""): Promise<string[]> {
    return (await this.worker()).evaluate(clickHere, { title, action });
  }

  /** The push service ends the subscription. Resolves when the worker is done. */
  async end(): Promise<void> {
    await (await this.worker()).evaluate(tell, { type: "pushsubscriptionchange" });
  }

  async worker(): Promise<Worker> {
    const known = this.page.context().serviceWorkers().at(-1);
    return known ?? this.page.context().waitForEvent("serviceworker");
  }
}

/** In the worker, for the next push. */
function watchForPush(): void {
  const { prototype } = (self as unknown as { ExtendableEvent: { prototype: { waitUntil: WaitUntil } } })
    .ExtendableEvent;
  const { waitUntil } = prototype;
  const done = new Promise<void>((resolve) => {
    prototype.waitUntil = function (promise) {
      waitUntil.call(this, promise);
      if (this.type === "push")
        promise.then(
          () => resolve(),
          () => resolve(),
        );
    };
  });
  Object.assign(self, { pushed: done.then(() => Object.assign(prototype, { waitUntil })) });
}

/** In the worker. */
const whenPushed = (): Promise<void> => (self as unknown as { pushed: Promise<object> }).pushed.then(() => {});

/** In the worker. An event that a script has made waits for nothing by itself. */
async function tell({ type }: { type: string }): Promise<void> {
  const event = new Event(type);
  const promises: Promise<unknown>[] = [];
  Object.assign(event, { waitUntil: (promise: Promise<unknown>) => promises.push(promise) });
  self.dispatchEvent(event);
  await Promise.all(promises);
}

/** In the worker. Windows are opened for a real click only. */
async function clickHere({ title, action }: { title: string; action: string }): Promise<string[]> {
  const worker = self as unknown as {
    registration: ServiceWorkerRegistration;
    clients: { openWindow: (address: string) => Promise<null> };
    NotificationEvent: new (type: string, init: object) => Event;
  };
  const opened: string[] = [];
  worker.clients.openWindow = async (address) => {
    opened.push(address);
    return null;
  };
  const notification = (await worker.registration.getNotifications()).find((one) => one.title === title);
  const event = new worker.NotificationEvent("notificationclick", { notification, action });
  const promises: Promise<unknown>[] = [];
  Object.defineProperty(event, "waitUntil", { value: (promise: Promise<unknown>) => promises.push(promise) });
  self.dispatchEvent(event);
  await Promise.all(promises);
  return opened;
}
