/** What a browser keeps of reminders, for its pages and for its service worker. */

import { keptAt } from "../offline/state";

/** Whom this browser reminds. `address`: where the API has the subscription; empty as long as it has none. */
export type Owner = { userId: string; address: string; checkedAt: number };
export const owner = keptAt<Owner>("/push/owner");

export type Wish = "done" | "snooze";

/** The task to which a notification leads. `unmet`: what was asked of that, and why it has not come about. */
export type Wanted = { task: string; at: number; unmet?: { wish: Wish; why: string } };
export const wanted = keptAt<Wanted>("/push/wanted");

/** The worker asks a page that is open to look at what is wanted. */
export const LOOK = "look at what is wanted";
