/** Tasks that repeat, in the engine: completed without a connection, twice, on two devices, taken back, with what is below them. */

import { beforeAll, expect, test } from "vitest";
import { observe } from "../lib/commands/step";
import { UndoStack } from "../lib/commands/undo";
import { aboutTask, type Task, taskActions } from "../lib/sync/tasks";
import { undoableItems } from "../lib/sync/undoable";
import { reachComing } from "../lib/tasks/coming";
import { dayOf } from "../lib/tasks/day";
import { until } from "./support/browser";
import { start, writes } from "./support/start";

const DAY_MS = 86_400_000;
const dayIn = (days: number) => dayOf(new Date(Date.now() + days * DAY_MS));
const today = dayIn(0);
const daily = { title: "Water plants", due_date: today, repeat: "FREQ=DAILY", repeat_from: "due" } as const;

beforeAll(reachComing);

async function startWith(fields: Parameters<Awaited<ReturnType<typeof start>>["person"]["create"]>[0] = daily) {
  const started = await start();
  const id = started.person.create(fields);
  await started.person.isDone();
  await until(() => started.person.shown(id)?.version === 1);
  started.api.requests.length = 0;
  return { ...started, id, actions: taskActions(started.person.sync) };
}

/** It is completed without a connection, while others change it; then there is one again. */
async function completedOffline(fields: Parameters<typeof startWith>[0], ...elsewhere: Partial<Task>[]) {
  const started = await startWith(fields);
  const { person, api, net, id, actions } = started;
  net.isDown = true;
  actions.complete(id, true);
  for (const change of elsewhere) api.change(id, change);
  net.isDown = false;
  person.sync.retry();
  return started;
}

test("completing moves the task to its next day at once, and the API is asked to complete it", async () => {
  const { person, api, id, actions } = await startWith();
  actions.complete(id, true);
  expect(person.shown(id)).toMatchObject({ completed: false, due_date: dayIn(1) });
  await person.isDone();
  expect(writes(api)).toEqual([`PATCH /${id}`]);
  expect(api.tasks.get(id)).toMatchObject({ completed: false, due_date: dayIn(1), version: 2 });
});

test("the answer of the API is the truth where its day is another one", async () => {
  const { person, api, id, actions } = await startWith({ ...daily, due_date: dayIn(-9) });
  api.today = dayIn(1);
  actions.complete(id, true);
  expect(person.shown(id).due_date).toBe(dayIn(1));
  await person.isDone();
  expect(person.shown(id).due_date).toBe(dayIn(2));
});

test("two ticks without a connection move it once", async () => {
  const { person, api, net, id, actions } = await startWith();
  net.isDown = true;
  actions.complete(id, true);
  actions.complete(id, true);
  await person.hasFailed();
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect([api.tasks.get(id)?.due_date, api.tasks.get(id)?.version]).toEqual([dayIn(1), 2]);
});

test("a completion whose answer was lost is not done again", async () => {
  const { person, api, fates, id, actions } = await startWith();
  fates.push("is not answered");
  actions.complete(id, true);
  await person.hasFailed();
  person.sync.retry();
  await person.isDone();
  expect(api.tasks.get(id)).toMatchObject({ due_date: dayIn(1), version: 2 });
});

test("two devices that complete the same occurrence move it once", async () => {
  const { person, api, net, id, actions } = await startWith({ ...daily, due_date: dayIn(-9) });
  net.isDown = true;
  actions.complete(id, true);
  api.today = dayIn(1);
  api.change(id, { completed: true });
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect(api.tasks.get(id)).toMatchObject({ due_date: dayIn(2), version: 2 });
});

test("who completes what was put off elsewhere to a day of no occurrence is asked", async () => {
  const { person, api, id } = await completedOffline(
    { ...daily, repeat: "FREQ=DAILY;INTERVAL=7" },
    { due_date: dayIn(3) },
  );
  await person.isAsked();
  person.choose(true);
  await person.isDone();
  expect(api.tasks.get(id)).toMatchObject({ due_date: dayIn(7), completed: false });
});

