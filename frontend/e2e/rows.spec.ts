/** What a row of the list does when it is clicked, ticked, and walked along. */

import type { Locator, Page } from "@playwright/test";
import { goOffline } from "./connection";
import { settle } from "./settle";
import { TaskPage } from "./task-page";
import { expect, holdBack, holdBackScript, test } from "./test";

test("a click on a title opens the task, and only the box completes it", async ({ tasks, person }) => {
  await person.has({ title: "Buy milk", description: "Two bottles" }, "Call mum");
  await tasks.page.getByText("Buy milk", { exact: true }).click();
  await expect(tasks.editor("Buy milk").getByLabel("Title")).toBeFocused();
  await expect(tasks.checkbox("Buy milk")).not.toBeChecked();
  await tasks.page.keyboard.press("Escape");
  await tasks.page.getByText("Two bottles").click();
  await expect(tasks.editor("Buy milk")).toBeVisible();
  await tasks.page.keyboard.press("Escape");
  await tasks.checkbox("Call mum").click();
  await expect(tasks.checkbox("Call mum")).toBeChecked();
  await expect(tasks.checkbox("Buy milk")).not.toBeChecked();
});

test("words that somebody marks, with Alt as in a link, are not opened", async ({ tasks, person }) => {
  await person.has("Order number 4711-0815");
  const title = tasks.page.getByText("Order number 4711-0815", { exact: true });
  const box = await title.boundingBox();
  if (!box) throw new Error("The title is not there.");
  const { mouse } = tasks.page;
  await mouse.move(box.x + 2, box.y + box.height / 2);
  await expect(tasks.row("Order number 4711-0815")).toHaveAttribute("draggable", "true");
  await tasks.page.keyboard.down("Alt");
  await mouse.down();
  await mouse.move(box.x + 90, box.y + box.height / 2, { steps: 4 });
  await mouse.up();
  await tasks.page.keyboard.up("Alt");
  expect(await tasks.page.evaluate(() => String(window.getSelection()))).not.toBe("");
  await expect(tasks.editor("Order number 4711-0815")).toBeHidden();
});

