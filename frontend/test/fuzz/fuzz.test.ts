/**
 * Whatever three pages, of which any may fall asleep, another device, the network, the browser's database and the person do,
 * in whatever order: everything ends the same everywhere, and nothing that was written is lost, or sent twice.
 *
 * FUZZ_SECONDS is how long, FUZZ_SEED which runs; `npm run fuzz` takes other runs each time.
 */

import fc from "fast-check";
import { beforeAll, test, vi } from "vitest";
import { newId } from "../../lib/api/ids";
import { observe } from "../../lib/commands/step";
import { UndoStack } from "../../lib/commands/undo";
import { familyOf } from "../../lib/domain/family";
import { type List, type ListFields, listFields } from "../../lib/domain/list";
import { differencesIn, editableIn } from "../../lib/domain/merge";
import { between, inPlace, placeOf } from "../../lib/domain/position";
import { blankFields, differences, type Editable, isEmpty, type Task } from "../../lib/domain/task";
import { editableOf } from "../../lib/domain/task-version";
import { forgetOthers } from "../../lib/sync/database";
import { NOT_IN_TRASH } from "../../lib/sync/erase";
import { aboutList, listActions } from "../../lib/sync/lists";
import type { Refusal } from "../../lib/sync/refusals";
import { aboutTask, taskActions } from "../../lib/sync/tasks";
import { undoableItems } from "../../lib/sync/undoable";
import { reachComing } from "../../lib/tasks/coming";
import { type Fate, pass, TestBrowser, type TestPage, until } from "../support/browser";
import { fuzz, secondsOr } from "../support/fuzz";
import { ModelApi } from "../support/model-api";
import { holdStore } from "../support/start";

const SECONDS = secondsOr(60);

const fields = ["title", "description", "due_date", "priority", "tags", "completed"] as const;
type Name = (typeof fields)[number];

type Step =
  | { do: "create"; page: number }
  | { do: "edit"; page: number; task: number; names: Name[] }
  | { do: "remove" | "undo" | "restore" | "erase"; page: number; task: number }
  | { do: "move"; page: number; task: number; list: number; place: number }
  | { do: "nest"; page: number; task: number; parent: number }
  | { do: "complete" | "repeat"; page: number; task: number }
  | { do: "addList"; page: number }
  | { do: "emptyTrash" | "takeBack" | "doAgain"; page: number }
  | { do: "rename" | "archive" | "moveList" | "deleteList" | "restoreList" | "eraseList"; page: number; list: number }
  | { do: "listElsewhere"; list: number; what: "rename" | "delete" | "restore" | "erase" | "move"; task: number }
  | { do: "choose"; page: number; mine: boolean }
  | {
      do: "elsewhere";
      task: number;
      what: "edit" | "takeBack" | "delete" | "restore" | "erase" | "create";
      names: Name[];
    }
  | { do: "network"; fate: Fate; requests: number }
  | { do: "late"; what: "news" | "answers" | "tabs"; turns: number }
  | { do: "offline" | "online" }
  | { do: "reset" | "signOut" }
  | { do: "sleep" | "wake"; page: number }
  | { do: "store"; is: "full" | "held" | "well" }
  | { do: "reload" | "close" | "open"; page: number }
  | { do: "wait"; turns: number };

