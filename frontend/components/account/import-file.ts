/** A file that somebody wants to import: what of it is sent, or what is wrong with it, in words about a file. */

import { ApiError } from "@/lib/api/errors";
import { MOST_BYTES, type Upload } from "@/lib/api/transfer";

export const NO_TASKS = "There are no tasks in this file.";

/** Read once, so that what is brought in is what was looked into; or what is wrong with the file. */
export async function readFile(file: File): Promise<Upload | string> {
  const type = typeOf(file);
  if (!type) return "Only JSON and CSV files can be imported.";
  if (file.size > MOST_BYTES) return "The file is too large. At most 16 MiB can be imported.";
  const bytes = await file.arrayBuffer().catch(() => null);
  if (!bytes) return "The file cannot be read.";
  if (!new TextDecoder().decode(bytes).trim()) return "The file is empty.";
  return { content: new Blob([bytes]), type };
}

/** By its name first: what systems believe a CSV file to be depends on the programs they have. */
function typeOf({ name, type }: File): Upload["type"] | undefined {
  if (/\.json$/i.test(name)) return "application/json";
  if (/\.csv$/i.test(name)) return "text/csv";
  return type === "application/json" || type === "text/csv" ? type : undefined;
}

/** What the API says of a request, for somebody who has sent a file. */
const ofFiles: Record<string, string> = {
  "Request body is not valid JSON": "This file is not valid JSON.",
  "Request body is not valid CSV": "This file is not valid CSV.",
  "Request body is not in UTF-8; save the file as CSV in UTF-8": "This file is not in UTF-8. Save it as CSV in UTF-8.",
  "Request body must be a list of tasks, or contain one under data": NO_TASKS,
  "Request body must begin with a line of column names, including title":
    "The first line must name the columns, including title.",
};

/** The API names every faulty task or line: each gets a line of its own. */
export function faultIn(error: unknown): string {
  if (error instanceof ApiError)
    return ofFiles[error.detail] ?? error.detail.replaceAll(/; (?=(?:Task|Line) \d+: )/g, "\n");
  throw error;
}
