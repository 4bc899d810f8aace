/** What is typed while the field is being fetched for which it is meant: without this it would be done to the row that has the focus. */

let typed = "";

function keep(event: KeyboardEvent) {
  const { key, ctrlKey, metaKey } = event;
  if (key === "Escape") takeEarlyKeys();
  const isLetter = key.length === 1;
  if (ctrlKey || metaKey || !(isLetter || key === "Enter")) return;
  event.preventDefault();
  event.stopPropagation();
  if (isLetter) typed += key;
}

/** From now on, until they are taken, or given up by Escape. */
export const keepEarlyKeys = () => document.addEventListener("keydown", keep, true);

export function takeEarlyKeys(): string {
  const all = typed;
  typed = "";
  document.removeEventListener("keydown", keep, true);
  return all;
}
