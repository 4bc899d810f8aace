/** On paper, in the colours of the system, and with large text. */

import type { Page } from "@playwright/test";
import type { Person } from "./person";
import { settle } from "./settle";
import { expect, test } from "./test";

test.use({ contextOptions: { reducedMotion: "reduce" } });

test("all tasks are in the document of a list of some hundreds, for the browser's own search", async ({
  tasks,
  person,
}) => {
  await person.hasMany(400, (number) => ({ title: `Task ${number}` }));
  await tasks.open();
  await expect(tasks.list.getByRole("listitem")).toHaveCount(400);
});

test("all tasks are on paper, also of many", async ({ tasks, person, page }) => {
  await person.hasMany(700, (number) => ({ title: `Task ${number}`, completed: number % 2 === 0 }));
  await tasks.open();
  await expect(page.getByText("700 tasks").first()).toBeVisible();
  expect(await tasks.list.getByRole("listitem").count()).toBeLessThan(100);
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await expect(tasks.list.getByRole("listitem")).toHaveCount(700);
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await expect(tasks.list.getByRole("listitem")).not.toHaveCount(700);
  const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
  const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  // Some twenty rows on each, and no page for nothing.
  expect(pages).toBeGreaterThan(20);
  expect(pages).toBeLessThan(50);
});

test("paper has the tasks and nothing to click on", async ({ tasks, person, page }) => {
  await person.has("Buy milk", { title: "Call mum", completed: true });
  await tasks.expectTitles("Call mum", "Buy milk");
  await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
  await expect(tasks.editor("Buy milk")).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(tasks.row("Buy milk")).toBeVisible();
  for (const gone of [
    tasks.newTask,
    tasks.search,
    tasks.filters,
    tasks.button("Edit Buy milk"),
    page.getByRole("link", { name: "Skip to content" }),
    page.getByRole("button", { name: "User menu" }),
    page.locator("[data-pane]"),
  ])
    await expect(gone).toBeHidden();
});

test("on paper nothing is selected, and overdue tasks have no way to today", async ({ tasks, person, page }) => {
  await person.has({ title: "Buy milk", due_date: "2026-01-02" }, { title: "Call mum", due_date: "2026-01-01" });
  await tasks.goTo("Today");
  await tasks.checkbox("Buy milk").focus();
  await page.keyboard.press("Shift+ArrowUp");
  const row = tasks.row("Buy milk").locator("> div").last();
  await expect(row).not.toHaveCSS("box-shadow", "none");
  await expect(tasks.checkbox("Call mum")).toBeFocused();
  await expect(tasks.checkbox("Call mum")).not.toHaveCSS("outline-style", "none");
  await expect(tasks.button("Move all to today")).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(row).toHaveCSS("box-shadow", "none");
  await expect(tasks.checkbox("Call mum")).toHaveCSS("outline-style", "none");
  await expect(tasks.button("Move all to today")).toBeHidden();
});

test.describe("for who wants less motion", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });

  test("nothing moves or fades", async ({ tasks, person, page }) => {
    await person.has("Buy milk", "Call mum");
    await tasks.expectTitles("Call mum", "Buy milk");
    await tasks.row("Buy milk").getByText("Buy milk", { exact: true }).click();
    await expect(tasks.editor("Buy milk")).toBeVisible();
    await tasks.checkbox("Call mum").press("s");
    await expect(page.getByRole("toolbar", { name: "1 selected" })).toBeVisible();
    await page.keyboard.press("ControlOrMeta+k");
    await expect(page.getByRole("dialog", { name: "Command palette" })).toBeVisible();
    const { durations, animations } = await page.evaluate(() => {
      const styles = [...document.querySelectorAll("body *")].map((one) => getComputedStyle(one));
      return {
        animations: [...new Set(styles.map((style) => style.animationName))],
        durations: styles
          .flatMap((style) => [style.transitionDuration, style.animationDuration])
          .flatMap((all) => all.split(",").map(Number.parseFloat)),
      };
    });
    // What would move is there.
    expect(animations).toEqual(expect.arrayContaining(["fade", "pop", "rise", "slide"]));
    expect(Math.max(...durations)).toBeLessThan(0.001);
  });
});

