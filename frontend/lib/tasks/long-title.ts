/** A title that is too long goes on in the description. */

import type { TaskFields } from "../domain/task";
import { faultIn } from "./limits";

const LONGEST = 100;

/** Undefined if the title is short enough, or the description would become too long. */
export function continued<Fields extends Pick<TaskFields, "title" | "description">>(
  fields: Fields,
): Fields | undefined {
  const characters = [...fields.title];
  if (characters.length <= LONGEST) return undefined;
  // With room for the dots. A word that fills the title alone is cut.
  const start = characters.slice(0, LONGEST - 1).join("");
  const end = start.search(/\s+\S*$/);
  const title = end > 0 ? start.slice(0, end) : start;
  const rest = `… ${fields.title.slice(title.length).trim()}`;
  const description = fields.description ? `${rest}\n\n${fields.description}` : rest;
  const split = { ...fields, title: `${title}…`, description };
  return faultIn({ title: split.title, description }) ? undefined : split;
}
