/** The task page as a person sees it: what it is called, not how it is made. */

import { expect, type Locator, type Page } from "@playwright/test";
import { Finger, placeOn } from "./finger";

/** What the API answers when it has waited too long for its database, as on a loaded machine. */
const BUSY = 503;

type Changes = { title?: string; description?: string; dueDate?: string; priority?: string; tags?: string };

export class TaskPage {
  readonly newTask: Locator;
  readonly list: Locator;
  readonly search: Locator;
  readonly filters: Locator;
  /** Speaks while the API cannot be reached. */
  readonly banner: Locator;

  constructor(readonly page: Page) {
    this.newTask = page.getByRole("textbox", { name: "New task" });
    this.list = page.getByRole("list", { name: "Tasks" });
    this.search = page.getByRole("searchbox", { name: "Search tasks" });
    this.filters = page.getByRole("navigation", { name: "Views" });
    this.banner = page.getByRole("region", { name: "Connection" });
  }

  async open(url = "/all"): Promise<void> {
    await this.page.goto(url);
    await this.listens();
  }

  /** The page is there before it hears a key: the server has drawn it. */
  async listens(): Promise<void> {
    await expect(this.newTask).toBeVisible();
    await expect(this.button("Add task")).toBeEnabled();
  }

  /** Types a task, and waits until the API has it. */
  async add(words: string, title = words): Promise<void> {
    const saved = this.saved("PUT");
    await this.newTask.fill(words);
    await this.newTask.press("Enter");
    await expect(this.row(title)).toBeVisible();
    await saved;
  }

  /** Opens a task, changes these fields, and closes it. */
  async edit(title: string, changes: Changes): Promise<void> {
    await this.row(title).getByText(title, { exact: true }).first().click();
    const form = this.editor(title);
    if (changes.title !== undefined) await form.getByLabel("Title").fill(changes.title);
    if (changes.description !== undefined) await form.getByLabel("Description").fill(changes.description);
    if (changes.dueDate !== undefined) await this.chooseDue(form, changes.dueDate);
    if (changes.priority !== undefined) await form.getByLabel("Priority").selectOption(changes.priority);
    if (changes.tags !== undefined) await form.getByLabel("Tags").fill(changes.tags);
    await form.getByRole("button", { name: "Close" }).click();
  }

  /** Chooses a day in that form; "" is none. */
  async chooseDue(form: Locator, day: string): Promise<void> {
    await this.dueButton(form).click();
    if (day) await this.chooseDay(day);
    else await this.duePicker.getByRole("button", { name: "No date" }).click();
    await expect(this.duePicker).toBeHidden();
  }

  dueButton(form: Locator): Locator {
    return form.getByRole("button", { name: /^Due date/ });
  }

  get duePicker(): Locator {
    return this.page.getByRole("dialog", { name: "Due date" });
  }

  /** In the calendar of the picker that is open, however far away, by the keys. */
  async chooseDay(day: string): Promise<void> {
    const { keyboard } = this.page;
    const reached = this.duePicker.getByRole("gridcell").filter({ has: this.page.locator("button[tabindex='0']") });
    await reached.getByRole("button").focus();
    const months = monthOf(day) - monthOf((await reached.getAttribute("data-day")) ?? "");
    const key = months < 0 ? "PageUp" : "PageDown";
    for (let left = Math.abs(months); left >= 12; left -= 12) await keyboard.press(`Shift+${key}`);
    for (let left = Math.abs(months) % 12; left > 0; left -= 1) await keyboard.press(key);
    await this.dayButton(day).then((button) => button.click());
  }

  /** It is called by the whole date, in the language of the browser. */
  async dayButton(day: string): Promise<Locator> {
    const name = await this.page.evaluate(
      (day) => new Date(`${day}T12:00:00`).toLocaleDateString(navigator.language, { dateStyle: "full" }),
      day,
    );
    return this.duePicker.getByRole("gridcell").getByRole("button", { name });
  }

