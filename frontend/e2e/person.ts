/** Somebody with an account, who can also act without a page. */

import { randomInt } from "node:crypto";
import { type APIResponse, type BrowserContext, expect } from "@playwright/test";
import type { components } from "../lib/api/schema";
import type { Stack } from "./stack";

type Task = components["schemas"]["TaskResponse"];
type List = components["schemas"]["ListResponse"];
type Settings = components["schemas"]["SettingsResponse"];
type TaskFields = Partial<components["schemas"]["TaskCreate"]> & { title: string };

/** Better Auth counts attempts to sign in by address; this is what a proxy would say of somebody at home. */
const atHome = () => ({ "X-Forwarded-For": `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}` });

/**
 * Lets the pages of this browser sign in from an address of their own.
 *
 * Playwright then answers the browser's preflights itself, so that only tests which sign in again and again want this.
 */
export async function signInFromHome(context: BrowserContext): Promise<void> {
  await context.route("**/api/auth/**", (route) =>
    route.continue({ headers: { ...route.request().headers(), ...atHome() } }),
  );
}

/** Asks Better Auth without a page. An answer that waits for a mail server comes too late. */
export function ask(context: BrowserContext, url: string, path: string, data: object): Promise<APIResponse> {
  const headers = { Origin: url, ...atHome() };
  return context.request.post(`${url}/api/auth/${path}`, { data, headers, timeout: 8_000 });
}

export class Person {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  id = "";

  constructor(
    readonly context: BrowserContext,
    readonly stack: Stack,
    account: { name: string; email: string; password: string },
  ) {
    this.name = account.name;
    this.email = account.email;
    this.password = account.password;
  }

  /** Leaves the session's cookie in the browser. */
  async signUp(): Promise<void> {
    const { name, email, password } = this;
    const answer = await this.#auth("sign-up/email", { name, email, password });
    expect(answer.status(), await answer.text()).toBe(200);
    this.id = (await answer.json()).user.id;
  }

  /** Signs in, in this browser or in another one. */
  signIn(context = this.context, password = this.password): Promise<APIResponse> {
    return this.#auth("sign-in/email", { email: this.email, password }, context);
  }

  async token(): Promise<string> {
    const answer = await this.context.request.get(`${this.stack.web.url}/api/auth/token`);
    expect(answer.status()).toBe(200);
    return (await answer.json()).token;
  }

  /** Adds tasks one after the other, so that the last one is the newest. */
  async has(...tasks: (string | TaskFields)[]): Promise<Task[]> {
    const headers = { Authorization: `Bearer ${await this.token()}` };
    const made: Task[] = [];
    for (const task of tasks) {
      const data = typeof task === "string" ? { title: task } : task;
      const answer = await this.context.request.post(`${this.stack.api.url}/api/tasks`, { headers, data });
      expect(answer.status(), await answer.text()).toBe(201);
      made.push(await answer.json());
    }
    return made;
  }

  /** Thousands of tasks, one a minute before the other, by what each of them says. */
  async hasMany(count: number, fieldsOf: (number: number, moment: string) => object): Promise<void> {
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    const data = numbers.map((number) => fieldsOf(number, new Date(Date.now() - number * 60_000).toISOString()));
    const headers = { Authorization: `Bearer ${await this.token()}` };
    const answer = await this.context.request.post(`${this.stack.api.url}/api/me/import`, { headers, data: { data } });
    expect(answer.status(), await answer.text()).toBe(200);
  }

  /** As another device does it. */
  async changes(taskId: string, data: object): Promise<void> {
    await this.#ask("patch", `tasks/${taskId}`, data);
  }

  /** As another device does it. */
  async deletes(taskId: string): Promise<void> {
    await this.#ask("delete", `tasks/${taskId}`);
  }

  /** What the API has of this person, newest first. */
  async stored(): Promise<Task[]> {
    const headers = { Authorization: `Bearer ${await this.token()}` };
    const answer = await this.context.request.get(`${this.stack.api.url}/api/tasks`, { headers });
    expect(answer.status()).toBe(200);
    return (await answer.json()).data;
  }

  /** The lists that the API has, in their order. */
  async lists(): Promise<List[]> {
    const answer = await this.#ask("get", "lists");
    return (await answer.json()).data;
  }

  /** As another device does it. */
  async hasList(name: string): Promise<List> {
    return (await this.#ask("post", "lists", { name })).json();
  }

  /** As another device does it. */
  async changesList(listId: string, data: object): Promise<void> {
    await this.#ask("patch", `lists/${listId}`, data);
  }

  /** As another device does it. */
  async deletesList(listId: string): Promise<void> {
    await this.#ask("delete", `lists/${listId}`);
  }

  /** What the API has. */
  async settings(): Promise<Settings> {
    const answer = await this.#ask("get", "me/settings");
    return (await answer.json()).data;
  }

  /** As another device does it. */
  async chooses(settings: Partial<Settings>): Promise<void> {
    await this.#ask("patch", "me/settings", settings);
  }

  async #ask(method: "get" | "post" | "patch" | "delete", path: string, data?: object): Promise<APIResponse> {
    const headers = { Authorization: `Bearer ${await this.token()}` };
    const url = `${this.stack.api.url}/api/${path}`;
    const answer = await this.context.request[method](url, { headers, ...(data ? { data } : {}) });
    expect(answer.ok(), await answer.text()).toBe(true);
    return answer;
  }

  #auth(path: string, data: object, context = this.context): Promise<APIResponse> {
    const url = this.stack.web.url;
    return context.request.post(`${url}/api/auth/${path}`, { data, headers: { Origin: url, ...atHome() } });
  }
}
