/** One's tasks as a file: out, and in again without a loss. */

import { readFile } from "node:fs/promises";
import type { Download, Locator, Page } from "@playwright/test";
import type { components } from "../lib/api/schema";
import type { Person } from "./person";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

type Task = components["schemas"]["TaskResponse"];

class DataSection {
  readonly section: Locator;
  readonly dialog: Locator;
  readonly failure: Locator;
  readonly importButton: Locator;

  constructor(readonly page: Page) {
    this.section = page.locator("section").filter({ has: page.getByRole("heading", { name: "Your data" }) });
    this.dialog = page.getByRole("dialog", { name: "Import these tasks?" });
    this.failure = this.section.getByRole("alert");
    this.importButton = page.getByRole("button", { name: "Import a file" });
  }

  async open(): Promise<void> {
    await this.page.goto("/account");
    await expect(this.importButton).toBeVisible();
  }

  async export(format: "JSON" | "CSV" | "iCalendar"): Promise<Download> {
    const downloading = this.page.waitForEvent("download");
    await this.section.getByRole("button", { name: `Export as ${format}` }).click();
    return downloading;
  }

  /** Chooses a file as people do: by the button. */
  async choose(file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    const choosing = this.page.waitForEvent("filechooser");
    await this.importButton.click();
    await (await choosing).setFiles(file);
  }

  confirm = () => this.dialog.getByRole("button", { name: "Import", exact: true }).click();
}

const json = (tasks: unknown, name = "mine.json") => ({
  name,
  mimeType: "application/json",
  buffer: Buffer.from(JSON.stringify(tasks)),
});

async function send(person: Person, method: "GET" | "DELETE", path: string): Promise<Task[]> {
  const headers = { Authorization: `Bearer ${await person.token()}` };
  const answer = await person.context.request.fetch(`${person.stack.api.url}/api/tasks${path}`, { method, headers });
  expect(answer.ok(), await answer.text()).toBe(true);
  return method === "GET" ? (await answer.json()).data : [];
}

/** All that a file must keep, the trash included. */
async function everything(person: Person) {
  const tasks = [...(await send(person, "GET", "")), ...(await send(person, "GET", "?deleted=true"))];
  return tasks.map(({ version: _, ...kept }) => kept);
}

async function eraseEverything(person: Person): Promise<void> {
  for (const { id } of await everything(person)) await send(person, "DELETE", `/${id}?permanent=true`);
  expect(await everything(person)).toEqual([]);
}

async function hasAllSorts(person: Person): Promise<void> {
  const made = await person.has(
    { title: "Call mum", description: "About, “Sunday”;\nand the garden", due_date: "2031-12-31" },
    { title: "Überweisung 🎉", completed: true, priority: 2, tags: ["home", "money"] },
    { title: '"quoted", with a comma' },
    { title: "Old plan" },
  );
  await send(person, "DELETE", `/${made[3]?.id}`);
}

const titles = async (person: Person) => (await person.stored()).map(({ title }) => title);

test("each export is a file with a name, and with all that there is", async ({ page, person }) => {
  await hasAllSorts(person);
  const data = new DataSection(page);
  await data.open();
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin" }).format(new Date());

  const asJson = await data.export("JSON");
  expect(asJson.suggestedFilename()).toBe(`tasks-${today}.json`);
  const document: { data: Task[] } = JSON.parse(await readFile(await asJson.path(), "utf-8"));
  expect(document.data.map(({ title }) => title).sort()).toEqual(
    ["Call mum", "Überweisung 🎉", '"quoted", with a comma', "Old plan"].sort(),
  );

  const asCsv = await data.export("CSV");
  expect(asCsv.suggestedFilename()).toBe(`tasks-${today}.csv`);
  const lines = await readFile(await asCsv.path(), "utf-8");
  expect(lines).toMatch(/^\ufeffid,title,description,/);
  expect(lines).toContain('"""quoted"", with a comma"');

  const asCalendar = await data.export("iCalendar");
  expect(asCalendar.suggestedFilename()).toBe(`tasks-${today}.ics`);
  const calendar = await readFile(await asCalendar.path(), "utf-8");
  expect(calendar).toMatch(/^BEGIN:VCALENDAR\r\n/);
  expect(calendar.match(/BEGIN:VTODO/g)).toHaveLength(3);
  await expect(page.getByText(`Your tasks are in tasks-${today}.ics.`).first()).toBeVisible();
});

