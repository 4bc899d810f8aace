/** The whole way, as somebody goes it who has just heard of this. No request here is touched on its way. */

import { randomBytes } from "node:crypto";
import { SignInPage, signOut } from "./sign-in-page";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

test("sign up, add, complete, edit, delete, undo, sign out, sign in: everything is still there", {
  tag: "@phone",
}, async ({ page }) => {
  const ada = {
    name: "Ada",
    email: `${randomBytes(6).toString("hex")}@example.com`,
    password: "correct horse battery",
  };
  const tasks = new TaskPage(page);
  const door = new SignInPage(page);

  await page.goto("/");
  await page.getByRole("link", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Create your account" })).toBeVisible();
  await door.signUp(ada);

  await expect(page).toHaveURL("/");
  await expect(tasks.newTask).toBeFocused();
  await tasks.add("Buy milk");
  await tasks.add("Call mum");
  await tasks.add("Water the plants");
  await tasks.expectTitles("Water the plants", "Call mum", "Buy milk");

  const completed = tasks.saved("PATCH");
  await tasks.checkbox("Buy milk").check();
  await completed;

  const edited = tasks.saved("PATCH");
  await tasks.edit("Call mum", { title: "Call mum and dad", description: "On Sunday, after lunch" });
  await edited;
  await expect(tasks.row("Call mum and dad")).toContainText("On Sunday, after lunch");

  const deleted = tasks.saved("DELETE");
  await tasks.row("Water the plants").getByText("Water the plants", { exact: true }).click();
  await tasks.editor("Water the plants").getByRole("button", { name: "Delete" }).click();
  await expect(tasks.checkbox("Water the plants")).toBeHidden();
  await deleted;
  const restored = tasks.undone();
  await tasks.button("Undo").click();
  await expect(tasks.checkbox("Water the plants")).toBeVisible();
  await restored;

  await signOut(page);
  await door.signIn(ada);
  await expect(page).toHaveURL("/");
  await expect(tasks.checkbox("Water the plants")).toBeVisible();
  await tasks.goTo("All tasks");
  await expect(tasks.checkbox("Buy milk")).toBeChecked();
  await expect(tasks.checkbox("Call mum and dad")).not.toBeChecked();
  await expect(tasks.row("Call mum and dad")).toContainText("On Sunday, after lunch");
  await expect(tasks.list.getByRole("checkbox")).toHaveCount(3);
});

test("a completed task can be taken up again", async ({ tasks }) => {
  await tasks.add("Buy milk");
  const completed = tasks.saved("PATCH");
  await tasks.checkbox("Buy milk").check();
  await completed;
  // By key, as two ticks within a quarter of a second are one.
  const reopened = tasks.saved("PATCH");
  await tasks.page.keyboard.press("x");
  await reopened;
  await tasks.page.reload();
  await expect(tasks.checkbox("Buy milk")).not.toBeChecked();
});

test("undo brings a deleted task back with everything it had", async ({ person, tasks }) => {
  const [made] = await person.has({
    title: "Trip",
    description: "Take the map",
    due_date: "2031-05-04",
    completed: true,
  });
  await tasks.open();
  const deleted = tasks.saved("DELETE");
  await tasks.button("Delete Trip").click();
  await deleted;
  expect(await person.stored()).toEqual([]);

  const restored = tasks.undone();
  await tasks.button("Undo").click();
  await restored;
  const [back] = await person.stored();
  const { title, description, due_date, completed } = made ?? {};
  expect(back).toMatchObject({ title, description, due_date, completed });
  await expect(tasks.checkbox("Trip")).toBeChecked();
});

test.describe("a wrong password", () => {
  test.use({ expected: /status of 401.*sign-in\/email/ });

  test("is refused in plain words, and the right one works at once", async ({ page, person, context }) => {
    await context.clearCookies();
    const door = new SignInPage(page);
    await page.goto("/sign-in");
    await door.signIn({ email: person.email, password: "not the password" });
    await expect(page.getByText("This email and password do not belong together.")).toBeVisible();
    await expect(door.password).toBeFocused();
    await expect(door.password).toHaveAttribute("aria-invalid", "true");
    await door.signIn(person);
    await expect(page).toHaveURL("/");
  });
});
