/** Keys as the person means them. */

type Press = Pick<KeyboardEvent, "key" | "code" | "isComposing" | "keyCode" | "shiftKey">;

/** Safari ends a composition before it tells of the key that has ended it; that key has this code. */
const COMPOSING = 229;

type PressEvent = Press | { nativeEvent: Press };

const pressOf = (event: PressEvent) => ("nativeEvent" in event ? event.nativeEvent : event);

const isComposing = ({ isComposing, keyCode }: Press) => isComposing || keyCode === COMPOSING;

/** Empty while an input method composes: Escape, Enter and the arrows are its own then. */
export function keyOf(event: PressEvent): string {
  const press = pressOf(event);
  return isComposing(press) ? "" : press.key;
}

/** Of which browsers believe that it empties a search field. */
export function isEscapeFromComposing(event: PressEvent): boolean {
  const press = pressOf(event);
  return isComposing(press) && press.key === "Escape";
}

/** What the places of the keys mean on the keyboards that shortcuts were thought of. */
const PLACES: Record<string, [plain: string, shifted: string]> = { Slash: ["/", "?"], Digit3: ["3", "#"] };

/**
 * What a shortcut may be listed as, likeliest first. Letters count without regard to caps lock, and in a script that has no
 * such letters by their place. `isOtherScript` says so of the keyboard, whose dot may be where others have the slash.
 */
export function shortcutsOf(press: Press, isOtherScript: boolean): string[] {
  const key = keyOf(press);
  if ([...key].length !== 1) return [key];
  const asLetter = /\p{L}/u.test(key) && !press.shiftKey ? key.toLowerCase() : key;
  return isOtherScript || isOfOtherScript(key) ? [asLetter, atPlace(press)] : [asLetter];
}

type Chord = Press & Pick<KeyboardEvent, "ctrlKey" | "metaKey" | "altKey">;

/** What a press together with Ctrl, or with Command on a Mac, may be listed as: "Mod+k", "Mod+Shift+z". None of any other. */
export function chordsOf(press: Chord, isOtherScript: boolean, isMac: boolean): string[] {
  const { ctrlKey, metaKey, altKey, shiftKey, code, isComposing, keyCode } = press;
  const isMod = isMac ? metaKey && !ctrlKey : ctrlKey && !metaKey;
  if (!isMod || altKey) return [];
  const plain = { key: press.key.toLowerCase(), code, isComposing, keyCode, shiftKey: false };
  return shortcutsOf(plain, isOtherScript).map((key) => `${shiftKey ? "Mod+Shift+" : "Mod+"}${key}`);
}

/** Undefined of what is no letter, and tells nothing. */
export function isOfOtherScript(key: string): boolean | undefined {
  return /^\p{L}$/u.test(key) ? !/\p{Script=Latin}/u.test(key) : undefined;
}

function atPlace({ code, shiftKey }: Press): string {
  const [plain, shifted] = PLACES[code] ?? [code.replace(/^Key/, "").toLowerCase(), ""];
  return shiftKey ? shifted : plain;
}
