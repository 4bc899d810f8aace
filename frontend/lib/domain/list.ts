/** The descriptor of a list. */

import type { components } from "../api/schema";
import { type FieldsOf, flag, lastText, latest } from "./fields";
import { differencesIn, faultIn } from "./merge";

export type List = components["schemas"]["ListResponse"];
/** All that a person can say about a list. */
export type ListFields = Pick<List, "name" | "color" | "position" | "archived">;

/** Nobody is asked about a list: of two changes of the same field the last one counts. */
export const listFields: FieldsOf<ListFields> = {
  name: lastText("Name", 100),
  color: latest<List["color"]>("Color", null),
  position: latest<string>("Position", ""),
  archived: flag("Archived"),
};

export const listDifferences = (from: Partial<ListFields>, to: Partial<ListFields>): Partial<ListFields> =>
  differencesIn(listFields, from, to);

export const listFaultIn = (fields: Partial<ListFields>) => faultIn<ListFields>(listFields, fields);
