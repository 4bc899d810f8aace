/** Where a person's tasks are, as the API has it. */

import type { Person } from "./person";

export const inOrder = async (person: Person) =>
  (await person.stored()).toSorted((one, other) => (one.position < other.position ? -1 : 1)).map(({ title }) => title);

/** By its title, that of what it is part of. */
export const parents = async (person: Person) => {
  const all = await person.stored();
  const titleOf = (id: string | null) => all.find((one) => one.id === id)?.title ?? null;
  return Object.fromEntries(all.map(({ title, parent_id }) => [title, titleOf(parent_id)]));
};

export function dayAfter(days: number): string {
  const date = new Date();
  date.setDate(date.getDate() + days);
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin" }).format(date);
}