const page = fc.nat(2);
const task = fc.nat(3);
const list = fc.nat(1);
const names = fc.subarray([...fields], { minLength: 1, maxLength: 2 });
const fates: Fate[] = [
  "is not sent",
  "is not answered",
  "is not answered",
  "is answered by somebody else",
  "is asked to wait",
];

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant("create" as const), page }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("edit" as const), page, task, names }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("remove" as const, "undo" as const), page, task }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("restore" as const, "erase" as const), page, task }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("move" as const), page, task, list: fc.nat(2), place: fc.nat(3) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("addList" as const), page }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        "rename" as const,
        "archive" as const,
        "moveList" as const,
        "deleteList" as const,
        "restoreList" as const,
        "eraseList" as const,
      ),
      page,
      list,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("listElsewhere" as const),
      list,
      what: fc.constantFrom(
        "rename" as const,
        "delete" as const,
        "delete" as const,
        "restore" as const,
        "erase" as const,
        "move" as const,
      ),
      task,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("choose" as const), page, mine: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("elsewhere" as const),
      task,
      what: fc.constantFrom(
        "edit" as const,
        "edit" as const,
        "takeBack" as const,
        "delete" as const,
        "restore" as const,
        "erase" as const,
        "create" as const,
      ),
      names,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("network" as const),
      fate: fc.constantFrom(...fates),
      requests: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("late" as const),
      what: fc.constantFrom("news" as const, "answers" as const, "tabs" as const),
      turns: fc.nat(20),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("nest" as const), page, task, parent: task }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom("complete" as const, "complete" as const, "repeat" as const),
      page,
      task,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("offline" as const, "online" as const, "reset" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom("reload" as const, "close" as const, "open" as const), page }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom(
        "takeBack" as const,
        "takeBack" as const,
        "doAgain" as const,
        "doAgain" as const,
        "emptyTrash" as const,
      ),
      page,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("sleep" as const, "wake" as const), page }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("store" as const),
      is: fc.constantFrom("full" as const, "held" as const, "well" as const, "well" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("signOut" as const, "reset" as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("wait" as const), turns: fc.integer({ min: 1, max: 30 }) }) },
);

/** What pages wait for in seconds passes as quickly as the rest. */
const HASTE = 50;
const SECONDS_BEGIN = 400;

/** Whether browsers have room for what is to be kept. */
let isFull = false;

beforeAll(() => {
  const { setTimeout } = globalThis;
  vi.stubGlobal("setTimeout", (run: () => void, ms = 0, ...of: []) =>
    setTimeout(run, ms < SECONDS_BEGIN ? ms : ms / HASTE, ...of),
  );
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...of) {
    if (isFull) throw new DOMException("No room", "QuotaExceededError");
    return put.apply(this, of);
  });
  return () => vi.unstubAllGlobals();
});

class Run {
  readonly api = new ModelApi();
  readonly #fates: Fate[] = [];
  #isOffline = false;
  readonly browser = new TestBrowser(this.api, newId(), () =>
    this.#isOffline ? "is not sent" : (this.#fates.shift() ?? "arrives"),
  );
  readonly pages: (TestPage | undefined)[] = [this.browser.open(), undefined, undefined];
  readonly #stacks = new WeakMap<TestPage, UndoStack>();
  /** Of the next task or list that is made. */
  #next = newId();
  #letGo: (() => Promise<void>) | undefined;
  /** All tasks, as they were written, and what was written into each. */
  readonly ids: string[] = [];
  readonly written: { id: string; name: "title" | "description"; value: string }[] = [];
  /** Tasks that a person has deleted, or decided about: what was written into them may be given up. */
  readonly givenUp = new Set<string>();
  readonly #removed: Task[] = [];
  readonly listIds: string[] = [];
  /** What was there, and is there again because somebody wants it. */
  readonly #broughtBack = new Set<string>();
  readonly namesWritten: { id: string; value: string }[] = [];
  /** Tasks about which a person has been asked, or of which the API knows nothing any more: what was written may come twice. */
  readonly #hasChosen = new Set<string>();
  readonly #removedLists: List[] = [];
  #count = 0;

  constructor() {
    this.api.page = 3;
  }

