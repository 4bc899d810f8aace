/** Shortcuts on the keyboards of the world. */

import { expect, test } from "vitest";
import { sayKey } from "../lib/commands/say-key";
import { chordsOf, isOfOtherScript, keyOf, shortcutsOf } from "../lib/keys";

const press = (key: string, code: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  code,
  isComposing: false,
  keyCode: 0,
  shiftKey: false,
  ...more,
});

const shift = { shiftKey: true };

const meant: [keyboard: string, key: string, code: string, more: Partial<KeyboardEvent>, shortcut: string][] = [
  ["English", "j", "KeyJ", {}, "j"],
  ["English with caps lock", "J", "KeyJ", {}, "j"],
  ["Dvorak", "j", "KeyC", {}, "j"],
  ["German", "#", "Backslash", {}, "#"],
  ["German", "?", "Minus", shift, "?"],
  ["French", "/", "Period", shift, "/"],
  ["Russian", "о", "KeyJ", {}, "j"],
  ["Russian", "т", "KeyN", {}, "n"],
  ["Russian with caps lock", "Ч", "KeyX", {}, "x"],
  ["Russian", ".", "Slash", {}, "/"],
  ["Russian", ",", "Slash", shift, "?"],
  ["Russian", "?", "Digit7", shift, "?"],
  ["Russian", "№", "Digit3", shift, "#"],
  ["Greek", "ξ", "KeyJ", {}, "j"],
  ["Greek", "/", "Slash", {}, "/"],
  ["Hebrew", "ק", "KeyE", {}, "e"],
  ["Arabic", "ظ", "Slash", {}, "/"],
  ["Arabic", "؟", "Slash", shift, "?"],
  ["Korean", "ㅏ", "KeyK", {}, "k"],
];

for (const [keyboard, key, code, more, shortcut] of meant) {
  test(`${keyboard}: ${key} is ${shortcut}`, () => {
    const isLatin = /English|German|French|Dvorak/.test(keyboard);
    expect(shortcutsOf(press(key, code, more), !isLatin)).toContain(shortcut);
  });
}

test("in Latin letters nothing goes by its place", () => {
  expect(shortcutsOf(press("£", "Digit3", shift), false)).toEqual(["£"]);
  expect(shortcutsOf(press("é", "Digit2"), false)).toEqual(["é"]);
  expect(shortcutsOf(press("ö", "Semicolon"), false)).toEqual(["ö"]);
  expect(shortcutsOf(press("-", "Slash"), false)).toEqual(["-"]);
  expect(shortcutsOf(press("J", "KeyJ", shift), false)).toEqual(["J"]);
  expect(shortcutsOf(press("Enter", "Enter"), true)).toEqual(["Enter"]);
});

test("a letter tells of the keyboard, and nothing else does", () => {
  expect(["ж", "z", "é", "1", ".", "Enter"].map(isOfOtherScript)).toEqual([
    true,
    false,
    false,
    undefined,
    undefined,
    undefined,
  ]);
});

test("an input method has its keys for itself", () => {
  expect(keyOf(press("Escape", "Escape", { isComposing: true }))).toBe("");
  expect(keyOf(press("Enter", "Enter", { keyCode: 229 }))).toBe("");
  expect(keyOf(press("Escape", "Escape"))).toBe("Escape");
});

const withKeys = (key: string, code: string, more: Partial<KeyboardEvent> = {}) => ({
  ...press(key, code, more),
  ctrlKey: more.ctrlKey ?? false,
  metaKey: more.metaKey ?? false,
  altKey: more.altKey ?? false,
});

test("Mod is Ctrl, and Command on a Mac, and nothing beside it", () => {
  const ctrl = { ctrlKey: true };
  const meta = { metaKey: true };
  expect(chordsOf(withKeys("k", "KeyK", ctrl), false, false)).toEqual(["Mod+k"]);
  expect(chordsOf(withKeys("k", "KeyK", meta), false, true)).toEqual(["Mod+k"]);
  expect(chordsOf(withKeys("k", "KeyK", meta), false, false)).toEqual([]);
  expect(chordsOf(withKeys("k", "KeyK", ctrl), false, true)).toEqual([]);
  expect(chordsOf(withKeys("k", "KeyK", { ctrlKey: true, altKey: true }), false, false)).toEqual([]);
  expect(chordsOf(withKeys("Z", "KeyZ", { ...ctrl, ...shift }), false, false)).toEqual(["Mod+Shift+z"]);
  expect(chordsOf(withKeys("л", "KeyK", ctrl), true, false)).toContain("Mod+k");
});

test("keys are said as they stand on the keyboard", () => {
  expect(["n", "+", "Mod+k", "Mod+Shift+z"].map((key) => sayKey(key, false))).toEqual([
    "n",
    "+",
    "Ctrl+K",
    "Ctrl+Shift+Z",
  ]);
  expect(["n", "Mod+k", "Mod+Shift+z"].map((key) => sayKey(key, true))).toEqual(["n", "⌘K", "⌘⇧Z"]);
});
