/** What the add box understands as a day. */

import { expect, test } from "vitest";
import { findDay } from "../lib/tasks/due-date";

const monday = new Date(2026, 10, 23, 9, 30);

const understood: [text: string, rest: string, day: string][] = [
  ["Buy milk tomorrow", "Buy milk", "2026-11-24"],
  ["call mum fri", "call mum", "2026-11-27"],
  ["dentist 12 dec", "dentist", "2026-12-12"],
  ["dentist dec 12", "dentist", "2026-12-12"],
  ["report in 3 days", "report", "2026-11-26"],
  ["pay rent 2027-01-01", "pay rent", "2027-01-01"],
  ["Call mum tomorrow about the party", "Call mum about the party", "2026-11-24"],
  ["Tomorrow: water the plants", "water the plants", "2026-11-24"],
  ["Send the report by friday", "Send the report", "2026-11-27"],
  ["Book a table for 5 jan", "Book a table", "2027-01-05"],
  ["Dentist tomorrow at 5pm", "Dentist at 5pm", "2026-11-24"],
  ["Buy milk tomorrow!", "Buy milk!", "2026-11-24"],
  ["Buy milk tomorrow. Then rest", "Buy milk. Then rest", "2026-11-24"],
  ["Buy milk (tomorrow)", "Buy milk", "2026-11-24"],
  ["Buy milk [by friday], bread", "Buy milk, bread", "2026-11-27"],
  ["By friday: the report", "the report", "2026-11-27"],
  ["Fix the standby tomorrow", "Fix the standby", "2026-11-24"],
  ["🎂 tomorrow", "🎂", "2026-11-24"],
  ["Sat nav by fri at the latest", "Sat nav at the latest", "2026-11-27"],
  ["Pay by 3/12 in cash", "Pay in cash", "2026-12-03"],
  ["Book flights for 12 dec by friday", "Book flights for 12 dec", "2026-11-27"],
  ["(by friday) do it", "do it", "2026-11-27"],
  ["do it (by friday) now", "do it now", "2026-11-27"],
  ["Lunch (with Ada on fri)", "Lunch (with Ada)", "2026-11-27"],
  ["renew visa before 12 dec", "renew visa", "2026-12-12"],
  ["Renew the visa, due before friday", "Renew the visa", "2026-11-27"],
  ["Read https://ex.com/2026/12/31/post by friday", "Read https://ex.com/2026/12/31/post", "2026-11-27"],
  ["buy milk tomorrow#home", "buy milk #home", "2026-11-24"],
  ["💐tomorrow", "💐", "2026-11-24"],
  ["Buy milk tomorrow and sun cream", "Buy milk and sun cream", "2026-11-24"],
  ["Call Anna Monday Bring cake", "Call Anna Bring cake", "2026-11-23"],
  ["Monday Call Mum", "Call Mum", "2026-11-23"],
  ["Call mum — tomorrow", "Call mum", "2026-11-24"],
  ["Pay rent on the 1st", "Pay rent", "2026-12-01"],
  ["Send it by the 23rd!", "Send it!", "2026-11-23"],
  ["Pay rent on the 1st of december", "Pay rent", "2026-12-01"],
  ["Back up the disk on the 31st", "Back up the disk", "2026-12-31"],
];

for (const [text, rest, day] of understood) {
  test(`"${text}" is due on ${day}`, () => {
    expect(findDay(text, monday, "en-GB")).toMatchObject({ rest, day });
  });
}

const leftAlone = [
  "Buy 12 eggs",
  "Buy sun cream",
  "Fix the sat nav",
  "Ask May",
  "Read 1984",
  "Release v1.2.3",
  "Plank for 5 min",
  "Call now",
  "Meeting 10:30",
  "Look at photos from 2 days ago",
  "Meet on the 2nd floor",
  "Get it right on the 1st try",
  "Finish the 1st",
  "Pay on the 1st or on the 15th",
  "Pay on the 32nd",
  "Pay on the 0th",
  "Film of 12 december 2020",
  "Trip 12-14 dec",
  "tomorrow",
  "today!",
  "(tomorrow)",
  "Add 1/2 cup of milk",
  "Season 3/4 of the meat",
  "Read today's news",
  "Pack tomorrow’s lunch box",
  "Prepare for Monday's meeting",
  "Order Friday’s fish",
  "see https://ex.com/2026/12/31/post",
  "https://ex.com/2026-12-31/x.html read",
  "open https://ex.com/a,2026-12-31,b",
  "open www.ex.com/(tomorrow)",
  "Register tomorrow.com",
  "Look into /home/2026-12-31/notes",
  "Pay €20/12 Dec",
  'Read "Tomorrow" by Joe',
  "Be available 24/7",
  "Buy milk on friday or saturday",
  "Gym Monday, Wednesday and Friday",
  "Gym mon or tue",
  "buy milk friday/saturday",
  "Dinner on 12 or 13 dec",
  "Watch Monday Night Football",
  "Watch Monday Night Football with Bob",
  "Buy Sunday Times",
];

for (const text of leftAlone) {
  test(`"${text}" keeps all its words`, () => {
    expect(findDay(text, monday, "en-GB")).toBeNull();
  });
}

test("day and month come in the order of the person's country", () => {
  expect(findDay("Taxes 3/4", monday, "en-GB")?.day).toBe("2027-04-03");
  expect(findDay("Taxes 3/4", monday, "en-US")?.day).toBe("2027-03-04");
});