test.describe("for who likes motion", () => {
  test.use({ contextOptions: { reducedMotion: "no-preference" } });

  test("the check of a task that is completed comes within a quarter of a second, and not at once", async ({
    tasks,
    person,
  }) => {
    await person.has("Buy milk");
    await tasks.expectTitles("Buy milk");
    const durations = await tasks.checkbox("Buy milk").evaluate(async (box: HTMLInputElement) => {
      box.click();
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const animations = box.parentElement?.getAnimations({ subtree: true }) ?? [];
      return animations.map(({ effect }) => Number(effect?.getComputedTiming().duration));
    });
    expect(durations).not.toEqual([]);
    expect(Math.min(...durations)).toBeGreaterThanOrEqual(150);
    expect(Math.max(...durations)).toBeLessThanOrEqual(250);
  });
});

test("a row that is written from right to left begins beside its box, as every other", { tag: "@phone" }, async ({
  tasks,
  person,
}) => {
  await person.has({ title: "Buy milk", description: "Two bottles" }, { title: "שלום עולם", description: "مرحبا" });
  await expect(tasks.row("שלום עולם").getByText("مرحبا")).toBeVisible();
  const leftOf = (title: string, words: string) =>
    tasks
      .row(title)
      .getByText(words, { exact: true })
      .evaluate((element) => {
        const range = document.createRange();
        range.selectNodeContents(element);
        return { left: Math.round(range.getBoundingClientRect().left), direction: getComputedStyle(element).direction };
      });
  const { left } = await leftOf("Buy milk", "Buy milk");
  for (const words of ["שלום עולם", "مرحبا"]) {
    const there = await leftOf("שלום עולם", words);
    expect(there.direction).toBe("rtl");
    expect(Math.abs(there.left - left)).toBeLessThanOrEqual(2);
  }
});