test.describe("by touch", { tag: "@phone-only" }, () => {
  test("a tap on a title opens the task, too", async ({ tasks, person }) => {
    await person.has("Buy milk");
    await tasks.page.getByText("Buy milk", { exact: true }).tap();
    await expect(tasks.editor("Buy milk")).toBeVisible();
    await expect(tasks.checkbox("Buy milk")).not.toBeChecked();
  });

  test("everything that can be pressed is 44 px high and wide", async ({ tasks, person, page }) => {
    await person.has({
      title: "Buy milk",
      description: "- [ ] for the cat\n- [ ] for us",
      tags: ["a", "home"],
      due_date: "2026-01-01",
    });
    const [old] = await person.has("Old plan");
    await person.deletes(old?.id ?? "");
    await expect(tasks.row("Buy milk")).toBeVisible();
    await tasks.newTask.fill("Plants tomorrow #garden !3");
    await tasks.button("More").click();
    expect(await smallTargets(page)).toEqual([]);
    await tasks.row("Buy milk").getByText("Buy milk").tap();
    await expect(tasks.editor("Buy milk").getByRole("checkbox", { name: "for us" })).toBeVisible();
    expect(await smallTargets(page)).toEqual([]);
    await tasks.dueButton(tasks.editor("Buy milk")).tap();
    await expect(tasks.duePicker).toBeVisible();
    expect(await smallTargets(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await tasks.editor("Buy milk").getByRole("button", { name: "Close" }).tap();
    await tasks.button("Browse").tap();
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await smallTargets(page)).toEqual([]);
    for (const path of ["/account", "/trash"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByText("Still loading")).toBeHidden();
      expect(await smallTargets(page)).toEqual([]);
    }
  });
});

/** Links within a sentence excepted, whose line is as high as it is. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const targets = [...document.querySelectorAll<HTMLElement>("a, button, input, select, textarea, label:has(input)")];
    return (
      targets
        .filter((target) => target.checkVisibility({ visibilityProperty: true }))
        // The field under a description that is read is for the keyboard.
        .filter((target) => (target.parentElement?.getBoundingClientRect().width ?? 0) > 1)
        .map((target) => target.closest<HTMLElement>("label:has(input)") ?? target)
        .map((target) => ({ target, box: target.getBoundingClientRect() }))
        // What slides in is for a moment a fraction smaller.
        .filter(({ box }) => Math.round(box.width) < 44 || Math.round(box.height) < 44)
        .map(({ target, box }) => `${target.outerHTML.slice(0, 120)}: ${box.width} by ${box.height}`)
    );
  });
}

test("each tick counts, however fast, and the row stays for a moment", async ({ tasks, person }) => {
  await person.has("Three", "Two", "One");
  await tasks.page.clock.install();
  await tasks.open("/?sort=newest");
  await tasks.expectTitles("One", "Two", "Three");
  const box = await tasks.checkbox("One").boundingBox();
  if (!box) throw new Error("The box is not there.");
  // The moment lasts until the test has looked.
  const { mouse, clock } = tasks.page;
  await clock.pauseAt(Date.now() + 60_000);
  // As a browser counts clicks that follow one another at one place.
  let clicks = 0;
  const click = async (down = 0) => {
    const clickCount = ++clicks;
    // Two clicks that are closer to each other are a double click, which means one.
    await clock.runFor(300);
    await mouse.move(box.x + 12, box.y + 12 + down);
    await mouse.down({ clickCount });
    await mouse.up({ clickCount });
  };
  await click();
  await expect(tasks.checkbox("One")).toBeChecked();
  await expect(tasks.page.getByText("One", { exact: true })).toHaveCSS("text-decoration-line", "line-through");
  await click();
  await expect(tasks.checkbox("One")).not.toBeChecked();
  await click();
  await expect(tasks.checkbox("One")).toBeChecked();
  // Nothing has moved, so that the next one is where it was.
  await click(49);
  await expect(tasks.checkbox("Two")).toBeChecked();
  await clock.resume();
  await tasks.expectTitles("Three");
  await expect
    .poll(async () => (await person.stored()).map(({ title, completed }) => `${title} ${completed}`))
    .toEqual(["One true", "Two true", "Three false"]);
});

test("Undo goes when the task is open again", async ({ tasks, person }) => {
  const [, mum] = await person.has("Buy milk", "Call mum");
  await tasks.checkbox("Buy milk").check();
  await expect(tasks.button("Undo")).toBeVisible();
  // By its key: a second click that comes at once would be taken for a double one.
  await tasks.checkbox("Buy milk").press("x");
  await expect(tasks.checkbox("Buy milk")).not.toBeChecked();
  await expect(tasks.button("Undo")).toBeHidden();

  await tasks.checkbox("Call mum").check();
  await expect(tasks.button("Undo")).toBeVisible();
  await expect.poll(async () => (await person.stored()).find(({ id }) => id === mum?.id)?.completed).toBe(true);
  await person.changes(mum?.id ?? "", { completed: false });
  await expect(tasks.checkbox("Call mum")).not.toBeChecked();
  await expect(tasks.button("Undo")).toBeHidden();
});

test.describe("what is written in an open task", () => {
  test("is saved in a pause, by nobody's button, and Escape closes it without a loss", { tag: "@phone" }, async ({
    tasks,
    person,
  }) => {
    await person.has("Buy milk");
    await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
    const form = tasks.editor("Buy milk");
    const saved = tasks.saved("PATCH");
    await form.getByLabel("Title").fill("Buy oat milk");
    await saved;
    await expect(form).toBeVisible();
    await form.getByLabel("Description").fill("The long story");
    await tasks.page.keyboard.press("Escape");
    await expect(form).toBeHidden();
    await expect(tasks.checkbox("Buy oat milk")).toBeFocused();
    await expect
      .poll(async () => (await person.stored()).map(({ title, description }) => [title, description]))
      .toEqual([["Buy oat milk", "The long story"]]);
  });

  test("is saved by the way back, too", { tag: "@phone" }, async ({ tasks, person, page }) => {
    await person.has("Buy milk");
    await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
    const form = tasks.editor("Buy milk");
    await form.getByLabel("Title").fill("Buy oat milk");
    await form.getByLabel("Description").fill("The long story");
    await form.getByLabel("Tags").fill("home");
    await page.goBack();
    await expect(form).toBeHidden();
    const saved = { title: "Buy oat milk", description: "The long story", tags: ["home"] };
    await expect.poll(() => person.stored()).toMatchObject([saved]);
  });

  test("is saved at once by the way back, also before its words can be read", { tag: "@phone" }, async ({
    tasks,
    person,
    page,
  }) => {
    await person.has("Buy milk", "Buy bread");
    const letGo = await holdBackScript(page, "after\\\\s+tomorrow");
    await tasks.open();
    await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
    const form = tasks.editor("Buy milk");
    await form.getByLabel("Title").fill("Buy oat milk tomorrow");
    await page.goBack();
    await expect(form).toBeHidden();
    // A note goes by itself, so that is no question to ask again.
    expect(await page.getByText("Not saved").count()).toBe(0);
    await tasks.row("Buy bread").getByText("Buy bread", { exact: true }).click();
    await tasks.editor("Buy bread").getByLabel("Description").fill("Rye");
    const titles = async () => (await person.stored()).map(({ title }) => title).toSorted();
    await expect.poll(titles).toEqual(["Buy bread", "Buy oat milk tomorrow"]);
    await letGo();
    await expect(tasks.editor("Buy bread").getByLabel("Description")).toHaveValue("Rye");
  });

  test("keeps no other task from being opened, also before its words can be read", async ({ tasks, person, page }) => {
    await person.has("Buy milk", "Buy bread");
    const letGo = await holdBackScript(page, "after\\\\s+tomorrow");
    await tasks.open();
    await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
    await tasks.editor("Buy milk").getByLabel("Title").fill("Buy oat milk tomorrow");
    await tasks.row("Buy bread").getByText("Buy bread", { exact: true }).click();
    await tasks.editor("Buy bread").getByLabel("Description").fill("Rye");
    await letGo();
    await expect.poll(async () => (await person.stored()).map(({ description }) => description)).toContain("Rye");
    await expect(tasks.editor("Buy bread")).toBeVisible();
  });

  test("is offered back where it cannot be saved", async ({ tasks, person }) => {
    await person.has("Buy milk");
    await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
    const form = tasks.editor("Buy milk");
    await form.getByLabel("Description").fill("x".repeat(1001));
    await tasks.page.keyboard.press("Escape");
    await expect(form).toBeHidden();
    await tasks.button("Edit again").click();
    await expect(form.getByLabel("Description")).toHaveValue("x".repeat(1001));
    expect((await person.stored()).map(({ description }) => description)).toEqual([null]);
  });

  test("and taken back again is not there after a reload", async ({ tasks, person, page }) => {
    await person.has("Buy milk");
    await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
    const title = tasks.editor("Buy milk").getByLabel("Title");
    await title.pressSequentially("Buy milks");
    await title.press("Backspace");
    await page.reload();
    await expect(title).toHaveValue("Buy milk");
    expect((await person.stored())[0]?.version).toBe(1);
  });

  test("is offered back, too, after going elsewhere", async ({ tasks, person }) => {
    await person.has("Buy milk");
    await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
    const form = tasks.editor("Buy milk");
    await form.getByLabel("Description").fill("x".repeat(1001));
    await tasks.goTo("Inbox");
    await expect(form).toBeHidden();
    await tasks.button("Edit again").click();
    await expect(form.getByLabel("Description")).toHaveValue("x".repeat(1001));
  });

  test("is offered back, too, after the way back", { tag: "@phone" }, async ({ tasks, person, page }) => {
    await person.has("Buy milk");
    await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
    const form = tasks.editor("Buy milk");
    await form.getByLabel("Description").fill("x".repeat(1001));
    await page.goBack();
    await expect(form).toBeHidden();
    await tasks.button("Edit again").click();
    await expect(form.getByLabel("Description")).toHaveValue("x".repeat(1001));
    expect((await person.stored()).map(({ description }) => description)).toEqual([null]);
  });

  test("lies beside the list where there is room, and over everything on a phone", { tag: "@phone" }, async ({
    tasks,
    person,
    page,
    isMobile,
  }) => {
    await person.has("Buy milk");
    await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
    await expect(tasks.editor("Buy milk")).toBeVisible();
    await settle(page);
    const pane = await page.locator("[data-pane]").boundingBox();
    const row = await tasks.row("Buy milk").boundingBox();
    if (isMobile) expect(pane).toEqual({ x: 0, y: 0, ...page.viewportSize() });
    else expect((row?.x ?? 0) + (row?.width ?? 0)).toBeLessThanOrEqual(pane?.x ?? 0);
  });

  test("has an address of its own, which a reload and the way back keep", { tag: "@phone" }, async ({
    tasks,
    person,
    page,
  }) => {
    const [task] = await person.has("Buy milk");
    await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
    await expect(page).toHaveURL(`/all?task=${task?.id}`);
    await page.reload();
    await expect(tasks.editor("Buy milk")).toBeVisible();
    await page.goBack();
    await expect(tasks.editor("Buy milk")).toBeHidden();
    await expect(page).toHaveURL("/all");
    await page.goForward();
    await expect(tasks.editor("Buy milk")).toBeVisible();
    await tasks.editor("Buy milk").getByRole("button", { name: "Close" }).click();
    await expect(page).toHaveURL("/all");
  });

  test("keeps what it covers out of reach on a phone, and Back leads to its row", { tag: "@phone-only" }, async ({
    tasks,
    person,
    page,
  }) => {
    await person.has("Buy milk", "Buy bread");
    await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).tap();
    await expect(tasks.editor("Buy milk")).toBeVisible();
    const isInert = (one: Locator) => one.evaluate((element) => element.closest("[inert]") !== null);
    expect(await isInert(tasks.checkbox("Buy bread"))).toBe(true);
    expect(await isInert(tasks.newTask)).toBe(true);
    expect(await isInert(page.getByRole("banner"))).toBe(true);
    // What is said aloud is not of what is covered.
    expect(await isInert(page.locator("body [aria-live]").last())).toBe(false);
    const reached = new Set<string>();
    for (let step = 0; step < 30; step += 1) {
      await page.keyboard.press("Tab");
      const where = await page.evaluate(() => {
        const focused = document.activeElement;
        return focused === document.body ? "no element" : focused?.closest("[data-pane]") ? "pane" : focused?.outerHTML;
      });
      reached.add(where ?? "");
    }
    expect([...reached].sort()).toEqual(["no element", "pane"]);
    await page.goBack();
    await expect(tasks.editor("Buy milk")).toBeHidden();
    await expect(page.locator("[inert]")).toHaveCount(0);
    await expect(tasks.checkbox("Buy milk")).toBeFocused();
  });

  test("leaves what is beside it in reach on a wide screen", async ({ tasks, person, page }) => {
    await person.has("Buy milk");
    await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
    await expect(tasks.editor("Buy milk")).toBeVisible();
    await expect(page.locator("[inert]")).toHaveCount(0);
    await page.setViewportSize({ width: 500, height: 700 });
    await expect(page.locator("[inert]").first()).toBeAttached();
    await page.setViewportSize({ width: 1280, height: 700 });
    await expect(page.locator("[inert]")).toHaveCount(0);
    await tasks.editor("Buy milk").getByRole("button", { name: "Close" }).click();
    await expect(tasks.checkbox("Buy milk")).toBeFocused();
  });

  test("stays as it is, and other fields show at once what they are now", async ({ tasks, person }) => {
    const [task] = await person.has("Buy milk");
    await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
    const form = tasks.editor("Buy milk");
    await form.getByLabel("Title").fill("Buy oat milk");
    await person.changes(task?.id ?? "", { priority: 3, description: "From the market" });
    await expect(form.getByLabel("Description")).toHaveValue("From the market");
    await expect(form.getByLabel("Priority")).toHaveValue("3");
    await expect(form.getByLabel("Title")).toHaveValue("Buy oat milk");
    await form.getByRole("button", { name: "Close" }).click();
    const merged = { title: "Buy oat milk", priority: 3, description: "From the market" };
    await expect.poll(() => person.stored()).toMatchObject([merged]);
  });

  test("has a history, and each version of it can be brought back", { tag: "@phone" }, async ({ tasks, person }) => {
    const [task] = await person.has({ title: "Buy milk", tags: ["home"] });
    await person.changes(task?.id ?? "", { title: "Buy rice", priority: 2 });
    await expect(tasks.row("Buy rice")).toBeVisible();
    await tasks.row("Buy rice").getByText("Buy rice", { exact: true }).click();
    await tasks.page.getByText("History", { exact: true }).click();
    await expect(tasks.page.getByText("Title: Buy rice")).toBeVisible();
    await tasks.button("Bring this version back").click();
    await expect(tasks.editor("Buy rice").getByLabel("Title")).toHaveValue("Buy milk");
    await expect.poll(() => person.stored()).toMatchObject([{ title: "Buy milk", priority: 0, tags: ["home"] }]);
    await tasks.button("Undo").click();
    await expect.poll(() => person.stored()).toMatchObject([{ title: "Buy rice", priority: 2 }]);
  });
});

test.describe("what is done beside the fields of an open task", () => {
  test.use({ expected: /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED/ });

  test("shows in them at once, without a connection, too", async ({ tasks, person, context }) => {
    const [task] = await person.has({ title: "Buy milk", description: "Two bottles" });
    await person.changes(task?.id ?? "", { title: "Buy rice", description: "A bag" });
    await tasks.row("Buy rice").getByText("Buy rice", { exact: true }).click();
    const form = tasks.editor("Buy rice");
    await tasks.page.getByText("History", { exact: true }).click();
    await expect(tasks.page.getByText("Title: Buy rice")).toBeVisible();
    await goOffline(context);
    await tasks.button("Bring this version back").click();
    await expect(tasks.checkbox("Buy milk")).toBeVisible();
    await expect(form.getByLabel("Title")).toHaveValue("Buy milk");
    await expect(form.getByLabel("Description")).toHaveValue("Two bottles");
    await tasks.button("Undo").click();
    await expect(form.getByLabel("Title")).toHaveValue("Buy rice");
    await form.getByLabel("Description").fill("Two bags");
    await form.getByRole("button", { name: "Close" }).click();
    await context.setOffline(false);
    await expect.poll(() => person.stored()).toMatchObject([{ title: "Buy rice", description: "Two bags" }]);
  });

  test("shows in them while it is on its way, and leaves what is being written", async ({ tasks, person, page }) => {
    await person.has("Buy milk");
    await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
    const form = tasks.editor("Buy milk");
    // It cannot be saved as it is.
    await form.getByLabel("Title").fill("");
    const answer = await holdBack(page, /\/api\/tasks\/[^/]+$/);
    await tasks.checkbox("Buy milk").focus();
    await page.keyboard.press("d");
    await tasks.duePicker.getByRole("button", { name: /^Tomorrow/ }).click();
    await expect(tasks.row("Buy milk")).toContainText("Tomorrow");
    await expect(tasks.dueButton(form)).toContainText("Tomorrow");
    await expect(form.getByLabel("Title")).toHaveValue("");
    await form.getByLabel("Title").fill("Buy oat milk");
    answer();
    await form.getByRole("button", { name: "Close" }).click();
    const both = { title: "Buy oat milk", due_date: expect.any(String) };
    await expect.poll(() => person.stored()).toMatchObject([both]);
  });

  test("takes the place of words in the title that say something else", async ({ tasks, person, page }) => {
    await person.has("Buy milk");
    await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
    const form = tasks.editor("Buy milk");
    const saved = tasks.saved("PATCH");
    await form.getByLabel("Title").fill("Buy milk tomorrow");
    await saved;
    await expect(form.getByLabel("Title")).toHaveValue("Buy milk tomorrow");
    await tasks.checkbox("Buy milk").focus();
    await page.keyboard.press("d");
    await tasks.duePicker.getByRole("button", { name: "No date" }).click();
    await expect(tasks.dueButton(form)).toContainText("No date");
    await expect(form.getByLabel("Title")).toHaveValue("Buy milk");
    await tasks.button("Undo").click();
    await expect(tasks.dueButton(form)).toContainText("Tomorrow");
  });

  test("or by other devices means no more in the title than it says", async ({ tasks, person, page }) => {
    const [task] = await person.has("Buy milk");
    await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
    const form = tasks.editor("Buy milk");
    await person.changes(task?.id ?? "", { title: "Buy milk tomorrow #dairy" });
    await expect(form.getByLabel("Title")).toHaveValue("Buy milk tomorrow #dairy");
    await expect(form.getByRole("button", { name: /^Remove/ })).toHaveCount(0);
    await form.getByLabel("Description").fill("Two bottles");
    await expect(page.getByText("Two bottles").first()).toBeVisible();
    await form.getByRole("button", { name: "Close" }).click();
    const same = { title: "Buy milk tomorrow #dairy", description: "Two bottles", due_date: null, tags: [] };
    await expect.poll(() => person.stored()).toMatchObject([same]);
  });
});

test("the whole of a long title is seen where its task is open, and Enter is no line in it", { tag: "@phone" }, async ({
  tasks,
  person,
}) => {
  const title = "Prepare the slides for the quarterly review with figures, charts and a summary for everyone else";
  await person.has(title);
  await tasks.row(title).getByText(title, { exact: true }).click();
  const field = tasks.editor(title).getByLabel("Title");
  await expect(field).toHaveValue(title);
  const hidden = () =>
    field.evaluate((one) => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight]);
  await expect.poll(hidden).toEqual([0, 0]);
  await field.fill("Slides");
  await field.press("Enter");
  await expect(tasks.editor(title)).toBeHidden();
  await expect.poll(async () => (await person.stored())[0]?.title).toBe("Slides");
});

test("a title on two lines keeps its words apart while it is edited", async ({ tasks, person }) => {
  await person.has("Call Anna\nabout the trip");
  await tasks.button("Edit Call Anna about the trip").click();
  const form = tasks.editor("Call Anna about the trip");
  await expect(form.getByLabel("Title")).toHaveValue("Call Anna about the trip");
  await form.getByLabel("Description").fill("Untouched otherwise");
  await form.getByRole("button", { name: "Close" }).click();
  await expect.poll(async () => (await person.stored())[0]?.description).toBe("Untouched otherwise");
  expect((await person.stored())[0]?.title).toBe("Call Anna\nabout the trip");
});

test("the tab key stops once at the list, and the arrow keys lead on", async ({ tasks, person, page }) => {
  await person.has({ title: "Three", tags: ["home"] }, "Two", "One");
  await tasks.expectTitles("One", "Two", "Three");
  await tasks.button("Add task").focus();
  await page.keyboard.press("Tab");
  await expect(tasks.checkbox("One")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(tasks.list.locator(":focus")).toHaveCount(0);
  await page.keyboard.press("Shift+Tab");
  await expect(tasks.checkbox("One")).toBeFocused();

  await page.keyboard.press("ArrowDown");
  await expect(tasks.checkbox("Two")).toBeFocused();
  await page.keyboard.press("End");
  await expect(tasks.checkbox("Three")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("button", { name: "#home", exact: true })).toBeFocused();
  for (let times = 0; times < 3; times += 1) await page.keyboard.press("ArrowRight");
  await expect(tasks.button("Delete Three")).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(tasks.button("Edit Three")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(tasks.checkbox("Two")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(tasks.checkbox("One")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(tasks.editor("One").getByLabel("Title")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(tasks.checkbox("One")).toBeFocused();
  await page.keyboard.press("Space");
  await expect(tasks.checkbox("One")).toBeChecked();
  const labels = await tasks.checkbox("One").evaluate((box: HTMLInputElement) => box.labels?.length);
  expect(labels).toBe(1);
});

test("the first key of a fresh page is a shortcut", async ({ person, page }) => {
  await person.has("Two", "One");
  // Where nothing is kept yet. A list that is kept as empty is shown as empty first, and then the box has the focus.
  const tasks = new TaskPage(page);
  await tasks.open();
  await tasks.expectTitles("One", "Two");
  await page.keyboard.press("j");
  await expect(tasks.checkbox("One")).toBeFocused();
  await expect(tasks.newTask).toHaveValue("");
});

test("the flags of priorities are told apart without their colors", async ({ tasks, person, page }) => {
  await person.has(...["Low", "Medium", "High"].map((title, index) => ({ title, priority: index + 1 })));
  await tasks.open();
  for (const media of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }] as const) {
    await page.emulateMedia(media);
    const [low = 0, medium = 0, high = 0] = await Promise.all(
      ["Low", "Medium", "High"].map((title) => inkOf(tasks.row(title).getByTitle(`${title} priority`))),
    );
    expect(medium).toBeGreaterThan(low * 1.2);
    expect(high).toBeGreaterThan(medium * 1.2);
  }
});

/** How much of it clearly differs from what is behind it. */
async function inkOf(place: Locator): Promise<number> {
  const picture = (await place.screenshot()).toString("base64");
  return place.evaluate(async (_, base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d");
    context?.drawImage(bitmap, 0, 0);
    const { data = [] } = context?.getImageData(0, 0, bitmap.width, bitmap.height) ?? {};
    const grayAt = (pixel: number) =>
      ((data[4 * pixel] ?? 0) + (data[4 * pixel + 1] ?? 0) + (data[4 * pixel + 2] ?? 0)) / 3;
    const behind = grayAt(0);
    return Array.from({ length: data.length / 4 }, (_, pixel) => grayAt(pixel)).filter(
      (gray) => Math.abs(gray - behind) > 80,
    ).length;
  }, picture);
}