test("who completes for the last time what was put off elsewhere is asked, too", async () => {
  const { person, api, id } = await completedOffline(
    { ...daily, repeat: "FREQ=DAILY;COUNT=1" },
    { due_date: dayIn(-2), repeat: "FREQ=DAILY" },
  );
  await person.isAsked();
  person.choose(false);
  await person.isDone();
  expect(person.shown(id)).toMatchObject({ due_date: dayIn(-2), completed: false });
  expect(api.tasks.get(id)).toMatchObject({ due_date: dayIn(-2), completed: false, version: 2 });
});

test("who has chosen that the last time is done, and meets yet another day, is asked once more", async () => {
  const { person, api, net, id } = await completedOffline(
    { ...daily, repeat: "FREQ=DAILY;COUNT=1" },
    { due_date: dayIn(-2), repeat: "FREQ=DAILY" },
  );
  await person.isAsked();
  net.isDown = true;
  person.choose(true);
  api.change(id, { completed: true });
  const onItsNextDay = { due_date: api.tasks.get(id)?.due_date, version: 3 };
  net.isDown = false;
  person.sync.retry();
  await person.isAsked();
  expect(api.tasks.get(id)).toMatchObject(onItsNextDay);
});

test("who completes a task that has begun to repeat, and has moved on, is asked", async () => {
  const { person, api, id } = await completedOffline(
    { title: "Water plants", due_date: today },
    { repeat: "FREQ=DAILY" },
    { completed: true },
  );
  await person.isAsked();
  expect(api.tasks.get(id)).toMatchObject({ due_date: dayIn(1), version: 3 });
});

test("a task that does not repeat is completed, though it was put off elsewhere", async () => {
  const { person, api, id } = await completedOffline(
    { title: "Water plants", due_date: today },
    { due_date: dayIn(3) },
  );
  await person.isDone();
  expect(api.tasks.get(id)).toMatchObject({ due_date: dayIn(3), completed: true });
});

test("taken back before it was sent, nothing is sent", async () => {
  const { person, api, net, id, actions } = await startWith();
  net.isDown = true;
  actions.complete(id, true);
  actions.edit(person.shown(id), { due_date: today });
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect([writes(api), person.shown(id).due_date]).toEqual([[], today]);
});

test("a day that is chosen after a tick counts, where the API has moved the task to another day than this browser", async () => {
  const { person, api, net, id, actions } = await startWith({ ...daily, repeat: "FREQ=DAILY;COUNT=9" });
  net.isDown = true;
  actions.complete(id, true);
  actions.edit(person.shown(id), { due_date: dayIn(5), due_time: "17:00" });
  // In the account's zone it is tomorrow already.
  api.today = dayIn(1);
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  const chosen = { due_date: dayIn(5), due_time: "17:00", repeat: "FREQ=DAILY;COUNT=7", version: 3 };
  expect(api.tasks.get(id)).toMatchObject(chosen);
});

test("a tick whose answer was lost is taken back, where the API has moved the task to another day", async () => {
  const { person, api, fates, id, actions } = await startWith({ ...daily, repeat: "FREQ=DAILY;COUNT=9" });
  const was = person.shown(id);
  api.today = dayIn(1);
  fates.push("is not answered");
  actions.complete(id, true);
  await person.hasFailed();
  actions.edit(person.shown(id), { due_date: was.due_date, repeat: was.repeat });
  person.sync.retry();
  await person.isDone();
  expect(api.tasks.get(id)).toMatchObject({ due_date: today, repeat: "FREQ=DAILY;COUNT=9", completed: false });
});

test("what is the last time here, and not for the API, is not done twice when the answer is lost", async () => {
  const until = today.replaceAll("-", "");
  const { person, api, fates, id, actions } = await startWith({
    ...daily,
    due_date: dayIn(-1),
    repeat: `FREQ=DAILY;UNTIL=${until}`,
  });
  // In the account's zone it is still yesterday.
  api.today = dayIn(-1);
  fates.push("is not answered");
  actions.complete(id, true);
  expect(person.shown(id).completed).toBe(true);
  await person.hasFailed();
  person.sync.retry();
  await person.isDone();
  expect(api.tasks.get(id)).toMatchObject({ due_date: today, completed: false, version: 2 });
  expect(person.shown(id)).toMatchObject({ due_date: today, completed: false });
});

