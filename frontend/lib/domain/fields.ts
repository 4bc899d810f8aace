/** Kinds of fields: how their values are compared, merged, limited and said. Pure. */

import { isBlankText } from "../fold";
import { type Day, sayDay } from "../tasks/day";
import { isSameTag } from "../tasks/quick-add";

/** Who reads what is said. */
export type Reader = {
  today: Day;
  locale: string;
  /** The name of an item by its id. */
  nameOf?: (id: string) => string | undefined;
  /** A rule in words. */
  sayRule?: (rule: string) => string;
  /** Minutes before it is due, in words. */
  sayReminder?: (minutes: number) => string;
};

/** Nobody but a person can say what is to come of both changes. */
export const ASK = Symbol("ask");

export type Field<Value> = {
  label: string;
  /** The value in a row from before the field existed. */
  absent: Value;
  isSame: (one: Value, other: Value) => boolean;
  /** What comes of `mine` and `theirs`, both of which were made of `base` and differ. */
  merge: (base: Value, mine: Value, theirs: Value) => Value | typeof ASK;
  /** What the API would refuse, in its words. */
  faultIn: (value: Value) => string | undefined;
  say: (value: Value, reader: Reader) => string;
  /** Where it is seen, and not what it says: no reason to ask anybody, and nothing to be told. */
  isPlace?: true;
};

/** Has every property of `Thing`: the compiler finds a missing one. */
export type FieldsOf<Thing> = { readonly [Name in keyof Thing]: Field<Thing[Name]> };

const NONE = "None";
const isSame = (one: unknown, other: unknown) => one === other;
const noFault = () => undefined;
const ask = (): typeof ASK => ASK;
const last = <Value>(_base: Value, mine: Value) => mine;

export function text(label: string, most: number): Field<string> {
  const faultIn = (value: string) =>
    isBlankText(value)
      ? `${label} is required`
      : isLonger(trimmed(value), most)
        ? `${label} must be at most ${most} characters`
        : undefined;
  return { label, absent: "", isSame, merge: ask, faultIn, say: (value) => value };
}

export function optionalText(label: string, most: number): Field<string | null> {
  const faultIn = (value: string | null) =>
    isLonger(value ?? "", most) ? `${label} must be at most ${most} characters` : undefined;
  return { label, absent: null, isSame, merge: ask, faultIn, say: (value) => value || NONE };
}

export function day(label: string): Field<Day | null> {
  const say = (value: Day | null, { today, locale }: Reader) => (value ? sayDay(value, today, locale) : NONE);
  return { label, absent: null, isSame, merge: ask, faultIn: noFault, say };
}

/** What a clock shows on that day. */
export function clock(label: string): Field<string | null> {
  return { label, absent: null, isSame, merge: ask, faultIn: noFault, say: (value) => value ?? NONE };
}

/** Minutes before it is due. */
export function minutes(label: string): Field<number | null> {
  const say = (value: number | null, { sayReminder }: Reader) =>
    value === null ? NONE : (sayReminder?.(value) ?? String(value));
  return { label, absent: null, isSame, merge: ask, faultIn: noFault, say };
}

/** The rule of a repeat. */
export function rule(label: string): Field<string | null> {
  const say = (value: string | null, { sayRule }: Reader) => (value ? (sayRule?.(value) ?? value) : NONE);
  return { label, absent: null, isSame, merge: ask, faultIn: noFault, say };
}

/** One of a few that have names; the first where nothing is said. */
export function option<Name extends string>(label: string, names: Readonly<Record<Name, string>>): Field<Name> {
  const absent = Object.keys(names)[0] as Name;
  return { label, absent, isSame, merge: ask, faultIn: noFault, say: (value) => names[value] };
}

/** A number of a few that have names. */
export function rank(label: string, names: readonly string[]): Field<number> {
  return { label, absent: 0, isSame, merge: ask, faultIn: noFault, say: (value) => names[value] ?? "" };
}

export function flag(label: string): Field<boolean> {
  return { label, absent: false, isSame, merge: last, faultIn: noFault, say: (value) => (value ? "Yes" : "No") };
}

/** One of a few that have names, or none. */
export function choice<Name extends string>(label: string): Field<Name | null> {
  return { label, absent: null, isSame, merge: ask, faultIn: noFault, say: (value) => value ?? NONE };
}

/** The item that it belongs to, or none. No text is lost by a move, so the last one counts. */
export function belonging(label: string, none: string, other: string): Field<string | null> {
  const say = (value: string | null, { nameOf }: Reader) => (value ? (nameOf?.(value) ?? other) : none);
  return { label, absent: null, isSame, merge: last, faultIn: noFault, say };
}

/** The place among others. Empty: the API has given none yet. */
export function place(label: string): Field<string> {
  return { label, absent: "", isSame, merge: last, faultIn: noFault, say: () => "", isPlace: true };
}

/** What a person has chosen for the account. The last choice counts. */
export function setting<Value extends string | number>(label: string, absent: Value): Field<Value> {
  return { label, absent, isSame, merge: last, faultIn: noFault, say: String };
}

/** Words that differ in more than case; what is added and taken out on both sides goes together. */
export function words(label: string, one: string, { most, longest }: { most: number; longest: number }) {
  const faultIn = (value: readonly string[]) => {
    if (value.length > most) return `${label} must be at most ${most}`;
    if (value.some(isBlankText)) return `${one} is required`;
    return value.some((word) => isLonger(trimmed(word), longest))
      ? `${one} must be at most ${longest} characters`
      : undefined;
  };
  const merge = (base: string[], mine: string[], theirs: string[]) => {
    const removed = without(base, mine);
    // Who has changed only its case has meant that.
    const spelled = (word: string) => mine.find((own) => isSameTag(own, word) && !base.includes(own)) ?? word;
    const merged = [...without(theirs, removed).map(spelled), ...without(without(mine, base), theirs)];
    return merged.length > most ? ASK : merged;
  };
  const field: Field<string[]> = {
    label,
    absent: [],
    isSame: (one, other) => one.length === other.length && one.every((word, place) => word === other[place]),
    merge,
    faultIn,
    say: (value) => value.join(", ") || NONE,
  };
  return field;
}

const without = (words: readonly string[], others: readonly string[]) =>
  words.filter((word) => !others.some((other) => isSameTag(word, other)));

// An emoji is one character to the API.
const isLonger = (text: string, most: number) => text.length > most && [...text].length > most;

/** As Python does it, which knows more white space than JavaScript. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is they that Python trims, too
const trimmed = (text: string) => text.replace(/^[\s\u001c-\u001f\u0085]+|[\s\u001c-\u001f\u0085]+$/g, "");