for (const format of ["JSON", "CSV"] as const) {
  test(`what is exported as ${format} and then erased comes back as it was`, async ({ page, person }) => {
    await hasAllSorts(person);
    const before = await everything(person);
    const data = new DataSection(page);
    await data.open();
    const file = await data.export(format);
    // Under its own name, by which its kind is known.
    const path = test.info().outputPath(file.suggestedFilename());
    await file.saveAs(path);

    await data.choose(path);
    await expect(page.getByText("All 4 tasks are already here.").first()).toBeVisible();
    await expect(data.dialog).toBeHidden();

    await eraseEverything(person);
    await data.choose(path);
    await expect(data.dialog).toContainText("4 new tasks.");
    await data.confirm();
    await expect(page.getByText("Imported: 4 new tasks.").first()).toBeVisible();
    await expect(data.importButton).toBeFocused();
    expect(await everything(person)).toEqual(before);

    await page.getByRole("button", { name: "Show tasks" }).click();
    // Also those that are in lists, or completed.
    await expect(page).toHaveURL("/all");
    const tasks = new TaskPage(page);
    await tasks.open();
    await expect(tasks.checkbox("Überweisung 🎉")).toBeChecked();
  });
}

test("what would happen is said first, and a no leaves everything as it is", async ({ page, person }) => {
  const [milk, mum] = await person.has("Buy milk", "Call mum");
  const before = await everything(person);
  const data = new DataSection(page);
  await data.open();
  await data.choose(json([milk, { ...mum, title: "Call dad" }, { title: "Bread" }, { title: "Salt" }]));
  await expect(data.dialog).toContainText("mine.json: 2 new tasks, 1 changed, 1 as it is.");
  await data.dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(data.dialog).toBeHidden();
  await expect(data.importButton).toBeFocused();
  expect(await everything(person)).toEqual(before);

  await data.choose(json([milk, { ...mum, title: "Call dad" }, { title: "Bread" }, { title: "Salt" }]));
  await data.confirm();
  await expect(page.getByText("Imported: 2 new tasks, 1 changed, 1 as it is.").first()).toBeVisible();
  expect((await titles(person)).sort()).toEqual(["Bread", "Buy milk", "Call dad", "Salt"]);
});

test("a list written by hand can be dropped onto the page", async ({ page, person }) => {
  const data = new DataSection(page);
  await data.open();
  const files = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    const lines = "title,due_date,tags\nBuy milk,2031-01-02,\nCall mum,,\n";
    transfer.items.add(new File([lines], "by hand.csv", { type: "application/vnd.ms-excel" }));
    return transfer;
  });
  const area = data.importButton.locator("..");
  await area.dispatchEvent("dragover", { dataTransfer: files });
  await area.dispatchEvent("drop", { dataTransfer: files });
  await expect(data.dialog).toContainText("by hand.csv: 2 new tasks.");
  await data.confirm();
  await expect(data.dialog).toBeHidden();
  const stored = (await person.stored()).map(({ title, due_date }) => [title, due_date]);
  expect(stored.sort()).toEqual([
    ["Buy milk", "2031-01-02"],
    ["Call mum", null],
  ]);
});

test("what spreadsheets save in other languages is taken, and what is left out is named", async ({ page, person }) => {
  const data = new DataSection(page);
  await data.open();
  const saved = [
    "sep=;\r\nTitle;Completed;Assignee\r\nBuy milk;WAHR;Bob\r\n",
    Buffer.from("\ufefftitle\tcompleted\tAssignee\r\nBuy milk\tTRUE\tBob\r\n", "utf16le"),
  ];
  for (const content of saved) {
    await data.choose({ name: "excel.csv", mimeType: "text/csv", buffer: Buffer.from(content) });
    await expect(data.dialog).toContainText("excel.csv: 1 new task. Left out: Assignee.");
    await data.confirm();
    await expect(data.dialog).toBeHidden();
  }
  const stored = (await person.stored()).map(({ title, completed }) => [title, completed]);
  expect(stored).toEqual([
    ["Buy milk", true],
    ["Buy milk", true],
  ]);
});

