/** What the API would refuse, said before it is sent: without a connection its answer comes long after the typing. */

import type { TaskFields } from "@/lib/sync/tasks";
import { isBlankText } from "../fold";

export type FieldName = "title" | "description" | "due_date" | "priority" | "tags";

/** What is wrong with a field, in the API's words. */
export type Fault = { field: FieldName; message: string };

const LONGEST = { title: 100, description: 1000, tag: 40 };
const MOST_TAGS = 20;

export const HALF_A_DATE: Fault = { field: "due_date", message: "Enter a whole date, or clear it" };

/** The first that a person comes to. */
export function faultIn({ title, description, tags }: Pick<TaskFields, "title" | "description" | "tags">) {
  const faults = [
    isBlankText(title) && fault("title", "Title is required"),
    isLonger(trimmed(title), LONGEST.title) && fault("title", `Title must be at most ${LONGEST.title} characters`),
    isLonger(description ?? "", LONGEST.description) &&
      fault("description", `Description must be at most ${LONGEST.description} characters`),
    tags.length > MOST_TAGS && fault("tags", `Tags must be at most ${MOST_TAGS}`),
    tags.some(isBlankText) && fault("tags", "Tag is required"),
    tags.some((tag) => isLonger(trimmed(tag), LONGEST.tag)) &&
      fault("tags", `Tag must be at most ${LONGEST.tag} characters`),
  ];
  return faults.find((one) => one !== false);
}

/** What a sentence of the API is about; one that names nothing stands at the title. */
export function faultFrom(sentence: string): Fault {
  // "Tags must be at most 20", and "Tag must be at most 40 characters" of a single one.
  if (/^Tags?\b/.test(sentence)) return fault("tags", sentence);
  if (sentence.startsWith("Priority")) return fault("priority", sentence);
  return fault(sentence.startsWith("Description") ? "description" : "title", sentence);
}

const fault = (field: FieldName, message: string): Fault => ({ field, message });

// An emoji is one character to the API.
const isLonger = (text: string, most: number) => text.length > most && [...text].length > most;

/** As Python does it, which knows more white space than JavaScript. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is they that Python trims, too
const trimmed = (text: string) => text.replace(/^[\s\u001c-\u001f\u0085]+|[\s\u001c-\u001f\u0085]+$/g, "");