  editor(title: string): Locator {
    return this.page.getByRole("form", { name: `Edit ${title}` });
  }

  row(title: string): Locator {
    return this.list.getByRole("listitem").filter({ has: this.checkbox(title) });
  }

  checkbox(title: string): Locator {
    return this.page.getByRole("checkbox", { name: title, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  filter(name: string): Locator {
    return this.filters.getByRole("link", { name, exact: true });
  }

  get heading(): Locator {
    return this.page.getByRole("heading", { level: 1 });
  }

  /** Looks into the sidebar, or where there is no room for one into the drawer that has it. */
  async inSidebar(look: (sidebar: Locator) => Promise<unknown>): Promise<void> {
    const browse = this.button("Browse");
    if (await browse.isVisible()) await browse.click();
    await look(this.page.getByRole("navigation", { name: "Views", exact: true }));
    // Who went somewhere has closed it.
    const drawer = this.page.getByRole("dialog", { name: "Browse" });
    if (await drawer.isVisible()) await drawer.getByRole("button", { name: "Close" }).click();
    await expect(drawer).toBeHidden();
  }

  /** Deletes a task in its row, or where rows have no buttons in the open task. */
  async remove(title: string): Promise<void> {
    const button = this.button(`Delete ${title}`);
    if ((await button.count()) > 0) return button.click();
    await this.row(title).getByText(title, { exact: true }).click();
    await this.editor(title).getByRole("button", { name: "Delete" }).click();
  }

  /** Asks for a day in the row of a task that has one, by that day; by a finger, which draws the row to the left. */
  async askDue(title: string): Promise<void> {
    const row = this.row(title);
    await expect(row).toBeVisible();
    const isTouched = await this.page.evaluate(() => matchMedia("(pointer: coarse)").matches);
    if (!isTouched) return row.getByRole("button", { name: "Due" }).click();
    // What follows a finger is fetched when the rows are there.
    await expect(this.list.locator("..")).toHaveCSS("touch-action", "pan-y pinch-zoom");
    const finger = await Finger.on(this.page, await placeOn(row, 300));
    await finger.moveBy(-160);
    await finger.up();
  }

  /** Goes to a view by the sidebar, or where there is no room for one by the bar below and what it opens. */
  async goTo(view: string): Promise<void> {
    const link = this.page.getByRole("link", { name: view, exact: true }).filter({ visible: true });
    if ((await link.count()) === 0) await this.button("Browse").click();
    await link.first().click();
    await expect(this.heading).toHaveText(view);
  }

  /** The titles shown, from top to bottom. */
  async expectTitles(...titles: string[]): Promise<void> {
    const boxes = this.list.getByRole("checkbox");
    await expect(boxes).toHaveCount(titles.length);
    for (const [index, title] of titles.entries()) await expect(boxes.nth(index)).toHaveAccessibleName(title);
  }

  /** The list has arrived, and there is nothing in it. */
  async expectNothing(): Promise<void> {
    await expect(this.page.getByText("Nothing to do yet")).toBeVisible();
  }

  /**
   * Settles when the API has agreed to the next such change of a task. One tab sends for all of the browser, and asks again
   * while the API is too busy.
   */
  saved(method: "POST" | "PUT" | "PATCH" | "DELETE"): Promise<void> {
    return this.#agreed(method, "/api/tasks");
  }

  /** The same for the next undo of what the API has done. */
  undone(): Promise<void> {
    return this.#agreed("POST", "/api/undo");
  }

  async #agreed(method: string, path: string): Promise<void> {
    const answer = await this.page
      .context()
      .waitForEvent(
        "response",
        (response) =>
          response.request().method() === method && response.url().includes(path) && response.status() !== BUSY,
      );
    expect(answer.ok()).toBe(true);
  }
}

/** Counted from the year 0. */
function monthOf(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}
