/** A file that somebody wants to import: what of it is sent, or what is wrong with it, in words about a file. */

import { ApiError } from "@/lib/api/errors";
import { MOST_BYTES, type Upload } from "@/lib/api/transfer";

const AS_CSV = "Save it as CSV with commas, in UTF-8.";
export const NO_TASKS = "There are no tasks in this file.";

/** Read once, so that what is brought in is what was looked into; or what is wrong with the file. */
export async function readFile(file: File): Promise<Upload | string> {
  const type = typeOf(file);
  if (!type) return "Only JSON and CSV files can be imported.";
  if (file.size > MOST_BYTES) return "The file is too large. At most 16 MiB can be imported.";
  const bytes = await file.arrayBuffer().catch(() => null);
  if (!bytes) return "The file cannot be read.";
  const text = decode(bytes);
  const fault = type === "text/csv" ? faultOfCsv(text) : faultOfJson(text);
  return fault ?? { content: new Blob([text ?? ""]), type };
}

/** By its name first: what systems believe a CSV file to be depends on the programs they have. */
function typeOf({ name, type }: File): Upload["type"] | undefined {
  if (/\.json$/i.test(name)) return "application/json";
  if (/\.csv$/i.test(name)) return "text/csv";
  return type === "application/json" || type === "text/csv" ? type : undefined;
}

/** Without the mark that some programs put first. Null where it is not UTF-8. */
function decode(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function faultOfJson(text: string | null): string | undefined {
  if (text === null) return "This file is not valid JSON.";
  return text.trim() ? undefined : "The file is empty.";
}

function faultOfCsv(text: string | null): string | undefined {
  // UTF-16 without its mark is UTF-8 with a zero in every other place.
  if (text === null || text.includes("\0")) return `This file is not in UTF-8. ${AS_CSV}`;
  if (!text.trim()) return "The file is empty.";
  // As spreadsheets write it where the comma is for decimals.
  const isOtherwiseSeparated = /^(sep=|("?)title\2\s*[;\t]|[^,\n\r]*[;\t]\s*("?)title\3\s*([;\t\r\n]|$))/i.test(text);
  return isOtherwiseSeparated ? `The columns must be separated by commas. ${AS_CSV}` : undefined;
}

/** What the API says of a request, for somebody who has sent a file. */
const ofFiles: Record<string, string> = {
  "Request body is not valid JSON": "This file is not valid JSON.",
  "Request body is not valid CSV": "This file is not valid CSV.",
  "Request body must be a list of tasks, or hold one under data": NO_TASKS,
  "Request body must begin with a line of column names, title among them":
    "The first line must name the columns, title among them.",
};

/** The API names every faulty task: each gets a line of its own. */
export function faultIn(error: unknown): string {
  if (error instanceof ApiError) return ofFiles[error.detail] ?? error.detail.replaceAll(/; (?=Task \d+: )/g, "\n");
  throw error;
}