test.describe("what cannot be imported", () => {
  test.use({ expected: /status of 422/ });

  test("is refused with the place of each fault, and nothing of it is stored", async ({ page, person }) => {
    const data = new DataSection(page);
    await data.open();
    const tooLong = "x".repeat(101);
    await data.choose(json([{ title: "Fine" }, { title: tooLong }, { title: "Fine too" }, { title: "", priority: 9 }]));
    await expect(data.failure).toContainText("Task 2: Title must be at most 100 characters");
    await expect(data.failure).toContainText("\nTask 4: ");
    expect(await titles(person)).toEqual([]);

    await data.choose({ name: "mine.json", mimeType: "application/json", buffer: Buffer.from("{ not JSON") });
    await expect(data.failure).toHaveText("This file is not valid JSON.");
    await expect(data.failure).not.toContainText("Task 2");

    await data.choose({ name: "mine.csv", mimeType: "text/csv", buffer: Buffer.from("title,priority\n,1\nx,9\n") });
    await expect(data.failure).toHaveText("Line 2: Title is required\nLine 3: Priority must be at most 3");

    // Put right, the same file is taken.
    await data.choose(json([{ title: "Fine" }]));
    await expect(data.dialog).toContainText("1 new task.");
    await expect(data.failure).toBeHidden();
  });

  const faulty: [name: string, content: string | Buffer, sentence: string | RegExp][] = [
    ["empty.csv", "\ufeff \n", "The file is empty."],
    ["empty.json", "", "The file is empty."],
    ["other.json", '{"name": "todo", "private": true}', /^This file has no list of tasks\. What can be imported: /],
    ["todoist.csv", "TYPE,CONTENT\ntask,Milk\n", /^This looks like a file of Todoist\. .*name that column “title”/],
    ["none.json", "[]", "There are no tasks in this file."],
    ["none.csv", "title,due_date\n", "There are no tasks in this file."],
    ["open.csv", 'title\n"Buy milk', "This file is not valid CSV."],
    ["nameless.csv", "Buy milk\nCall mum\n", /^No column in the first line of this file is named “title”\. What can/],
    ["latin.csv", Buffer.from("title\nMüll\n", "latin1"), "This file is not in UTF-8. Save it as CSV in UTF-8."],
    ["binary.json", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff]), "This file is not valid JSON."],
  ];

  test("is said to be what it is, a file, and what is expected of one", async ({ page, person }) => {
    const data = new DataSection(page);
    await data.open();
    for (const [name, content, sentence] of faulty) {
      await data.choose({
        name,
        mimeType: name.endsWith("json") ? "application/json" : "text/csv",
        buffer: Buffer.from(content),
      });
      await expect(data.failure, name).toHaveText(sentence);
    }
    expect(await titles(person)).toEqual([]);
  });

  test("does not even leave the browser when it is too large, or of another kind", async ({ page, person, stack }) => {
    const data = new DataSection(page);
    await data.open();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await data.choose({ ...json([]), buffer: Buffer.alloc(16 * 1024 * 1024 + 1, " ") });
    await expect(data.failure).toHaveText("The file is too large. At most 16 MiB can be imported.");
    await data.choose({ name: "tasks.vcs", mimeType: "text/x-vcalendar", buffer: Buffer.from("BEGIN:VCALENDAR") });
    await expect(data.failure).toHaveText(/^This is a calendar file of an old kind\. What can be imported: JSON/);
    expect(asked.filter((url) => url.startsWith(`${stack.api.url}/api/me/import`))).toEqual([]);
    expect(await titles(person)).toEqual([]);
  });
});

