/**
 * Three devices in three zones, one of which is the account's, do with tasks that repeat whatever can be done, with and
 * without a connection, while the clocks go on: all of them end the same, one completion moves a task once at most, and no
 * rule, time or title that was written is lost.
 *
 * FUZZ_SECONDS and FUZZ_SEED as in fuzz.test.ts.
 */

import fc from "fast-check";
import { beforeAll, expect, test, vi } from "vitest";
import { newId } from "../../lib/api/ids";
import type { Task } from "../../lib/domain/task";
import { editableOf } from "../../lib/domain/task-version";
import { taskActions } from "../../lib/sync/tasks";
import { comingAfter, reachComing } from "../../lib/tasks/coming";
import { type Day, dayOf } from "../../lib/tasks/day";
import { type Fate, TestBrowser, type TestPage, until } from "../support/browser";
import { fuzz, secondsOr } from "../support/fuzz";
import { ModelApi } from "../support/model-api";

const SECONDS = secondsOr(30);

/** The first is the account's. For much of a day these have three dates, and two for the rest of it. */
const ZONES = ["Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago"] as const;
const BEGIN = Date.parse("2026-11-28T09:00:00Z");
const HOUR_MS = 3_600_000;
const RULES = [
  "FREQ=DAILY",
  "FREQ=DAILY;INTERVAL=3",
  "FREQ=DAILY;COUNT=4",
  "FREQ=DAILY;UNTIL=20261201",
  "FREQ=WEEKLY;BYDAY=MO,TH",
  "FREQ=MONTHLY;BYMONTHDAY=31",
];

type On = { device: number; task: number };
type Change =
  | ({ do: "complete" | "completeTwice" | "skip" | "title" } & On)
  | ({ do: "rule" | "day" | "time"; value: number } & On);
type Step =
  | Change
  | { do: "undo" | "offline" | "online" | "reload"; device: number }
  | { do: "choose"; device: number; mine: boolean }
  | { do: "network"; device: number; fate: Fate }
  | { do: "pass"; hours: number }
  | { do: "wait"; turns: number };

const device = fc.nat(2);
const on = { device, task: fc.nat(1) };
const value = fc.nat(11);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 7, arbitrary: fc.record({ do: fc.constantFrom("complete" as const, "completeTwice" as const), ...on }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("skip" as const, "title" as const), ...on }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constantFrom("rule" as const, "day" as const, "time" as const), ...on, value }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("undo" as const), device }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constantFrom("offline" as const, "online" as const, "reload" as const), device }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("choose" as const), device, mine: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("network" as const),
      device,
      fate: fc.constantFrom<Fate>("is not sent", "is not answered"),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("pass" as const), hours: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("wait" as const), turns: fc.integer({ min: 1, max: 12 }) }) },
);

class Device {
  isOffline = false;
  readonly fates: Fate[] = [];
  readonly browser: TestBrowser;
  page: TestPage;
  /** What it has completed, as it was, the last one last. */
  readonly completed: Task[] = [];

  constructor(
    api: ModelApi,
    readonly zone: string,
  ) {
    this.browser = new TestBrowser(api, newId(), () =>
      this.isOffline ? "is not sent" : (this.fates.shift() ?? "arrives"),
    );
    this.page = this.browser.open();
  }

  /** Before that the browser warns. */
  async reload(): Promise<void> {
    await until(() => this.page.sync.get().isDurable);
    this.page.close();
    this.page = this.browser.open();
  }

  get actions() {
    return taskActions(this.page.sync);
  }

  shown(id: string): Task | undefined {
    return this.page.sync.state.outbox.shown("task", id) as Task | undefined;
  }
}

class Run {
  readonly api = new ModelApi();
  readonly devices = ZONES.map((zone) => new Device(this.api, zone));
  readonly ids: string[] = [];
  #now = BEGIN;
  #count = 0;
  readonly #written: { id: string; name: "repeat" | "due_time" | "title"; value: string }[] = [];
  /** Tasks about which somebody has chosen: what was written into them may be given up. */
  readonly #givenUp = new Set<string>();
  /** On which day each task was seen by whoever completed it. */
  readonly #completions: string[] = [];
  /** What the API has moved on, as it is then, with the day that it was on. A batch that is refused leaves none. */
  readonly #moved = new Map<Task, string>();

