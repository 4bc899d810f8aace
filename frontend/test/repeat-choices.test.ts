/** The repeats that are offered in an open task, and what becomes of them. */

import { expect, test } from "vitest";
import { repeatReader } from "../lib/tasks/reading";
import { begun, countedFrom, repeatChoices } from "../lib/tasks/repeat-choices";

/** A Friday. */
const DAY = "2026-11-27";

test("the likely repeats are those of the due date, and the task's own is among them", () => {
  const own = { repeat: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", repeat_from: "due" } as const;
  expect(repeatChoices(own, DAY, "en-GB")).toEqual([
    ["FREQ=DAILY", "Daily"],
    ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Weekdays"],
    ["FREQ=WEEKLY;BYDAY=FR", "Weekly on Friday"],
    ["FREQ=MONTHLY;BYMONTHDAY=27", "Monthly on the 27th"],
    ["FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=27", "Yearly on 27 November"],
    ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "Every 2 weeks on Tue"],
  ]);
});

test("counted from completion, a repeat names no day", () => {
  const names = repeatChoices({ repeat: null, repeat_from: "completion" }, DAY, "en-GB").map(([, name]) => name);
  expect(names).toEqual(["Daily", "Weekdays", "Weekly", "Monthly", "Yearly"]);
  const counted = countedFrom("FREQ=MONTHLY;BYMONTHDAY=27", "completion", DAY);
  expect(counted).toEqual({ repeat: "FREQ=MONTHLY", repeat_from: "completion" });
  expect(countedFrom("FREQ=MONTHLY", "due", DAY)).toEqual({ repeat: "FREQ=MONTHLY;BYMONTHDAY=27", repeat_from: "due" });
  expect(countedFrom("FREQ=MONTHLY;BYDAY=-1FR", "completion", DAY).repeat).toBe("FREQ=MONTHLY;BYDAY=-1FR");
});

test("a repeat begins on the first day that it names", () => {
  expect(begun("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "due", "2026-11-28").day).toBe("2026-11-30");
  expect(begun("FREQ=DAILY", "due", DAY).day).toBe(DAY);
});

test("a repeat in words is understood as a whole, or not at all", async () => {
  const read = await repeatReader("en-GB");
  const now = new Date("2026-11-27T10:00");
  const repeatOf = (text: string) => read(text, DAY, now)?.repeat;
  expect(repeatOf("every 2 weeks on tue")).toBe("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU");
  expect(repeatOf("2 weeks")).toBe("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR");
  expect(repeatOf("every month on payday")).toBeUndefined();
  expect(repeatOf("now and then")).toBeUndefined();
});