test("a calendar file brings its tasks, after what becomes different is said", async ({ page, person }) => {
  const data = new DataSection(page);
  await data.open();
  const todos = ["UID:a\nSUMMARY:Water the plants\nSTATUS:CANCELLED", "UID:b\nSUMMARY:Roses\nRELATED-TO:a\nPRIORITY:1"];
  const parts = todos.map((todo) => `BEGIN:VTODO\n${todo}\nEND:VTODO\n`);
  const calendar = `BEGIN:VCALENDAR\nX-WR-CALNAME:Garden\n${parts.join("")}END:VCALENDAR\n`;
  const file = { name: "garden.ics", mimeType: "text/calendar", buffer: Buffer.from(calendar) };
  await data.choose(file);
  await expect(data.dialog).toContainText("garden.ics: 2 new tasks.");
  await expect(data.dialog.getByRole("listitem")).toHaveText([
    "Line 6: The task is cancelled, which becomes completed.",
  ]);
  await data.confirm();
  await expect(data.dialog).toBeHidden();
  const stored = await person.stored();
  const plants = stored.find(({ title }) => title === "Water the plants");
  expect(plants?.completed).toBe(true);
  const roses = stored.find(({ title }) => title === "Roses");
  expect(roses).toMatchObject({ parent_id: plants?.id, list_id: plants?.list_id, priority: 3 });
  await data.choose(file);
  await expect(page.getByText("All 2 tasks are already here.").first()).toBeVisible();
});

test("JSON that begins with a mark of its encoding is taken, as some editors write it", async ({ page, person }) => {
  const data = new DataSection(page);
  await data.open();
  await data.choose({ ...json([]), buffer: Buffer.from('\ufeff[{"title": "Bread"}]') });
  await data.confirm();
  await expect.poll(() => titles(person)).toEqual(["Bread"]);
});

test("a file without a task is said to be one", async ({ page, person }) => {
  await person.has("Buy milk");
  const data = new DataSection(page);
  await data.open();
  await data.choose(json([]));
  await expect(page.getByText("There are no tasks in this file.").first()).toBeVisible();
  await expect(data.dialog).toBeHidden();
});

test("a file of many thousand tasks is taken whole", async ({ page, person }) => {
  const data = new DataSection(page);
  await data.open();
  const description = "With words. ".repeat(80);
  const many = Array.from({ length: 9_000 }, (_, index) => ({ title: `Task ${index}`, description }));
  await data.choose(json(many));
  await expect(data.dialog).toContainText("9,000 new tasks.", { timeout: 60_000 });
  await data.confirm();
  await expect(page.getByText("Imported: 9,000 new tasks.").first()).toBeVisible({ timeout: 60_000 });
  expect(await titles(person)).toHaveLength(9_000);
});

test.describe("while the API is away", () => {
  test.use({ expected: /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_FAILED/ });

  test.afterEach(({ stack }) => stack.api.start());

  test("the page says so, and the same works afterwards", async ({ page, person, stack }) => {
    await person.has("Buy milk");
    const data = new DataSection(page);
    await data.open();
    await stack.api.stop();
    await data.section.getByRole("button", { name: "Export as JSON" }).click();
    await expect(page.getByText("The server cannot be reached").first()).toBeVisible();
    await data.choose(json([{ title: "Bread" }]));
    await expect(data.failure).toHaveText("The server cannot be reached");

    await stack.api.start();
    expect((await data.export("JSON")).suggestedFilename()).toContain(".json");
    await data.choose(json([{ title: "Bread" }]));
    await data.confirm();
    await expect.poll(() => titles(person)).toEqual(["Bread", "Buy milk"]);
  });

  test("tasks whose import was not answered are not there twice after the next try", async ({
    page,
    person,
    stack,
  }) => {
    const data = new DataSection(page);
    await data.open();
    await data.choose(json([{ title: "Bread" }, { title: "Salt" }]));
    await expect(data.dialog).toBeVisible();
    await page.route(
      `${stack.api.url}/api/me/import`,
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
    await data.confirm();
    await expect(data.dialog.getByRole("alert")).toHaveText("The server cannot be reached");
    expect(await titles(person)).toHaveLength(2);
    await data.confirm();
    await expect(page.getByText("Imported: 2 new tasks.").first()).toBeVisible();
    expect(await titles(person)).toHaveLength(2);
  });
});

test("by keyboard: the dialog has the focus, and gives it back", async ({ page, person }) => {
  const data = new DataSection(page);
  await data.open();
  const choosing = page.waitForEvent("filechooser");
  await data.importButton.focus();
  await page.keyboard.press("Enter");
  await (await choosing).setFiles(json([{ title: "Bread" }]));
  await expect(data.dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(data.dialog).toBeHidden();
  await expect(data.importButton).toBeFocused();
  expect(await titles(person)).toEqual(["Bread"]);
});
