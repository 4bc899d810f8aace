/** A file that somebody wants to import: what of it is sent, or what is wrong with it, in words about a file. */

import { ApiError } from "@/lib/api/errors";
import { MOST_BYTES, type Upload } from "@/lib/api/transfer";
import { foreignCsv, foreignJson, sayKind } from "./foreign-file";

export const NO_TASKS = "There are no tasks in this file.";

/** Read once, so that what is brought in is what was looked into; or what is wrong with the file. */
export async function readFile(file: File): Promise<Upload | string> {
  const type = typeOf(file);
  if (!type) return sayKind(file.name);
  if (file.size > MOST_BYTES) return "The file is too large. At most 16 MiB can be imported.";
  const bytes = await file.arrayBuffer().catch(() => null);
  if (!bytes) return "The file cannot be read.";
  const text = new TextDecoder().decode(bytes);
  if (!text.trim()) return "The file is empty.";
  const foreign = type === "application/json" ? foreignJson(text) : undefined;
  return foreign ?? { content: new Blob([bytes]), type };
}

const types: Upload["type"][] = ["application/json", "text/csv", "text/calendar"];

/** By its name first: what systems believe a CSV file to be depends on the programs they have. */
function typeOf({ name, type }: File): Upload["type"] | undefined {
  if (/\.json$/i.test(name)) return "application/json";
  if (/\.csv$/i.test(name)) return "text/csv";
  if (/\.(ics|ical)$/i.test(name)) return "text/calendar";
  return types.find((one) => one === type);
}

/** What the API says of a request, for somebody who has sent a file. */
const ofFiles: Record<string, string> = {
  "Request body is not valid JSON": "This file is not valid JSON.",
  "Request body is not valid CSV": "This file is not valid CSV.",
  "Request body is not a calendar: it must begin with BEGIN:VCALENDAR":
    "This file is not a calendar: it must begin with BEGIN:VCALENDAR.",
  "Request body is not in UTF-8; save the file as CSV in UTF-8": "This file is not in UTF-8. Save it as CSV in UTF-8.",
};

const NO_COLUMN = "Request body must begin with a line of column names, including title";

/** The API names every faulty task or line: each gets a line of its own. */
export async function faultIn(error: unknown, { content }: Upload): Promise<string> {
  if (error instanceof ApiError && error.detail === NO_COLUMN) return foreignCsv(await content.text());
  if (error instanceof ApiError)
    return ofFiles[error.detail] ?? error.detail.replaceAll(/; (?=(?:Task|Line) \d+: )/g, "\n");
  throw error;
}