test("after its last time it stays completed", async () => {
  const { person, api, id, actions } = await startWith({ ...daily, repeat: "FREQ=DAILY;COUNT=1" });
  actions.complete(id, true);
  expect(person.shown(id).completed).toBe(true);
  await person.isDone();
  expect(api.tasks.get(id)).toMatchObject({ completed: true, due_date: today });
});

test("what is below a task that comes again is open again", async () => {
  const { person, api, id, actions } = await startWith();
  const [done, open] = [
    person.create({ title: "Fill the can", parent_id: id, completed: true }),
    person.create({ title: "Balcony", parent_id: id }),
  ];
  await person.isDone();
  actions.complete(id, true);
  const isCompleted = () => [id, done, open].map((one) => person.shown(one).completed);
  expect(isCompleted()).toEqual([false, false, false]);
  await person.isDone();
  expect(isCompleted()).toEqual([false, false, false]);
  expect(api.tasks.get(done)?.completed).toBe(false);
});

test("a repeating subtask is completed with the task above it, and does not move", async () => {
  const { person, api, id, actions } = await startWith({ title: "Holiday" });
  const child = person.create({ ...daily, parent_id: id });
  await person.isDone();
  actions.complete(id, true);
  expect(person.shown(child)).toMatchObject({ completed: true, due_date: today });
  await person.isDone();
  expect(api.tasks.get(child)).toMatchObject({ completed: true, due_date: today });
});

test("nor does it move when that is done again, or when reopening both is taken back", async () => {
  for (const completed of [true, false]) {
    const { person, api, id, actions } = await startWith({ title: "Holiday" });
    const child = person.create({ ...daily, parent_id: id });
    await person.isDone();
    if (!completed) actions.complete(id, true);
    await person.isDone();
    const items = undoableItems(person.sync);
    const stack = new UndoStack(items);
    const about = actions.completedWith(person.shown(id), completed).map((one) => aboutTask(one.id));
    const steps = observe(items.shown, about, () => actions.complete(id, completed));
    stack.note({ id, title: completed ? "Completed" : "Reopened", steps });
    await person.isDone();
    stack.undo();
    await person.isDone();
    if (completed) stack.redo();
    await person.isDone();
    for (const one of [api.tasks.get(child), person.shown(child)])
      expect(one).toMatchObject({ completed: true, due_date: today });
  }
});

test("a tick is undone where the API has moved the task to another day, unless somebody has moved it since", async () => {
  for (const elsewhere of [undefined, dayIn(5)]) {
    const { person, api, id, actions } = await startWith();
    api.today = dayIn(1);
    const items = undoableItems(person.sync);
    const stack = new UndoStack(items);
    const steps = observe(items.shown, [aboutTask(id)], () => actions.complete(id, true));
    stack.note({ id, title: "Completed", steps });
    await person.isDone();
    await until(() => person.shown(id).due_date === dayIn(2));
    if (elsewhere) api.change(id, { due_date: elsewhere });
    await until(() => person.shown(id).due_date === (elsewhere ?? dayIn(2)));
    expect(stack.undo()?.leftOut).toHaveLength(elsewhere ? 1 : 0);
    await person.isDone();
    expect(api.tasks.get(id)?.due_date).toBe(elsewhere ?? today);
  }
});

test("without its day a task has no time and no reminder, and comes again only from completion", async () => {
  const { person, api, id, actions } = await startWith({ ...daily, due_time: "17:00", remind_before: 30 });
  actions.edit(person.shown(id), { due_date: null });
  const none = { due_date: null, due_time: null, repeat: null, remind_before: null };
  expect(person.shown(id)).toMatchObject(none);
  await person.isDone();
  expect(api.tasks.get(id)).toMatchObject(none);
});
