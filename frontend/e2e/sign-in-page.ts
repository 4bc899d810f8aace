/** The pages of those who are not signed in yet. */

import { expect, type Locator, type Page } from "@playwright/test";
import type { Person } from "./person";

export class SignInPage {
  readonly email: Locator;
  readonly password: Locator;

  constructor(readonly page: Page) {
    this.email = page.getByRole("textbox", { name: "Email" });
    this.password = page.getByLabel("Password", { exact: true });
  }

  async signIn({ email, password }: Pick<Person, "email" | "password">): Promise<void> {
    await this.email.fill(email);
    await this.password.fill(password);
    await this.page.getByRole("button", { name: "Sign in" }).click();
  }

  async signUp({ name, email, password }: Pick<Person, "name" | "email" | "password">): Promise<void> {
    await this.page.getByRole("textbox", { name: "Name" }).fill(name);
    await this.email.fill(email);
    await this.password.fill(password);
    await this.page.getByRole("button", { name: "Create account" }).click();
  }
}

/** By the menu in the corner of every page. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "User menu" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
}
