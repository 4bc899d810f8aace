/** What is different between two states of a thing, and what comes of two changes of it. Pure. */

import { ASK, type Field, type FieldsOf } from "./fields";

const entriesOf = <Thing>(fields: FieldsOf<Thing>) => Object.entries(fields) as [keyof Thing, Field<unknown>][];

/** Those fields of `to` that are not the same in `from`. What either of them does not know is not different. */
export function differencesIn<Thing>(fields: FieldsOf<Thing>, from: Partial<Thing>, to: Partial<Thing>) {
  const different: Partial<Thing> = {};
  for (const [name, field] of entriesOf(fields)) {
    if (from[name] === undefined || to[name] === undefined) continue;
    if (!field.isSame(from[name], to[name])) different[name] = to[name];
  }
  return different;
}

/** Whether both say the same, wherever they are seen. */
export const saysTheSame = <Thing>(fields: FieldsOf<Thing>, one: Partial<Thing>, other: Partial<Thing>): boolean =>
  Object.keys(differencesIn(fields, one, other)).every((name) => fields[name as keyof Thing].isPlace);

/** `wanted`: what is still to be changed in `theirs`; `contested`: of that, what a person must choose. */
export type Merged<Thing> = { wanted: Partial<Thing>; contested: (keyof Thing)[] };

/** Merges changes of different fields. For changes of the same field, the field's policy decides. */
export function mergeIn<Thing>(
  fields: FieldsOf<Thing>,
  base: Partial<Thing>,
  mine: Partial<Thing>,
  theirs: Thing,
): Merged<Thing> {
  const wanted = differencesIn(fields, theirs, mine);
  const contested: (keyof Thing)[] = [];
  for (const [name, field] of entriesOf(fields)) {
    if (!(name in wanted) || base[name] === undefined || field.isSame(base[name], theirs[name])) continue;
    const merged = field.merge(base[name], wanted[name], theirs[name]);
    if (merged === ASK) contested.push(name);
    else if (field.isSame(merged, theirs[name])) delete wanted[name];
    else wanted[name] = merged as Thing[typeof name];
  }
  return { wanted, contested };
}

/** What a person can say about a thing, without what the API adds. */
export const editableIn = <Thing extends object>(fields: FieldsOf<Thing>, thing: Thing) =>
  Object.fromEntries(entriesOf(fields).map(([name]) => [name, thing[name]])) as Thing;

/** The thing with the default values of the fields that it lacks. */
export function completed<Thing>(fields: FieldsOf<Thing>, thing: Thing): Thing {
  const absent = entriesOf(fields).filter(([name]) => thing[name] === undefined);
  return absent.length === 0
    ? thing
    : { ...thing, ...Object.fromEntries(absent.map(([name, { absent }]) => [name, absent])) };
}

/** The first that a person comes to. */
export function faultIn<Thing>(fields: FieldsOf<Thing>, thing: Partial<Thing>) {
  for (const [name, field] of entriesOf(fields)) {
    const message = thing[name] === undefined ? undefined : field.faultIn(thing[name]);
    if (message !== undefined) return { field: name, message };
  }
  return undefined;
}
