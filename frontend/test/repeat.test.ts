/** The next day of a repeating task: the vectors that the server passes as well, generated from dateutil. */

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { firstDay, nextDay, nextOf } from "../lib/domain/repeat/next-day";
import { completeRule, parseRule, type RepeatFrom, type Rule, spellRule } from "../lib/domain/repeat/rule";
import { sayRepeat } from "../lib/domain/repeat/say-repeat";

type Vectors = {
  next: {
    repeat: string;
    repeat_from: RepeatFrom;
    due_date: string | null;
    today: string;
    next: string | null;
    left: string | null;
  }[];
  spelling: { repeat: string; repeat_from: RepeatFrom; due_date: string | null; stored?: string; refusal?: string }[];
};

const vectors: Vectors = JSON.parse(readFileSync("../backend/tests/vectors/repeats.json", "utf8"));

function ruleOf(text: string): Rule {
  const rule = parseRule(text);
  if (!rule) throw new Error(`${text} is no rule`);
  return rule;
}

test("a task that is completed comes again on the day that dateutil says, with what is left of its rule", () => {
  expect(vectors.next.length).toBeGreaterThanOrEqual(3000);
  const wrong = vectors.next.filter((vector) => {
    const { repeat, repeat_from, due_date, today, next, left } = vector;
    const found = nextOf(ruleOf(repeat), due_date, today, repeat_from);
    return found?.day !== (next ?? undefined) || (found && spellRule(found.left)) !== left;
  });
  expect(wrong).toEqual([]);
});

test("a rule has one spelling, and takes from the due date the day that it does not name", () => {
  for (const { repeat, repeat_from, due_date, stored } of vectors.spelling) {
    const rule = parseRule(repeat);
    const kept = rule && due_date && repeat_from === "due" ? completeRule(rule, due_date) : rule;
    expect([repeat, kept && spellRule(kept)]).toEqual([repeat, stored]);
  }
});

const rules = vectors.next.map(({ repeat }) => repeat);
const days = fc
  .date({ min: new Date("1990-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

test("the next day is always later than the due date and today, and its rule reads the same again", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...rules),
      days,
      days,
      fc.constantFrom("due", "completion"),
      (text, due, today, from) => {
        const rule = ruleOf(text);
        expect(spellRule(rule)).toBe(text);
        const next = nextDay(rule, due, today, from);
        if (next === null) expect(rule.count ?? rule.until).toBeDefined();
        else expect(next > today && (from === "completion" || next > due)).toBe(true);
        const first = firstDay(rule, today);
        if (first !== null) expect(first >= today).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});

const said: [rule: string, words: string][] = [
  ["FREQ=DAILY", "every day"],
  ["FREQ=DAILY;INTERVAL=3", "every 3 days"],
  ["FREQ=WEEKLY", "every week"],
  ["FREQ=WEEKLY;BYDAY=FR", "every Fri"],
  ["FREQ=WEEKLY;BYDAY=MO,WE,FR", "every Mon, Wed and Fri"],
  ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday"],
  ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "every day"],
  ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "every 2 weeks on Tue and Thu"],
  ["FREQ=MONTHLY", "every month"],
  ["FREQ=MONTHLY;BYMONTHDAY=31", "every month on the 31st"],
  ["FREQ=MONTHLY;BYMONTHDAY=22", "every month on the 22nd"],
  ["FREQ=MONTHLY;BYMONTHDAY=12", "every month on the 12th"],
  ["FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "every 3 months on the last day"],
  ["FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Fri"],
  ["FREQ=MONTHLY;BYDAY=-2FR", "every month on the second to last Fri"],
  ["FREQ=MONTHLY;BYDAY=2TU", "every month on the second Tue"],
  ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "every year on 29 Feb"],
  ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "every year on the last day of Feb"],
  ["FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31", "every year on the last day of Apr"],
  ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "every year on the last day of Feb"],
  ["FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "every year on the fourth Thu of Nov"],
  ["FREQ=YEARLY;INTERVAL=2;BYMONTH=6", "every 2 years in Jun"],
  ["FREQ=DAILY;COUNT=5", "every day, 5 times"],
  ["FREQ=DAILY;COUNT=1", "every day, once"],
  ["FREQ=WEEKLY;BYDAY=FR;UNTIL=20270301", "every Fri, until 1 Mar 2027"],
];

for (const [rule, words] of said) {
  test(`${rule} is said "${words}"`, () => {
    expect(sayRepeat(ruleOf(rule), "en-GB")).toBe(words);
  });
}

test("what is counted from completion says so, and days are said as they are said there", () => {
  expect(sayRepeat(ruleOf("FREQ=DAILY;INTERVAL=3"), "en-GB", "completion")).toBe("every 3 days after it is done");
  expect(sayRepeat(ruleOf("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24"), "en-US")).toBe("every year on Dec 24");
});
