/** What a description says: links that can be clicked, simple Markdown, and nothing that runs. */

import { expect, test } from "./test";

test("a description shows its links, lists and emphasis, and is written as it is", { tag: "@phone" }, async ({
  tasks,
  person,
  page,
}) => {
  const description = "See https://example.com/a and **this**:\n\n- one\n- two";
  await person.has({ title: "Read", description });
  await tasks.row("Read").getByText("Read", { exact: true }).click();
  const shown = page.locator("[data-description]");
  const link = shown.getByRole("link", { name: "https://example.com/a" });
  await expect(link).toHaveAttribute("rel", /noopener/);
  await expect(link).toHaveAttribute("target", "_blank");
  await expect(shown.getByRole("listitem")).toHaveText(["one", "two"]);
  await expect(shown.locator("strong")).toHaveText("this");
  await shown.getByText("two").click();
  const field = page.getByLabel("Description");
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(description);
  await field.press("End");
  await field.pressSequentially("!");
  await field.blur();
  await expect(shown.getByRole("listitem").last()).toContainText("two");
  await expect.poll(async () => (await person.stored())[0]?.description).toContain("!");
});

test("nothing in a description runs, is fetched, or leads to a script", async ({ tasks, person, page }) => {
  await person.has({
    title: "Trap",
    description:
      "<img src=x onerror=alert(1)> <script>alert(2)</script> [go](javascript:alert(3)) ![spy](https://example.com/spy.png) *end*",
  });
  await tasks.row("Trap").getByText("Trap", { exact: true }).click();
  const shown = page.locator("[data-description]");
  await expect(shown.locator("em")).toHaveText("end");
  await expect(shown).toContainText("<img src=x onerror=alert(1)>");
  await expect(shown.locator("img, script")).toHaveCount(0);
  await expect(shown.getByText("go", { exact: true })).not.toHaveAttribute("href", /javascript/);
  await expect(shown.getByRole("link", { name: "spy" })).toHaveAttribute("href", "https://example.com/spy.png");
});

test("the items of a list stand one below the other, and a box is in the place of the bullet", {
  tag: "@phone",
}, async ({ tasks, person, page, isMobile }) => {
  await person.has({ title: "Slides", description: "- [ ] figures\n- [x] charts\n- summary\n\nAnd then\nthe end" });
  await tasks.row("Slides").getByText("Slides", { exact: true }).click();
  const shown = page.locator("[data-description]");
  await expect(shown.getByRole("listitem")).toHaveCount(3);
  const tops = await shown
    .getByRole("listitem")
    .evaluateAll((items) => items.map((item) => item.getBoundingClientRect().top));
  // For fingers a box is 44 px high.
  const most = isMobile ? 45 : 30;
  for (const [place, top] of tops.slice(1).entries()) expect(top - (tops[place] ?? 0)).toBeLessThan(most);
  await expect(shown.getByRole("listitem").first()).toHaveCSS("list-style-type", "none");
  await expect(shown.getByText("And then")).toHaveText(/^And then\nthe end$/, { useInnerText: true });
});

test("a box in a description is ticked by a click and by Space, which is saved and can be undone", {
  tag: "@phone",
}, async ({ tasks, person, page }) => {
  const description = "> - [ ] figures\n\n1. [x] charts\n   - [ ] colors";
  await person.has({ title: "Slides", description });
  await tasks.row("Slides").getByText("Slides", { exact: true }).click();
  const box = (name: string) => page.locator("[data-description]").getByRole("checkbox", { name }).last();
  const stored = async () => (await person.stored())[0]?.description;
  await box("figures").click();
  await expect(box("figures")).toBeChecked();
  await expect(page.getByLabel("Description")).not.toBeFocused();
  await expect.poll(stored).toBe(description.replace("[ ] figures", "[x] figures"));
  await box("colors").press("Space");
  await expect(box("colors")).toBeChecked();
  await expect(box("colors")).toBeFocused();
  // Enter would close the task.
  await box("colors").press("Enter");
  await box("colors").press("Tab");
  await expect(page.getByLabel("Description")).toBeFocused();
  await expect(page.getByLabel("Description")).toHaveValue(description.replaceAll("[ ]", "[x]"));
  await page.keyboard.press("Escape");
  await expect.poll(stored).toBe(description.replaceAll("[ ]", "[x]"));
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(stored).toBe(description);
});

test("plain words stay what they are", async ({ tasks, person, page }) => {
  await person.has({ title: "Plain", description: "First line\nSecond line" });
  await tasks.row("Plain").getByText("Plain", { exact: true }).click();
  await expect(page.getByLabel("Description")).toHaveValue("First line\nSecond line");
  await expect(page.locator("[data-description]")).toBeHidden();
});

test("a row says the words of a description, and none of its marks, in the trash too", { tag: "@phone" }, async ({
  tasks,
  person,
  page,
}) => {
  const [task] = await person.has({
    title: "Call",
    description: "**Ask Priya** for [the number](https://example.com/a)\n\n- `INV-2041`\n- [ ] and ~~not~~ more",
  });
  await expect(tasks.row("Call")).toContainText(/Ask Priya for the number\n• INV-2041\n• and not more/, {
    useInnerText: true,
  });
  await person.deletes(task?.id ?? "");
  await expect(tasks.row("Call")).toBeHidden();
  await page.goto("/trash");
  await expect(page.getByText("Ask Priya for the number")).toBeVisible();
  await expect(page.getByText("**")).toHaveCount(0);
});