  constructor() {
    this.#pass(0);
    for (const repeat of ["FREQ=DAILY", "FREQ=DAILY;COUNT=4"])
      this.ids.push(
        this.api.create(newId(), { title: "task", due_date: this.api.today, repeat, repeat_from: "due" }).id,
      );
    const change = this.api.change.bind(this.api);
    this.api.change = (id, fields, expected) => {
      const before = this.api.tasks.get(id);
      const after = change(id, fields, expected);
      const isMoved = fields.completed && before?.repeat && !before.completed && !after.completed;
      if (isMoved) this.#moved.set(after, `${id} ${before.due_date}`);
      return after;
    };
  }

  /** As that device's own clock shows it. */
  #at<Result>({ zone }: { zone: string }, act: () => Result): Result {
    const before = process.env.TZ;
    process.env.TZ = zone;
    vi.setSystemTime(this.#now);
    try {
      return act();
    } finally {
      vi.useRealTimers();
      process.env.TZ = before;
    }
  }

  #pass(hours: number): void {
    this.#now += hours * HOUR_MS;
    this.api.today = this.#at({ zone: ZONES[0] }, () => dayOf(new Date()));
  }

  async take(one: Step): Promise<void> {
    if (one.do === "pass") return this.#pass(one.hours);
    if (one.do === "wait") {
      for (let turn = 0; turn < one.turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      return;
    }
    const device = this.devices[one.device] as Device;
    if ("task" in one) this.#at(device, () => this.#change(device, one));
    else if (one.do === "offline" || one.do === "online") device.isOffline = one.do === "offline";
    else if (one.do === "reload") await device.reload();
    else if (one.do === "network") device.fates.push(one.fate);
    else if (one.do === "choose") this.#choose(device, one.mine);
    else this.#at(device, () => this.#undo(device));
  }

  #change(device: Device, one: Change): void {
    const seen = device.shown(this.ids[one.task] ?? "");
    if (!seen) return;
    this.#count += 1;
    const { actions } = device;
    switch (one.do) {
      case "complete":
      case "completeTwice":
        if (!seen.completed && !actions.isComing(seen.id)) {
          device.completed.push(seen);
          this.#completions.push(`${seen.id} ${seen.due_date}`);
        }
        actions.complete(seen.id, !seen.completed);
        if (one.do === "completeTwice" && !seen.completed && seen.repeat) actions.complete(seen.id, true);
        return;
      case "skip": {
        const coming = comingAfter(seen);
        if (coming) actions.edit(seen, { due_date: coming.due_date });
        return;
      }
      case "title":
        this.#write(device, seen, "title", `title ${this.#count}`);
        return;
      case "rule":
        this.#write(device, seen, "repeat", RULES[one.value % RULES.length] ?? "");
        return;
      case "time":
        this.#write(device, seen, "due_time", `${10 + one.value}:00`);
        return;
      case "day":
        actions.edit(seen, { due_date: dayOf(new Date(this.#now + (one.value - 2) * 24 * HOUR_MS)) });
    }
  }

  #write(device: Device, seen: Task, name: "repeat" | "due_time" | "title", value: string): void {
    if (seen[name] === value) return;
    this.#written.push({ id: seen.id, name, value });
    device.actions.edit(seen, { [name]: value });
  }

  /** As Undo does it. */
  #undo(device: Device): void {
    const was = device.completed.pop();
    const seen = was && device.shown(was.id);
    if (seen) device.actions.edit(seen, { due_date: was.due_date, repeat: was.repeat, completed: false });
  }

  #choose({ page }: Device, mine: boolean): void {
    const [conflict] = page.sync.get().conflicts;
    if (!conflict) return;
    const { itemId, change, theirs } = conflict;
    this.#givenUp.add(itemId);
    // Whoever keeps that it is completed completes what is there.
    const isCompletion = change.kind === "edit" && (change.fields as Partial<Task>).completed;
    if (mine && isCompletion && theirs !== "deleted") this.#completions.push(`${itemId} ${(theirs as Task).due_date}`);
    page.sync.choose(conflict, mine);
  }

  async settle(): Promise<void> {
    for (const device of this.devices) {
      device.isOffline = false;
      device.fates.length = 0;
      device.page.sync.retry();
    }
    const plain = (task: Task) => JSON.stringify({ version: task.version, ...editableOf(task) });
    const isSame = ({ page }: Device) =>
      this.ids.every((id) => {
        const [here, there] = [page.sync.state.outbox.shown("task", id) as Task | undefined, this.api.tasks.get(id)];
        return here && there && plain(here) === plain(there);
      });
    const isQuiet = () => {
      for (const device of this.devices) this.#choose(device, this.#count++ % 2 === 0);
      return this.devices.every((device) => device.page.sync.get().pending.length === 0 && isSame(device));
    };
    await until(isQuiet, () => this.#say());
  }

  get #moves(): string[] {
    const states = this.ids.flatMap((id) => this.api.statesOf(id));
    return states.flatMap((state) => (state && this.#moved.get(state)) ?? []);
  }

  check(): void {
    for (const id of this.ids) {
      const states = this.api.statesOf(id);
      expect(states.at(-1)?.repeat, `The rule is lost\n${this.#say()}`).not.toBeNull();
      if (this.#givenUp.has(id)) continue;
      for (const { id: _, name, value } of this.#written.filter((one) => one.id === id))
        expect(
          states.some((state) => state?.[name] === value),
          `Lost: ${name} ${value}\n${this.#say()}`,
        ).toBe(true);
    }
    for (const move of new Set(this.#moves)) {
      const times = (all: readonly string[]) => all.filter((one) => one === move).length;
      expect(times(this.#moves), `Moved too often: ${move}\n${this.#say()}`).toBeLessThanOrEqual(
        times(this.#completions),
      );
    }
    expect(this.devices.flatMap(({ page }) => page.refusals)).toEqual([]);
  }

  #say(): string {
    const say = ({ version, title, due_date, due_time, repeat, completed }: Partial<Task>) =>
      `v${version} ${title} ${due_date} ${due_time} ${repeat} ${completed}`;
    return [
      ...this.ids.map(
        (id) =>
          `${id}: ${this.api
            .statesOf(id)
            .map((state) => say(state ?? {}))
            .join(" → ")}`,
      ),
      `completed: ${this.#completions.join(", ")}; moved: ${this.#moves.join(", ")}`,
      ...this.devices.map(
        (device) =>
          `${device.zone}: ${this.ids.map((id) => say(device.shown(id) ?? {})).join(", ")} ${JSON.stringify(device.page.sync.get().pending)}`,
      ),
    ].join("\n");
  }

  end(): void {
    for (const { page, browser } of this.devices) {
      page.close();
      indexedDB.deleteDatabase(`todo-${browser.userId}`);
    }
  }
}

beforeAll(reachComing);

test("the zones have days of their own", () => {
  const days = new Set<Day>();
  for (const zone of ZONES) {
    const before = process.env.TZ;
    process.env.TZ = zone;
    days.add(dayOf(new Date("2026-11-28T10:30:00Z")));
    process.env.TZ = before;
  }
  expect(days.size).toBe(3);
});

test("in three zones a task that repeats is moved once for each completion, and nothing of it is lost", {
  timeout: SECONDS * 1000 + 120_000,
}, async () => {
  await fuzz({ step, mostSteps: 30, seconds: SECONDS, seed: 20261128 }, async (steps) => {
    const run = new Run();
    try {
      for (const device of run.devices) await until(() => device.shown(run.ids[1] ?? "") !== undefined);
      for (const one of steps) await run.take(one);
      await run.settle();
      run.check();
    } finally {
      run.end();
    }
  });
});
