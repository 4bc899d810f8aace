/** Which row of a list has the focus, and which are selected. Pure; `ids` are those of the rows, from top to bottom. */

export type Selection = {
  focused: string | null;
  selected: ReadonlySet<string>;
  /** Where a range begins that is drawn out from here. */
  anchor: string | null;
};

export const nothingSelected: Selection = { focused: null, selected: new Set(), anchor: null };

/** The focus alone moves; what is selected stays so. */
export const focusOn = (selection: Selection, id: string | null): Selection =>
  selection.focused === id ? selection : { ...selection, focused: id };

/** So many rows on, and no further than the list goes. */
export function rowAfter(selection: Selection, ids: readonly string[], by: number): string | undefined {
  const from = ids.indexOf(selection.focused ?? "");
  return ids[Math.min(Math.max(from + by, 0), ids.length - 1)];
}

/** This row and no other. */
export const selectOnly = (id: string): Selection => ({ focused: id, selected: new Set([id]), anchor: id });

/** One more, or one less. */
export function toggleSelected(selection: Selection, id: string): Selection {
  const selected = new Set(selection.selected);
  if (!selected.delete(id)) selected.add(id);
  return { focused: id, selected, anchor: id };
}

/** All rows from the anchor to this one, and no others. */
export function selectTo(selection: Selection, ids: readonly string[], id: string): Selection {
  const anchor = selection.anchor ?? selection.focused ?? id;
  const [from, to] = [ids.indexOf(anchor), ids.indexOf(id)].sort((a, b) => a - b) as [number, number];
  if (from < 0) return selectOnly(id);
  return { focused: id, selected: new Set(ids.slice(from, to + 1)), anchor };
}

export const saySelected = (count: number) => (count > 0 ? `${count.toLocaleString()} selected` : "Nothing selected");

/** Without what is no longer in the list; the focus is for the list to move. */
export function withoutGone(selection: Selection, ids: readonly string[]): Selection {
  if (selection.selected.size === 0 && selection.anchor === null) return selection;
  const there = new Set(ids);
  const selected = [...selection.selected].filter((id) => there.has(id));
  const anchor = selection.anchor !== null && there.has(selection.anchor) ? selection.anchor : null;
  if (selected.length === selection.selected.size && anchor === selection.anchor) return selection;
  return { ...selection, selected: new Set(selected), anchor };
}
