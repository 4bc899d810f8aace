/** Days in Japanese. */

import { createCasualConfiguration, type Parser } from "chrono-node/ja";
import { plainRule } from "../../domain/repeat/rule";
import { DIGIT, type Language, numberOf } from "./language";
import { asWeekday, dateAhead } from "./own-parsers";

/** 来週の金曜日 is that of the week after this one, which begins on Monday. */
const weekdayOfWeek: Parser = {
  pattern: () => /(今週|来週|再来週)の?(?:([日月火水木金土])曜日?)/u,
  extract: (context, match) => {
    const weeks = { 今週: 0, 来週: 1, 再来週: 2 }[match[1] ?? ""] ?? 0;
    const fromMonday = "月火水木金土日".indexOf(match[2] ?? "");
    const sinceMonday = (context.refDate.getDay() + 6) % 7;
    return asWeekday(dateAhead(context, 7 * weeks + fromMonday - sinceMonday), context);
  },
};

/** 「1時間前」 */
const BEFORE = `(?<n>${DIGIT}{1,5}|[一二三四五六七八九十])\\s*(?<unit>分|時間|日|週間)前`;

/** 「3」 of 3日ごと. */
const NUMBER = `((?!0)${DIGIT}{1,3})`;

const DAYS = "月火水木金土日";

/** The 月 of 毎週月・水 or 毎週月水に, and not that of 毎週月見. */
const SHORT_DAY = [
  `(?<=週の?(?:[${DAYS}](?:曜日?)?[・、と〜～]?)*)`,
  `(?=(?:[・、と〜～]?[${DAYS}])*(?:曜|に|は|、|\\s|$))`,
];

/** In the evening: 「夜8時」; 「夜1時」 is not understood. The words of 「今夜8時」 and 「毎晩9時」 mean more. */
const LATE = "(?<![今毎])(?:夜|晩|夕方)の?";
const MORNING = "(?<![今毎])朝の?";
const OF_TONIGHT = `(?<=(?:今夜|今晩|毎晩|毎夜)の?)`;
const NOT_LATE = `(?<!(?:夜|晩|夕方|昼)の?)`;

/** What stands behind the hour. */
const MINUTES = `時(?!間)(?:(?<m>${DIGIT}{1,2}|半)分?)?(?:まで)?(?:に)?`;

export const japanese: Language = {
  configurations: () => [createCasualConfiguration()],
  parsers: [weekdayOfWeek],
  ahead: { "明後日|あさって": 2, "明明後日|しあさって": 3 },
  monthEnd: "(?:今月末|月末)",
  count: {
    after: "後",
    numbers: { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10 },
    days: "日",
    weeks: "週間",
    months: "[かヶカケ]月",
    years: "年",
  },
  by: "期限[:：]?",
  on: "(?!)",
  for: "(?!)",
  trailing: `までには|までに|まで|には|に|は|、|,|の(?=\\s*(?:正午|(?:午前|午後|昼の?|${MORNING}|${LATE})?${DIGIT}{1,2}(?:時|[:：]${DIGIT}{2}(?![0-9/]))))`,
  binds: "毎週の?|毎|隔週の?|先週の?|前の|以前の|第[一二三四1-4]",
  counts: "(?!)",
  repeats: "毎(?:日|週|月|年|朝|晩)|隔週|週に?\\d回|月に?\\d回",
  negations: "(?!)",
  goesOn: "(?!)",
  stops:
    "へ|の|も|と|から|以降|以前|以来|より|か|や|を|が|じゅう|中|間|的|頃|こそ|大工|サスペンス|市|号|版|まではまだ|または|・",
  parts: "朝(?![食礼会])|[午昼夕夜晩]",
  kept: "今夜|今晩|今朝",
  names: "(?:聖|黒い|ブラック)",
  unread:
    "(?:\\d{1,2}月|[来今]月|[来今]年|[来今]週|再来週|週末|数日後|クリスマス(?:イブ)?|大晦日|元[日旦]|お?正月|[0-9０-９]{1,2}日)の?に?",
  vague: "[(（]?[日月火水木金土][)）]?",
  counted: "第|約|話|章",
  joins: "か|や|と|または|から|・|、",
  isUnspaced: true,
  spoken: {
    every: "毎",
    units: ["日", "週", "月", "年"],
    weekdays: [...DAYS].map((day) => `${day}曜日?|${SHORT_DAY.join(day)}`),
    named: {
      週末: "FREQ=WEEKLY;BYDAY=SA",
      平日: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    },
    alone: {
      隔週: "FREQ=WEEKLY;INTERVAL=2",
      隔月: "FREQ=MONTHLY;INTERVAL=2",
      平日: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    },
    others: [
      [`${NUMBER}日(?:ごと|毎)(?:に)?`, (match) => plainRule("DAILY", numberOf(match[1]))],
      [`${NUMBER}週間?(?:ごと|毎)(?:に)?`, (match) => plainRule("WEEKLY", numberOf(match[1]))],
      [`${NUMBER}[かヶカケ]月(?:ごと|毎)(?:に)?`, (match) => plainRule("MONTHLY", numberOf(match[1]))],
      [`${NUMBER}年(?:ごと|毎)(?:に)?`, (match) => plainRule("YEARLY", numberOf(match[1]))],
    ],
    on: "の",
    and: `と|・|(?=[${DAYS}])`,
    to: "[〜～]",
    isMonthDayClear: true,
    monthDay: `(${DIGIT}{1,2})日`,
    dayParts: "[朝晩夜夕]",
    lastDay: "末日?",
    places: ["第[1１一]", "第[2２二]", "第[3３三]", "第[4４四]", "最終|最後の"],
    until: "(?!)",
    trailing: "には|に|は|、",
    stops: `(?<!\\s)[朝晩夜夕]|回|新聞|放送|第\\S*|[${DAYS}](?:[・、とか〜～]|曜)`,
    time: {
      at: "(?!)",
      patterns: [
        `(?:(?<half>午前)|(?<late>午後)|${MORNING}|${NOT_LATE})(?<h>${DIGIT}{1,2})${MINUTES}`,
        `(?<late>${OF_TONIGHT}|${LATE})(?<h>[4-9４-９]|[1１][01０１])${MINUTES}`,
        `(?<late>昼の?)(?<h>[1-4１-４])${MINUTES}`,
        `(?:${OF_TONIGHT}|${LATE})(?<h>[1１][3-9３-９]|[2２][0-3０-３])${MINUTES}`,
      ],
      noon: "正午(?:に)?",
      to: "から|と|か|〜|～",
    },
    reminder: {
      words: "(?!)",
      patterns: [
        `${BEFORE}に?\\s*(?:通知|リマインド|リマインダー|お?知らせ)(?:して|する|て|る)?`,
        `(?:通知|リマインド|リマインダー)[:：]?\\s*${BEFORE}に?`,
      ],
      units: { 分: 1, 時間: 60, 日: 1440, 週間: 10_080 },
    },
  },
};