  #value(name: Name): Partial<Editable> {
    this.#count += 1;
    const values: Pick<Editable, Name> = {
      title: `title ${this.#count}`,
      description: `description ${this.#count}`,
      due_date: `2026-12-${String((this.#count % 28) + 1).padStart(2, "0")}`,
      priority: this.#count % 4,
      tags: [`tag${this.#count}`],
      completed: this.#count % 2 === 0,
    };
    return { [name]: values[name] };
  }

  #values(wanted: readonly Name[]): Partial<Editable> {
    return Object.assign({}, ...wanted.map((name) => this.#value(name)));
  }

  /** What a person does on a page can be taken back there. */
  async take(one: Step): Promise<void> {
    const page = "page" in one ? this.#awake(one.page) : undefined;
    if (!page || ["reload", "close", "open", "sleep", "wake", "takeBack", "doAgain"].includes(one.do))
      return this.#take(one);
    const items = undoableItems(page.sync);
    const about = [...this.ids, this.#next].map(aboutTask).concat([...this.listIds, this.#next].map(aboutList));
    let taken: Promise<void> | undefined;
    const steps = observe(items.shown, about, () => {
      taken = this.#take(one);
    });
    const stack = this.#stacks.get(page) ?? new UndoStack(items);
    this.#stacks.set(page, stack);
    stack.note({ id: newId(), title: one.do, steps });
    await taken;
  }

  /** A person can do nothing with one that is asleep. */
  #awake(place: number): TestPage | undefined {
    const page = this.pages[place];
    return page?.isAsleep ? undefined : page;
  }

  async #take(one: Step): Promise<void> {
    switch (one.do) {
      case "create":
        return this.#create(this.#awake(one.page));
      case "edit":
        return this.#edit(this.#awake(one.page), one.task, one.names);
      case "remove":
        return this.#remove(this.#awake(one.page), one.task);
      case "undo": {
        const last = this.#removed.pop();
        if (last) this.#awake(one.page)?.sync.add("task", last.id, { kind: "restore", item: last });
        return;
      }
      case "restore":
      case "erase":
        return this.#takeFromTrash(this.#awake(one.page), one.do, one.task);
      case "move":
        return this.#move(this.#awake(one.page), one.task, one.list, one.place);
      case "nest":
        return this.#nest(this.#awake(one.page), one.task, one.parent);
      case "complete":
        return this.#complete(this.#awake(one.page), one.task);
      case "repeat":
        return this.#repeat(this.#awake(one.page), one.task);
      case "addList":
        return this.#addList(this.#awake(one.page));
      case "rename":
      case "archive":
      case "moveList":
      case "deleteList":
      case "restoreList":
      case "eraseList":
        return this.#changeList(this.#awake(one.page), one.do, one.list);
      case "listElsewhere":
        return this.#listElsewhere(one.what, this.listIds[one.list], this.ids[one.task]);
      case "choose":
        return this.#choose(this.#awake(one.page), one.mine);
      case "elsewhere":
        return this.#elsewhere(one.what, this.ids[one.task] ?? this.ids.at(-1), one.names);
      case "network":
        for (let request = 0; request < one.requests; request++) this.#fates.push(one.fate);
        return;
      case "offline":
      case "online":
        this.#isOffline = one.do === "offline";
        return;
      case "reset":
        this.api.logStart = this.api.log.at(-1)?.seq ?? 0;
        return;
      case "reload":
      case "close":
      case "open":
        return this.#reopen(one.page, one.do);
      case "signOut":
        return this.#signOut();
      case "sleep":
      case "wake": {
        const page = this.pages[one.page];
        if (page) page.isAsleep = one.do === "sleep";
        return;
      }
      case "store":
        return this.#store(one.is);
      case "takeBack":
      case "doAgain":
        return this.#turn(this.#awake(one.page), one.do);
      case "emptyTrash":
        return this.#emptyTrash(this.#awake(one.page));
      case "late":
        if (one.what === "tabs") this.browser.turnsToTabs = 1 + one.turns;
        else this.browser.after = ({ method }) => pass((method === "GET") === (one.what === "news") ? one.turns : 0);
        return;
      case "wait":
        return pass(one.turns);
    }
  }

  #newId(): string {
    const id = this.#next;
    this.#next = newId();
    return id;
  }

  #create(page: TestPage | undefined): void {
    if (!page || this.ids.length > 3) return;
    const id = this.#newId();
    this.ids.push(id);
    const title = `title ${++this.#count}`;
    this.written.push({ id, name: "title", value: title });
    void taskActions(page.sync).create([{ id, fields: { ...blankFields, title } }]);
  }

  #edit(page: TestPage | undefined, place: number, wanted: readonly Name[]): void {
    const tasks = page?.sync.get().shown?.task ?? [];
    const seen = tasks[place % Math.max(1, tasks.length)];
    if (!page || !seen) return;
    const fields = differences(seen, this.#values(wanted));
    if (isEmpty(fields)) return;
    for (const name of ["title", "description"] as const)
      if (fields[name]) this.written.push({ id: seen.id, name, value: fields[name] });
    page.sync.add("task", seen.id, { kind: "edit", fields, seen });
  }

  #remove(page: TestPage | undefined, place: number): void {
    const tasks = page?.sync.get().shown?.task ?? [];
    const seen = tasks[place % Math.max(1, tasks.length)];
    if (!page || !seen) return;
    this.#giveUpBelow(seen.id);
    this.#removed.push(seen);
    page.sync.add("task", seen.id, { kind: "delete", seen });
  }

  /** What is below a task, here or there, goes with it. */
  #giveUpBelow(id: string): void {
    const shown = this.pages.flatMap((one) => one?.sync.get().shown?.task ?? []);
    const all = [...shown, ...this.api.tasks.values()];
    const gone = new Set([id]);
    for (const above of gone) for (const one of all) if (one.parent_id === above) gone.add(one.id);
    for (const one of gone) this.givenUp.add(one);
  }

  /** To another list, or the Inbox, between two tasks that are shown. */
  #move(page: TestPage | undefined, place: number, toList: number, toPlace: number): void {
    const { task: tasks = [], list: lists = [] } = page?.sync.get().shown ?? {};
    const seen = tasks[place % Math.max(1, tasks.length)];
    if (!page || !seen) return;
    const line = tasks.toSorted(inPlace).map(placeOf);
    const position = between(line[toPlace - 1] ?? null, line[toPlace] ?? null);
    const fields = differences(seen, { list_id: lists[toList]?.id ?? null, position });
    if (!isEmpty(fields)) page.sync.add("task", seen.id, { kind: "edit", fields, seen });
  }

  /** Below another task, or to the top level; the page itself offers no circle. */
  #nest(page: TestPage | undefined, place: number, toPlace: number): void {
    const tasks = page?.sync.get().shown?.task ?? [];
    const seen = tasks[place % Math.max(1, tasks.length)];
    if (!page || !seen) return;
    const parent = tasks[toPlace];
    if (parent && !familyOf(tasks).canBeBelow(seen, parent)) return;
    taskActions(page.sync).moveTask(seen, {
      parent_id: parent?.id ?? null,
      ...(parent && { list_id: parent.list_id }),
    });
  }

  #complete(page: TestPage | undefined, place: number): void {
    const tasks = page?.sync.get().shown?.task ?? [];
    const seen = tasks[place % Math.max(1, tasks.length)];
    if (page && seen) taskActions(page.sync).complete(seen.id, !seen.completed);
  }

  /** From now on it comes again, and three times, or no more. */
  #repeat(page: TestPage | undefined, place: number): void {
    const tasks = page?.sync.get().shown?.task ?? [];
    const seen = tasks[place % Math.max(1, tasks.length)];
    if (!page || !seen) return;
    this.#count += 1;
    const rules = ["FREQ=DAILY", "FREQ=DAILY;COUNT=3", null];
    const day = this.#value("due_date").due_date ?? null;
    taskActions(page.sync).edit(seen, { due_date: day, repeat: rules[this.#count % rules.length] ?? null });
  }

  #addList(page: TestPage | undefined): void {
    if (!page || this.listIds.length > 1) return;
    const id = this.#newId();
    this.listIds.push(id);
    const name = `list ${++this.#count}`;
    this.namesWritten.push({ id, value: name });
    listActions(page.sync).addList({ name }, id);
  }

  #changeList(page: TestPage | undefined, what: string, place: number): void {
    const lists = page?.sync.get().shown?.list ?? [];
    const seen = lists[place % Math.max(1, lists.length)];
    if (!page) return;
    if (what === "restoreList") {
      const gone = this.#removedLists.pop();
      if (gone) page.sync.add("list", gone.id, { kind: "restore", item: gone });
      return;
    }
    if (what === "eraseList") {
      const gone = [...this.api.lists.all.values()].filter(({ deleted_at }) => deleted_at !== null)[place];
      if (!gone || page.sync.state.outbox.shown("list", gone.id)) return;
      this.givenUp.add(gone.id);
      page.sync.add("list", gone.id, { kind: "erase", seen: gone });
      return;
    }
    if (!seen) return;
    if (what === "deleteList") {
      this.#deleteList(page, seen);
      return;
    }
    this.#count += 1;
    const wanted: Partial<ListFields> =
      what === "rename"
        ? { name: `list ${this.#count}` }
        : what === "archive"
          ? { archived: !seen.archived }
          : { position: between(null, placeOf(seen)) };
    if (wanted.name) this.namesWritten.push({ id: seen.id, value: wanted.name });
    page.sync.add("list", seen.id, { kind: "edit", fields: differencesIn(listFields, seen, wanted), seen });
  }

  #deleteList(page: TestPage, seen: List): void {
    this.#giveUp(seen.id);
    this.#removedLists.push(seen);
    page.sync.add("list", seen.id, { kind: "delete", seen });
  }

  /** What was written in the list, and into the tasks in it, may go with it. */
  #giveUp(listId: string): void {
    this.givenUp.add(listId);
    const shown = this.pages.flatMap((one) => one?.sync.get().shown?.task ?? []);
    for (const one of [...shown, ...this.api.tasks.values()]) if (one.list_id === listId) this.givenUp.add(one.id);
  }

  #listElsewhere(what: string, id: string | undefined, taskId: string | undefined): void {
    const list = id ? this.api.lists.all.get(id) : undefined;
    if (!list) return;
    if (what === "restore" && list.deleted_at) this.api.lists.restore(list.id);
    else if (what === "erase" && list.deleted_at) this.api.lists.erase(list.id);
    if (list.deleted_at) return;
    const task = taskId ? this.api.tasks.get(taskId) : undefined;
    if (what === "rename") this.api.lists.change(list.id, { name: `there ${++this.#count}` });
    else if (what === "move" && task && !task.deleted_at) this.api.change(task.id, { list_id: list.id });
    else if (what === "delete") {
      this.#giveUp(list.id);
      this.api.lists.delete(list.id);
    }
  }

  /** What the person sees there may be what they have just deleted, or what the API has told some time ago. */
  #takeFromTrash(page: TestPage | undefined, what: "restore" | "erase", place: number): void {
    const seen = [...this.#removed, ...this.api.trash][place];
    if (!page || !seen || page.sync.state.outbox.shown("task", seen.id)) return;
    if (what === "erase") this.givenUp.add(seen.id);
    page.sync.add("task", seen.id, what === "erase" ? { kind: "erase", seen } : { kind: "restore", item: seen });
  }

  #choose(page: TestPage | undefined, mine: boolean): void {
    const [conflict] = page?.sync.get().conflicts ?? [];
    if (!page || !conflict) return;
    this.#hasChosen.add(conflict.itemId);
    if (!mine || conflict.change.kind === "delete") this.givenUp.add(conflict.itemId);
    page.sync.choose(conflict, mine);
  }

  #elsewhere(what: string, id: string | undefined, wanted: readonly Name[]): void {
    if (what === "create" && this.api.tasks.size < 6)
      return void this.api.create(newId(), { title: `there ${++this.#count}` });
    const task = id ? this.api.tasks.get(id) : undefined;
    if (!task) return;
    // Of what is erased before its maker hears that it has arrived, nobody can tell.
    if (what === "erase") this.#hasChosen.add(task.id);
    if (what === "erase") this.api.erase(task.id);
    else if (what === "restore" && task.deleted_at) this.api.restore(task.id);
    else if (task.deleted_at) return;
    else if (what === "delete") this.api.delete(task.id);
    else if (what === "takeBack") this.#takeBackElsewhere(task);
    else if (what === "edit") this.api.change(task.id, this.#values(wanted));
  }

  /** Somebody finds what was written there before better. */
  #takeBackElsewhere(task: Task): void {
    const titles = this.api.statesOf(task.id).flatMap((state) => state?.title ?? []);
    const before = titles.filter((title) => title !== task.title).at(-1);
    if (!before) return;
    this.#broughtBack.add(before);
    this.api.change(task.id, { title: before });
  }

  #turn(page: TestPage | undefined, what: "takeBack" | "doAgain"): void {
    const stack = page && this.#stacks.get(page);
    const outcome = what === "takeBack" ? stack?.undo() : stack?.redo();
    for (const { itemId, after, before } of outcome?.done ?? []) {
      for (const item of [after, before] as (Partial<Task> | null)[])
        for (const value of [item?.title, item?.description]) if (value) this.#broughtBack.add(value);
      if (after) continue;
      this.#giveUpBelow(itemId);
      this.#giveUp(itemId);
    }
  }

  #emptyTrash(page: TestPage | undefined): void {
    const trash = this.api.trash.filter(({ id }) => !page?.sync.state.outbox.shown("task", id));
    for (const { id } of trash) this.givenUp.add(id);
    page?.sync.addAll(
      "task",
      trash.map((seen) => [seen.id, { kind: "erase", seen }]),
    );
  }

  async #store(is: "full" | "held" | "well"): Promise<void> {
    isFull = is === "full";
    if (is === "held") this.#letGo ??= await holdStore(this.browser.userId);
    if (is !== "well") return;
    await this.#letGo?.();
    this.#letGo = undefined;
  }

  /** What is not sent stays in the browser, whoever else signs in there, until the same person does. */
  async #signOut(): Promise<void> {
    for (const place of this.pages.keys()) await this.#isKept(place);
    const [page, ...others] = this.pages.flatMap((one) => one ?? []);
    await page?.sync.forget({ unsent: false });
    page?.close();
    await forgetOthers("somebody else");
    for (const place of this.pages.keys()) if (this.pages[place]?.isOpen) await this.#isKept(place);
    for (const one of others) one.close();
    this.pages.splice(0, 3, this.browser.open(), undefined, undefined);
  }

  /** Before that the browser warns. */
  async #isKept(place: number): Promise<void> {
    await this.#store("well");
    const page = this.pages[place];
    // One that is asleep does not hear what others keep.
    const isKept = ({ sync, isAsleep }: TestPage) =>
      sync.get().pending.every(({ order, page: of }) => order !== null || (isAsleep && of !== sync.state.page));
    await until(
      () => !page || isKept(page),
      () => this.#say(),
    );
  }

  async #reopen(place: number, how: "reload" | "close" | "open"): Promise<void> {
    const open = this.pages[place];
    if (how === "open" && open) return;
    await this.#isKept(place);
    open?.close();
    this.pages[place] = how === "close" ? undefined : this.browser.open();
  }

  /** Everything is well again, and every question is answered. */
  async settle(): Promise<void> {
    this.#isOffline = false;
    this.#fates.length = 0;
    this.browser.after = () => undefined;
    this.browser.turnsToTabs = 1;
    await this.#store("well");
    for (const one of this.pages) if (one) one.isAsleep = false;
    for (const place of this.pages.keys()) await this.#reopen(place, "open");
    const isQuiet = () => {
      for (const one of this.pages) this.#choose(one, this.#count++ % 2 === 0);
      // What a page has not read yet may be to be sent.
      const isDone = ({ state }: TestPage["sync"]) => state.store !== undefined && state.get().pending.length === 0;
      return this.pages.every((one) => one && isDone(one.sync) && this.#isSame(one));
    };
    await until(isQuiet, () => this.#say());
  }

  #isSame(page: TestPage): boolean {
    const tasks = page.sync.get().shown?.task;
    const lists = page.sync.get().shown?.list;
    if (tasks === undefined || lists === undefined) return false;
    const same = (one: object[], other: object[]) => JSON.stringify(one) === JSON.stringify(other);
    return (
      same(tasks.map(plain), this.api.alive.map(plain)) &&
      same(lists.toSorted(inPlace).map(plainList), this.api.lists.alive.toSorted(inPlace).map(plainList))
    );
  }

  /** What was written is there, or has been there, unless somebody has decided otherwise. */
  checkNothingLost(): void {
    for (const { id, name, value } of this.written) {
      if (this.givenUp.has(id) || this.api.statesOf(id).some((state) => state?.[name] === value)) continue;
      throw new Error(`Lost: ${name} "${value}" of ${id}\n${this.#say()}`);
    }
    for (const { id, name, value } of this.written) {
      if (this.givenUp.has(id) || this.#hasChosen.has(id) || this.#broughtBack.has(value)) continue;
      const are = this.api.statesOf(id).map((state) => state?.[name] === value);
      const times = are.filter((is, place) => is && !are[place - 1]).length;
      if (times > 1) throw new Error(`Sent twice: ${name} "${value}" of ${id}\n${this.#say()}`);
    }
    for (const { id, value } of this.namesWritten) {
      if (this.givenUp.has(id) || this.api.lists.statesOf(id).some(({ name }) => name === value)) continue;
      throw new Error(`Lost: the name "${value}" of ${id}\n${this.#say()}`);
    }
    const hasGone = this.listIds.some((id) => this.api.lists.statesOf(id).some((one) => one.deleted_at));
    const isOfGoneList = ({ detail }: Refusal) => hasGone && detail.startsWith("The list is gone.");
    // Two pages have put tasks below each other, or one into the trash.
    const isOfParent = ({ detail }: Refusal) =>
      /^(The task above|A task cannot be below|Tasks can be at most)/.test(detail);
    const isSpared = ({ change, detail }: Refusal) => change.kind === "erase" && detail.startsWith(NOT_IN_TRASH);
    for (const one of this.pages) {
      const refused =
        one?.refusals.filter((refusal) => !isSpared(refusal) && !isOfGoneList(refusal) && !isOfParent(refusal)) ?? [];
      if (refused.length > 0) throw new Error(`Refused: ${JSON.stringify(refused)}`);
    }
  }

  #say(): string {
    const short = (id: string) => id.slice(0, 4);
    const sayTask = ({ id, version, title, list_id }: Task) =>
      `${short(id)} v${version} ${title} in ${short(list_id ?? "none")}`;
    const lines = [
      `there: ${this.api.alive.map(sayTask).join(", ")}`,
      `lists there: ${[...this.api.lists.all.values()].map(({ id, version, name, deleted_at }) => `${short(id)} v${version} ${name} ${deleted_at ?? ""}`).join(", ")}`,
      `requests: ${this.api.requests.slice(-15).join(", ")}`,
    ];
    for (const one of this.pages) {
      if (!one) continue;
      const { shown, pending, isDurable } = one.sync.get();
      const tasks = shown?.task;
      const { token, loadedTo } = one.sync.state.replica.position ?? {};
      lines.push(
        `page ${short(one.sync.state.page)}: ${tasks?.map(sayTask).join(", ")}; at ${token}, ${loadedTo}; durable ${isDurable}`,
      );
      lines.push(`  outage: ${JSON.stringify(one.connection.get())}`);
      lines.push(
        `  lists: ${shown?.list.map(({ id, version, name }) => `${short(id)} v${version} ${name}`).join(", ")}`,
      );
      for (const { id, page, itemId, ...rest } of pending)
        lines.push(
          `  ${short(id)} by ${short(page)} on ${short(itemId)} ${JSON.stringify({ ...rest, change: rest.change.kind, theirs: rest.theirs && "theirs" })}`,
        );
    }
    return lines.join("\n");
  }

  end(): void {
    isFull = false;
    void this.#letGo?.();
    for (const one of this.pages) one?.close();
    indexedDB.deleteDatabase(`todo-${this.browser.userId}`);
  }
}

const plainList = (list: List) => ({ id: list.id, version: list.version, ...editableIn(listFields, list) });
const plain = (task: Task) => ({ id: task.id, version: task.version, ...editableOf(task) });

beforeAll(reachComing);

test("everything ends the same everywhere, and nothing that was written is lost", {
  timeout: SECONDS * 1000 + 120_000,
}, async () => {
  await fuzz({ step, mostSteps: 40, seconds: SECONDS, seed: 20261127 }, async (steps) => {
    const run = new Run();
    try {
      for (const one of steps) await run.take(one);
      await run.settle();
      run.checkNothingLost();
    } finally {
      run.end();
    }
  });
});
