/** Reads "friday 27th" and "Fr., 4.12." as the one day that they say, or as none. */

import type { Day } from "../day";
import { FRACTIONS } from "./fractions";
import { atEnd, compiled, LETTERS } from "./language";
import type { Mention } from "./mentions";
import { whatFollows } from "./place";

const NUMBER_BEHIND = compiled(
  `^,?\\s+(?:(?:the|der|den|dem|de|le|el|il|dia)\\s+)?(\\d{1,2})(st|nd|rd|th|ste|er|e|[º°]|\\.(?!\\d))?` +
    `(?![${LETTERS}%€$£]|[:.,/-]\\d|\\s*(?:[-–—]\\s*\\d|(?:[ap]\\.?m|h|uhr|uur|u|o['’]?clock|ore|horas?)(?![${LETTERS}])|[%€$£]))`,
);

/** Unlucky days, which have their films. */
const IS_UNLUCKY = new Set([13, 17]);

/** "Friday 27th" and "vendredi 27" are a date if that is a friday, and no day if it is none. */
export function withNumber(mention: Mention, text: string, today: Day): Mention {
  const end = mention.at + mention.words.length;
  const [behind, number, sign] = NUMBER_BEHIND.exec(text.slice(end)) ?? [];
  const [language] = mention.languages;
  if (mention.kind !== "weekday" || !behind || !language || !mention.day) return mention;
  const isUnlucky = IS_UNLUCKY.has(Number(number));
  if (!sign && !isUnlucky && whatFollows(text.slice(end + behind.length), language) === "content") return mention;
  const day = nextDayOfMonth(Number(number), today);
  const isIntroduced = atEnd(`${language.on}|${language.by}`).test(text.slice(0, mention.at));
  const isMeant = isSameWeekday(day, mention.day) && (isIntroduced || !isUnlucky);
  return { ...mention, words: mention.words + behind, day: isMeant ? day : "", kind: "date" };
}

function nextDayOfMonth(wanted: number, today: Day): Day | "" {
  const [year = 0, month = 0] = today.split("-").map(Number);
  for (const later of [0, 1, 2]) {
    const date = new Date(Date.UTC(year, month - 1 + later, wanted));
    const day = date.toISOString().slice(0, 10);
    if (date.getUTCDate() === wanted && day >= today) return day;
  }
  return "";
}

const isSameWeekday = (one: string, other: string) => new Date(one).getUTCDay() === new Date(other).getUTCDay();

/** "Fr., 4.12." is one day: the date. "Friday 1/2" may be a half. */
export function isDateOf(weekday: Mention, between: string, date: Mention): boolean {
  const isDate = date.kind === "date" || date.kind === "iso" || (date.kind === "number" && !FRACTIONS.test(date.words));
  const isClose = compiled("^[.,]*\\s*(?:(?:the|den|dem|le|el|il)\\s+)?$").test(between);
  return weekday.kind === "weekday" && isDate && isClose && isSameWeekday(weekday.day, date.day);
}
