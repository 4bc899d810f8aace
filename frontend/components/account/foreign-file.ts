/** Files that other programs have written: what they are, and how their tasks come here. */

const POSSIBLE =
  "What can be imported: JSON with a list of tasks, each with a “title”, CSV with a column named “title”, as they are exported here, and calendar files (.ics) with tasks.";

const SPREADSHEET = "a spreadsheet. Save it as CSV, with a column named “title”, and import that";

const kinds: [ending: RegExp, what: string][] = [
  [/\.vcs$/i, "a calendar file of an old kind"],
  [/\.(xlsx?|ods|numbers)$/i, SPREADSHEET],
  [/\.(zip|gz|tgz|7z|rar)$/i, "an archive. Unpack it, and choose the JSON or CSV file in it"],
  [/\.(txt|md|markdown|taskpaper|org)$/i, "a text file. Its lines can be pasted into the box for new tasks"],
  [/\.(opml|xml|html?)$/i, "an outline or a web page"],
  [/\.(pdf|docx?|odt|rtf|pages)$/i, "a document"],
  [/\.(db|sqlite3?|things|bak|backup)$/i, "a program's own database"],
];

/** Of a file that is neither JSON, CSV nor a calendar. */
export function sayKind(name: string): string {
  const what = kinds.find(([ending]) => ending.test(name))?.[1];
  return what ? `This is ${what}. ${POSSIBLE}` : `Only JSON, CSV and calendar files can be imported. ${POSSIBLE}`;
}

/** The members of a file tell who wrote it. */
const writers: [program: string, members: string[]][] = [
  ["Trello", ["cards", "lists"]],
  ["Todoist", ["items", "projects"]],
  ["Todoist", ["content", "project_id"]],
  ["Todoist", ["type", "content"]],
  ["Google Tasks", ["kind", "items"]],
  ["Microsoft To Do", ["value", "@odata.context"]],
  ["TickTick", ["folder name", "list name"]],
  ["Asana", ["task id", "section/column"]],
  ["Asana", ["gid", "resource_type"]],
  ["Jira", ["issue key", "summary"]],
  ["Outlook", ["subject", "due date"]],
  ["Remember The Milk", ["lists", "tasks", "notes"]],
];

function writerOf(members: readonly string[]): string | undefined {
  const has = new Set(members.map((member) => member.toLowerCase()));
  return writers.find(([, typical]) => typical.every((member) => has.has(member)))?.[0];
}

/** What is wrong with JSON that holds no tasks as they are exported here; undefined where the API may look for itself. */
export function foreignJson(text: string): string | undefined {
  const content = parsed(text);
  const list = Array.isArray(content) ? content : (content as { data?: unknown } | null)?.data;
  if (!Array.isArray(list)) return sayForeign("This file has no list of tasks.", Object.keys(content ?? {}));
  const members = list.map((one) => (typeof one === "object" && one ? Object.keys(one) : []));
  if (members.length === 0 || members.some((names) => names.includes("title"))) return undefined;
  const first = members[0] ?? [];
  const titles = titleAmong(first);
  const hint = titles ? ` Their titles seem to be in “${titles}”: name that “title”.` : "";
  return sayForeign(`No entry of this file has a “title”.${hint}`, first);
}

/** What is wrong with a table that has no column of titles. */
export function foreignCsv(text: string): string {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  const header = lines.find((line) => line.trim()) ?? "";
  const separator = [";", "\t", ","].find((one) => header.includes(one)) ?? ",";
  const columns = header.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  const titles = titleAmong(columns);
  const hint = titles ? ` The titles seem to be in “${titles}”: name that column “title”.` : "";
  return sayForeign(`No column in the first line of this file is named “title”.${hint}`, columns);
}

function sayForeign(fault: string, members: readonly string[]): string {
  const writer = writerOf(members);
  const origin = writer ? `This looks like a file of ${writer}. ` : "";
  return `${origin}${fault} ${POSSIBLE}`;
}

const TITLE = /^(titles?|content|name|task ?name|task|to-?do|subject|summary|text|what|description)$/i;

const titleAmong = (names: readonly string[]) => names.find((name) => TITLE.test(name));

/** The API says better what is wrong with JSON that is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return [];
  }
}