test("at every width of a screen all that can be pressed is in the window, and the lines are not too long", async ({
  tasks,
  person,
  page,
}) => {
  await fill(person);
  await expect(tasks.row("Whenever")).toBeVisible();
  for (const width of [320, 480, 768, 1024, 1280, 1600, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    await expectToFit(page, 100, `${width} px`);
    await tasks.row("Whenever").getByText("Whenever", { exact: true }).click();
    await expect(tasks.editor("Whenever")).toBeVisible();
    await expectToFit(page, 100, `${width} px with an open task`);
    await tasks.editor("Whenever").getByRole("button", { name: "Close" }).click();
    expect((await tasks.list.boundingBox())?.width).toBeLessThanOrEqual(800);
  }
});

test.describe("in the colours of the system", () => {
  test.use({ contextOptions: { forcedColors: "active", reducedMotion: "reduce" } });

  test("what is done and what is chosen look different", async ({ tasks, person, page }) => {
    await person.has("Buy milk", { title: "Call mum", completed: true });
    await tasks.expectTitles("Call mum", "Buy milk");
    const background = (element: Element) => getComputedStyle(element).backgroundColor;
    const done = await tasks.checkbox("Call mum").evaluate(background);
    expect(await tasks.checkbox("Buy milk").evaluate(background)).not.toBe(done);
    const current = await tasks.filter("All tasks").evaluate(background);
    expect(await tasks.filter("Inbox").evaluate(background)).not.toBe(current);
    await page.goto("/account");
    const theme = (name: string) => page.getByRole("radio", { name }).locator("xpath=..");
    await expect(page.getByRole("radio", { name: "System" })).toBeChecked();
    expect(await theme("Dark").evaluate(background)).not.toBe(await theme("System").evaluate(background));
    await expect(page.getByRole("button", { name: "Save name" })).toHaveCSS("border-top-style", "solid");
  });

  test("the colors of lists can be told apart, and which one is chosen", async ({ tasks, page }) => {
    await tasks.button("New list").click();
    const choice = (name: string) => page.getByRole("dialog").getByTitle(name, { exact: true });
    await choice("Green").click();
    await expect(page.getByRole("radio", { name: "Green" })).toBeChecked();
    const border = (element: Element) => getComputedStyle(element).border;
    expect(await choice("Green").evaluate(border)).not.toBe(await choice("Red").evaluate(border));
    const dot = async (name: string) =>
      choice(name)
        .locator("input + *")
        .evaluate((element) => getComputedStyle(element).color);
    expect(await dot("Green")).not.toBe(await dot("Red"));
  });
});

for (const { width, percent } of [
  { width: 1280, percent: 200 },
  { width: 412, percent: 200 },
  { width: 360, percent: 200 },
  { width: 360, percent: 150 },
  { width: 320, percent: 100 },
]) {
  test.describe(`${width} px with text at ${percent} %`, () => {
    test.use({ viewport: { width, height: 800 } });

    test("nothing is wider than the page", async ({ tasks, person, page, context }) => {
      await fill(person);
      await person.hasList("Work");
      await tasks.open();
      await expect(tasks.row("Late and with a title of several words")).toBeVisible();
      await tasks.newTask.fill("Water the plants tomorrow #garden !3");
      await expect(tasks.button("Remove tag garden")).toBeVisible();
      await expectToFit(page, percent, "tasks");
      await tasks.checkbox("Whenever").focus();
      await page.keyboard.press("s");
      await expect(page.getByRole("toolbar", { name: "1 selected" })).toBeVisible();
      await expectToFit(page, percent, "selected");
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
      await expectToFit(page, percent, "help");
      await page.keyboard.press("Escape");
      const box = await tasks.checkbox("Whenever").boundingBox();
      const title = await tasks.row("Whenever").getByText("Whenever", { exact: true }).boundingBox();
      expect(title?.y, "the title stands beside its box").toBeLessThan((box?.y ?? 0) + (box?.height ?? 0));
      await tasks.button("More").click();
      await expectToFit(page, percent, "adding");
      await tasks.row("Whenever").getByText("Whenever", { exact: true }).click();
      await expect(tasks.editor("Whenever")).toBeVisible();
      await expectToFit(page, percent, "open");
      await tasks.dueButton(tasks.editor("Whenever")).click();
      await expect(tasks.duePicker).toBeVisible();
      await expectToFit(page, percent, "choosing a day");
      await page.keyboard.press("Escape");
      await tasks.editor("Whenever").getByRole("button", { name: "Delete" }).click();
      await expect(tasks.button("Undo")).toBeVisible();
      await expectToFit(page, percent, "undo offered");
      await tasks.search.fill("nothinglikeitinthewholeworldwhateveritis");
      await expect(page.getByText("No task matches")).toBeVisible();
      await expectToFit(page, percent, "nothing found");
      for (const path of ["/trash", "/account"]) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectToFit(page, percent, path);
      }
      await page.getByRole("button", { name: "Delete account" }).click();
      await expectToFit(page, percent, "dialog");
      await context.clearCookies();
      for (const path of ["/welcome", "/sign-in", "/sign-up", "/nowhere"]) {
        await page.goto(path);
        await expectToFit(page, percent, path);
      }
    });
  });
}

async function fill(person: Person): Promise<void> {
  await person.has(
    {
      title: "Late and with a title of several words",
      due_date: "2025-01-01",
      priority: 3,
      tags: ["home", "a-longer-tag"],
    },
    {
      title: "Donaudampfschifffahrtsgesellschaftskapitän",
      completed: true,
      description: "https://example.com/".repeat(4),
    },
    { title: "Whenever", due_date: "2036-12-12" },
  );
}

/** With text as large as the person has it. */
async function expectToFit(page: Page, percent: number, where: string): Promise<void> {
  await page.evaluate((size) => {
    document.documentElement.style.fontSize = `${size}%`;
  }, percent);
  await settle(page);
  const { wide, culprits } = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    const all = [...document.querySelectorAll<HTMLElement>("body *")].filter((one) => one.checkVisibility());
    const outside = all.filter((one) => one.getBoundingClientRect().right > limit + 1 && !one.closest(".sr-only"));
    const wide = document.documentElement.scrollWidth - limit;
    // What a part of the page cuts off does not make the page wider, but what has to be reached must be in sight.
    const culprits = wide > 0 ? outside : outside.filter((one) => one.matches("a, button, input, select, textarea"));
    return { wide, culprits: culprits.slice(0, 4).map((one) => one.outerHTML.slice(0, 160)) };
  });
  expect({ wide, culprits }, where).toEqual({ wide: 0, culprits: [] });
}
