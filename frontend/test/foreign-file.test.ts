/** What is said of files that other programs have written. */

import { expect, test } from "vitest";
import { foreignCsv, foreignJson, sayKind } from "../components/account/foreign-file";

const possible =
  /What can be imported: JSON with a list of tasks, each with a “title”, CSV with a column named “title”, .* and calendar files/;

const foreign: [what: string, text: string, says: RegExp][] = [
  [
    "a board of Trello",
    '{"id":"1","name":"Board","cards":[{"name":"Buy milk"}],"lists":[]}',
    /a file of Trello\. This file has no list of tasks/,
  ],
  ["Google's takeout", '{"kind":"tasks#taskLists","items":[{"title":"Mine"}]}', /a file of Google Tasks/],
  [
    "Todoist's API",
    '[{"content":"Buy milk","project_id":"1"}]',
    /a file of Todoist\. No entry .* seem to be in “content”/,
  ],
  [
    "another list",
    '[{"name":"Buy milk"},{"name":"Call mum"}]',
    /No entry of this file has a “title”\. Their titles seem to be in “name”/,
  ],
  ["a list of words", '["Buy milk"]', /No entry of this file has a “title”/],
  ["a package.json", '{"name":"todo","private":true}', /This file has no list of tasks/],
  ["a lonely value", "42", /This file has no list of tasks/],
  ["nothing", "null", /This file has no list of tasks/],
];

for (const [what, text, says] of foreign) {
  test(`${what} in JSON`, () => {
    expect(foreignJson(text)).toMatch(says);
    expect(foreignJson(text)).toMatch(possible);
  });
}

test("what may be tasks is for the API to judge", () => {
  for (const text of ["[]", '{"data":[]}', '[{"title":""},{"name":"x"}]', '{"data":[{"title":"Milk"}]}', "not JSON"])
    expect(foreignJson(text)).toBeUndefined();
});

test("tables name what is missing, and where it may be", () => {
  expect(foreignCsv("\ufeffTYPE,CONTENT,DESCRIPTION,PRIORITY\ntask,Buy milk,,4")).toMatch(
    /a file of Todoist\. No column .* seem to be in “CONTENT”: name that column “title”/,
  );
  expect(foreignCsv('"Task ID";"Name";"Section/Column"\n1;Milk;x')).toMatch(/Asana.*“Name”/);
  expect(foreignCsv("Buy milk\nCall mum\n")).toMatch(
    /^No column in the first line of this file is named “title”\. What can/,
  );
  expect(foreignCsv("Summary\tIssue key\nMilk\tA-1")).toMatch(possible);
});

test("files of other kinds are called what they are", () => {
  expect(sayKind("calendar.vcs")).toMatch(/^This is a calendar file of an old kind\. What can be imported/);
  expect(sayKind("Tasks.XLSX")).toMatch(/^This is a spreadsheet\. Save it as CSV/);
  expect(sayKind("list.txt")).toMatch(/pasted into the box/);
  expect(sayKind("strange")).toMatch(/^Only JSON, CSV and calendar files can be imported\./);
});
