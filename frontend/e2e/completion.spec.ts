/** Tags and lists that complete while they are typed into the add box, and tags in their field. */

import { expect, test } from "./test";

test.beforeEach(async ({ person, tasks }) => {
  await person.hasList("Work and travel");
  await person.has({ title: "Old", tags: ["home", "garden"] }, { title: "Older", tags: ["home"] });
  await expect(tasks.checkbox("Old")).toBeVisible();
});

test("a tag completes from its first letters, and the title goes on after it", { tag: "@phone" }, async ({
  tasks,
  page,
  person,
}) => {
  await tasks.newTask.pressSequentially("Water #g");
  await expect(page.getByRole("listbox", { name: "Tags" }).getByRole("option")).toHaveText(["garden"]);
  await page.keyboard.press("Enter");
  await expect(tasks.newTask).toHaveValue("Water #garden ");
  await expect(page.getByRole("listbox", { name: "Tags" })).toBeHidden();
  await page.keyboard.type("plants");
  await page.keyboard.press("Enter");
  await expect(tasks.checkbox("Water plants")).toBeVisible();
  const made = async () => (await person.stored()).find(({ title }) => title === "Water plants");
  await expect.poll(async () => (await made())?.tags).toEqual(["garden"]);
});

test("a letter that comes at once after the choice stands behind it", async ({ tasks, page }) => {
  await tasks.newTask.pressSequentially("Water plants");
  for (let letter = 0; letter < " plants".length; letter += 1) await page.keyboard.press("ArrowLeft");
  await page.keyboard.type(" #g");
  await expect(page.getByRole("option", { name: "garden" })).toBeVisible();
  // No frame is drawn between the two.
  await tasks.newTask.evaluate((field) => {
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", bubbles: true, cancelable: true }));
    document.execCommand("insertText", false, "x");
  });
  await expect(tasks.newTask).toHaveValue("Water #garden xplants");
});

test("a list completes after @, and is no word of the title", { tag: "@phone" }, async ({ tasks, page, person }) => {
  await tasks.newTask.pressSequentially("Book @wo");
  await page.getByRole("option", { name: "Work and travel" }).click();
  await expect(tasks.newTask).toHaveValue("Book ");
  await expect(tasks.newTask).toBeFocused();
  await expect(page.getByRole("form", { name: "Add a task" })).toContainText("In Work and travel");
  await page.keyboard.type("a train");
  await page.keyboard.press("Enter");
  const made = async () => (await person.stored()).find(({ title }) => title === "Book a train");
  await expect.poll(async () => (await made())?.list_id).not.toBeNull();
  // The next one is not in that list by itself.
  await tasks.newTask.fill("Elsewhere");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await person.stored()).find(({ title }) => title === "Elsewhere")?.list_id).toBeNull();
});

test("an offer is one line, however long a name is", async ({ tasks, page, person }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await person.hasList("Work on the house with everybody who has a hammer, a saw and a free weekend in spring");
  await tasks.newTask.pressSequentially("Book @");
  const offers = page.getByRole("listbox", { name: "Lists" }).getByRole("option");
  await expect(offers).toHaveCount(2);
  for (const offer of await offers.all()) expect((await offer.boundingBox())?.height).toBeLessThan(48);
});

test("Escape and going on keep the words as they are", async ({ tasks, page }) => {
  await tasks.newTask.pressSequentially("Meet @");
  await expect(page.getByRole("listbox", { name: "Lists" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("listbox", { name: "Lists" })).toBeHidden();
  await expect(tasks.newTask).toHaveValue("Meet @");
  await page.keyboard.type(" the pub");
  await page.keyboard.press("Enter");
  await expect(tasks.checkbox("Meet @ the pub")).toBeVisible();
});

test("in the field for the tags of a task each word completes, by the keys and by the mouse", {
  tag: "@phone",
}, async ({ tasks, page, person }) => {
  const [task] = await person.has({ title: "Rake", tags: ["leaves"] });
  await tasks.row("Rake").getByText("Rake").click();
  const field = tasks.editor("Rake").getByRole("textbox", { name: "Tags" });
  await field.press("End");
  await field.pressSequentially(", ga");
  const offers = page.getByRole("listbox", { name: "Tags" }).getByRole("option");
  await expect(offers).toHaveText(["garden"]);
  await expect(offers.first()).toBeInViewport();
  await expect(field).toHaveAttribute("aria-activedescendant", /garden/);
  // First what is offered goes, and not the open task.
  await page.keyboard.press("Escape");
  await expect(offers).toHaveCount(0);
  await expect(field).toBeFocused();
  await field.pressSequentially("r");
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue("leaves, garden ");
  await field.pressSequentially("#ho");
  await offers.first().click();
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("leaves, garden #home ");
  // A tag that is there already is not offered once more.
  await field.pressSequentially("l");
  await expect(offers).toHaveCount(0);
  await field.press("Backspace");
  await tasks.editor("Rake").getByRole("button", { name: "Close" }).click();
  const stored = async () => (await person.stored()).find(({ id }) => id === task?.id)?.tags;
  await expect.poll(stored).toEqual(["leaves", "garden", "home"]);
});
