/** Shortcuts. Those of a single key stay out of the way of typing and can be switched off. */
"use client";

import { useEffect } from "react";
import { chordsOf, isOfOtherScript, keyOf, shortcutsOf } from "../keys";
import { isSettled, NO_SINGLE_KEYS } from "./key-settings";
import type { Command, Commands } from "./registry";

export const isMac = () => /^(Mac|iP)/.test(navigator.platform);

/** Matched by the character and not by the key: "#" and "?" sit elsewhere on every keyboard. */
export function useShortcuts(commands: Commands) {
  useEffect(() => {
    let held: string | null = null;
    let isOtherScript = isOtherScriptLikely();
    let typedIn: EventTarget | null = null;
    const type = ({ target }: Event) => {
      typedIn = target;
    };
    // What was typed is on its way, and the field is a new one.
    const submit = () => {
      typedIn = null;
    };
    const isFree = ({ isForFields, isForEmptyFields }: Command, field: EventTarget | null) =>
      isForFields || (isForEmptyFields && field !== typedIn && isIn(EMPTY_FIELDS, field));
    const press = (event: KeyboardEvent) => {
      const key = keyOf(event);
      isOtherScript = isOfOtherScript(key) ?? isOtherScript;
      // Nor is it meant for the field that it has led to.
      if (event.repeat && key === held) return event.preventDefault();
      held = null;
      const isChord = event.ctrlKey || event.metaKey || event.altKey;
      const keys = isChord ? chordsOf(event, isOtherScript, isMac()) : shortcutsOf(event, isOtherScript);
      const command = commands.of(keys);
      if (!command || event.defaultPrevented || (!isChord && isSettled(NO_SINGLE_KEYS))) return;
      if (isIn(OVERLAYS, event.target) || (isIn(FIELDS, event.target) && !isFree(command, event.target))) return;
      event.preventDefault();
      if (!command.isRepeatable) held = key;
      if (event.repeat && held) return;
      command.run();
    };
    document.addEventListener("keydown", press);
    document.addEventListener("input", type);
    document.addEventListener("submit", submit);
    return () => {
      document.removeEventListener("keydown", press);
      document.removeEventListener("input", type);
      document.removeEventListener("submit", submit);
    };
  }, [commands]);
}

/** Until a letter has told. */
function isOtherScriptLikely(): boolean {
  try {
    return new Intl.Locale(navigator.language).maximize().script !== "Latn";
  } catch {
    return false;
  }
}

const FIELDS = "input:not([type=checkbox]), textarea, select, [contenteditable]";
/** A box to type into that shows its placeholder; not those of the open task, which save what is written by themselves. */
const EMPTY_FIELDS = "input:placeholder-shown:not([data-pane] *)";
const OVERLAYS = "[role=dialog], [role=menu]";

function isIn(selector: string, target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}
