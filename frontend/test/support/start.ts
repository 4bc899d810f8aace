/** One page of a browser, with an API of its own, and what a person does there. */

import { openDB } from "idb";
import { vi } from "vitest";
import { newId } from "../../lib/api/ids";
import { blankFields, type Editable, type Task } from "../../lib/domain/task";
import type { Store } from "../../lib/sync/store";
import { type Fate, TestBrowser, type TestPage, until } from "./browser";
import { ModelApi } from "./model-api";

export const milk: Editable = { ...blankFields, title: "Buy milk" };

class Person {
  constructor(
    readonly api: ModelApi,
    readonly page: TestPage,
  ) {}

  get sync() {
    return this.page.sync;
  }

  create(fields: Partial<Editable> = {}, id = newId()): string {
    this.sync.add("task", id, { kind: "create", fields: { ...milk, ...fields }, at: new Date().toISOString() });
    return id;
  }

  shown(id: string): Task {
    return this.sync.state.outbox.shown("task", id) as Task;
  }

  edit(id: string, fields: Partial<Editable>, seen = this.shown(id)): void {
    this.sync.add("task", id, { kind: "edit", fields, seen });
  }

  remove(id: string, seen = this.shown(id)): Task {
    this.sync.add("task", id, { kind: "delete", seen });
    return seen;
  }

  restore(task: Task): void {
    this.sync.add("task", task.id, { kind: "restore", item: task });
  }

  erase(seen: Task): void {
    this.sync.add("task", seen.id, { kind: "erase", seen });
  }

  choose(keepsMine: boolean): void {
    for (const conflict of this.sync.get().conflicts) this.sync.choose(conflict, keepsMine);
  }

  isDone = () =>
    until(
      () => this.sync.get().pending.length === 0,
      () => this.#say("It is not done"),
    );
  isAsked = () =>
    until(
      () => this.sync.get().conflicts.length > 0,
      () => this.#say("Nobody is asked"),
    );
  hasFailed = () =>
    until(
      () => this.sync.get().pending.some((one) => one.hasFailed),
      () => this.#say("It has not failed"),
    );
  isLoaded = () =>
    until(
      () => this.sync.get().shown?.task !== undefined && this.sync.state.replica.isComplete,
      () => this.#say("It is not loaded"),
    );

  #say(what: string): string {
    return `${what}: ${JSON.stringify([this.sync.get(), this.api.requests], null, 1)}`;
  }
}

/** The fates are those of the next writes, in turn. */
type Given = { api?: ModelApi; isAlone?: boolean; fate?: (request: Request) => Fate | Promise<Fate> };

export async function start({ api = new ModelApi(), isAlone = false, fate }: Given = {}) {
  const fates: Fate[] = [];
  const net = { isDown: false };
  const usual = ({ method }: Request): Fate =>
    net.isDown ? "is not sent" : method === "GET" ? "arrives" : (fates.shift() ?? "arrives");
  const browser = new TestBrowser(api, newId(), fate ?? usual);
  const person = new Person(api, browser.open({ isAlone }));
  await person.isLoaded();
  const open = async () => {
    const other = new Person(api, browser.open({ isAlone }));
    await other.isLoaded();
    return other;
  };
  return { api, browser, person, fates, net, open };
}

/** With one task that the API has. */
export async function startWithTask() {
  const started = await start();
  const id = started.person.create();
  await started.person.isDone();
  return { ...started, id };
}

/** Without a connection, with a task that neither the page on which it was added can keep, `other`, nor the one that leads. `next` has heard of it. */
export async function startUnkept() {
  const { api, person, net, open } = await start();
  // In the order in which they come to lead.
  const next = await open();
  const other = await open();
  await Promise.all([person, other, next].map((one) => until(() => one.sync.get().isDurable)));
  for (const one of [person, other]) vi.spyOn(one.sync.state.store as Store, "keep").mockImplementation(() => {});
  net.isDown = true;
  const id = other.create();
  other.sync.state.store?.onDurable(false);
  await until(() => next.sync.get().pending.length === 1);
  return { api, person, net, next, other, id };
}

export const writes = (api: ModelApi) => api.requests.filter((request) => !request.startsWith("GET"));

/** As a page does that is frozen in the middle of a transaction. Until the returned function is called. */
export async function holdStore(userId: string): Promise<() => Promise<void>> {
  const database = await openDB(`todo-${userId}`);
  const holding = database.transaction(["rows", "commands", "state"], "readwrite");
  let isHeld = true;
  const hold = async () => {
    while (isHeld) await holding.objectStore("state").get("state");
  };
  const ended = hold();
  return async () => {
    isHeld = false;
    await ended;
    await holding.done;
    database.close();
  };
}
