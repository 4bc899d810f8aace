/** Writing in languages whose characters are composed, and on keyboards without Latin letters. */

import type { Page } from "@playwright/test";
import { TaskPage } from "./task-page";
import { expect, test } from "./test";

/** A key that the input method gets, as Chromium sends it to the page. */
async function compose(page: Page, text: string, key: "Escape" | "Enter"): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  const code = { Escape: 27, Enter: 13 }[key];
  const press = { key, code: key, windowsVirtualKeyCode: 229, nativeVirtualKeyCode: code };
  await devtools.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...press });
  await devtools.send("Input.dispatchKeyEvent", { type: "keyUp", ...press });
  await devtools.send("Input.insertText", { text });
  await devtools.detach();
}

test("Escape and Enter are the input method's own while it composes", async ({ tasks, person, page }) => {
  await person.has("買い物");
  await tasks.button("Edit 買い物").click();
  const form = tasks.editor("買い物");
  await form.getByLabel("Title").fill("");
  await compose(page, "牛乳", "Escape");
  await expect(form.getByLabel("Title")).toHaveValue("牛乳");
  await form.getByLabel("Description").focus();
  await compose(page, "二本", "Escape");
  await expect(form.getByLabel("Description")).toHaveValue("二本");
  await page.keyboard.press("Escape");
  await expect(form).toBeHidden();

  await tasks.newTask.fill("Plants #garden ");
  await expect(tasks.button("Remove tag garden")).toBeVisible();
  await tasks.newTask.focus();
  await compose(page, "水", "Escape");
  await expect(tasks.newTask).toHaveValue("Plants #garden 水");
  await expect(tasks.button("Remove tag garden")).toBeVisible();
  await expect(tasks.newTask).toBeFocused();

  await tasks.search.fill("買い");
  await tasks.search.focus();
  await compose(page, "物", "Escape");
  await expect(tasks.search).toHaveValue("買い物");
});

test("single keys work on keyboards without Latin letters, and with caps lock", async ({ person, page }) => {
  // Before the page is opened: an empty list has the focus in the box for new tasks.
  await person.has("Two", "One");
  const tasks = new TaskPage(page);
  await tasks.open();
  await tasks.expectTitles("One", "Two");
  const press = async (key: string, code: string, modifiers = 0) => {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Input.dispatchKeyEvent", { type: "keyDown", key, code, text: key, modifiers });
    await devtools.send("Input.dispatchKeyEvent", { type: "keyUp", key, code, modifiers });
    await devtools.detach();
  };
  await press("о", "KeyJ");
  await expect(tasks.checkbox("One")).toBeFocused();
  await press("ξ", "KeyJ");
  await expect(tasks.checkbox("Two")).toBeFocused();
  await press("X", "KeyX");
  await expect(tasks.checkbox("Two")).toBeChecked();
  await press("л", "KeyK");
  await expect(tasks.checkbox("One")).toBeFocused();
  const shift = 8;
  await press("№", "Digit3", shift);
  await tasks.expectTitles("Two");
  await press("т", "KeyN");
  await expect(tasks.newTask).toBeFocused();
  await expect(tasks.newTask).toHaveValue("");
  await press("т", "KeyN");
  await expect(tasks.newTask).toHaveValue("т");
  await page.keyboard.press("Escape");
  await press(".", "Slash");
  await expect(tasks.search).toBeFocused();
});
