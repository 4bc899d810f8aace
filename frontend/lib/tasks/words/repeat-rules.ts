/** Reads the rule that stands at a place of a text: "every 2 weeks on tue". */

import { parseRule, plainRule, type Rule } from "../../domain/repeat/rule";
import { atStart } from "./language";
import { whatFollows } from "./place";
import { dateAt, daysAt, lastDayAt, monthDayAt, numberAt, ordinalAt, placeAt, type Reading } from "./rule-parts";

export type Said = {
  rule: Rule;
  isFromCompletion?: boolean;
  /** One word that is an adjective as well: "daily". */
  isAlone?: boolean;
  /** "Every morning" says more than a day, so that its words stay. */
  isKept?: boolean;
};

const FREQUENCIES = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"] as const;

export function saidAt(reading: Reading): Said | undefined {
  const { scan } = reading;
  return (
    scan.attempt(() => everyAt(reading)) ??
    scan.attempt(() => otherAt(reading)) ??
    scan.attempt(() => aloneAt(reading)) ??
    scan.attempt(() => pluralAt(reading)) ??
    scan.attempt(() => ofEveryMonthAt(reading)) ??
    scan.attempt(() => countedAt(reading))
  );
}

function everyAt(reading: Reading): Said | undefined {
  const { scan, spoken } = reading;
  if (!scan.take(spoken.every)) return undefined;
  const isFromCompletion = scan.take("!") !== null;
  if (scan.take(spoken.dayParts)) return { rule: plainRule("DAILY"), isFromCompletion, isKept: true };
  const rule = afterEvery(reading);
  return rule && { rule, isFromCompletion: isFromCompletion || takeWhenDone(reading) };
}

const takeWhenDone = ({ scan, spoken }: Reading) => scan.take(spoken.whenDone) !== null;

function afterEvery(reading: Reading): Rule | undefined {
  const { scan, spoken } = reading;
  return (
    scan.attempt(() => lastDayAt(reading)) ??
    scan.attempt(() => placeAt(reading, false)) ??
    scan.attempt(() => namedAt(reading, spoken.named)) ??
    scan.attempt(() => everyDaysAt(reading)) ??
    scan.attempt(() => dayOfEachMonthAt(reading)) ??
    scan.attempt(() => intervalAt(reading)) ??
    scan.attempt(() => dateAt(reading))
  );
}

function namedAt({ scan }: Reading, rules: Record<string, string>): Rule | undefined {
  const found = Object.entries(rules).find(([words]) => scan.take(words));
  return found && parseRule(found[1]);
}

/** "Every mon, wed and fri", "every other friday". */
function everyDaysAt(reading: Reading): Rule | undefined {
  const interval = reading.scan.take(reading.spoken.other) ? 2 : 1;
  const days = daysAt(reading, reading.spoken.weekdays);
  return days && { ...plainRule("WEEKLY", interval), days };
}

/** "Every 15th", "cada día 15"; but not "every 3rd person", nor a number alone: "cada 2 horas". */
function dayOfEachMonthAt(reading: Reading): Rule | undefined {
  const { scan, spoken, language } = reading;
  const from = scan.at;
  const rule = monthDayAt(reading);
  const after = scan.text.slice(scan.at);
  const { until, starting, during } = spoken;
  const goesOn = [until, starting, during, language.verbs].filter(Boolean).join("|");
  const isFree = whatFollows(after, language) !== "content" || atStart(goesOn).test(after);
  return isFree && /\D/.test(scan.text.slice(from, scan.at).trim()) ? rule : undefined;
}

/** "2 weeks", and on which day of it. */
function intervalAt(reading: Reading): Rule | undefined {
  const { scan, spoken } = reading;
  const interval = scan.take(spoken.other) ? 2 : (scan.attempt(() => ordinalAt(reading)) ?? numberAt(reading) ?? 1);
  const frequency = FREQUENCIES[scan.takeOneOf(spoken.units)];
  return frequency && withDay(reading, plainRule(frequency, interval));
}

function withDay(reading: Reading, rule: Rule): Rule {
  const { scan, spoken } = reading;
  const named = scan.attempt(() => {
    const isOn = scan.take(spoken.on) !== null;
    if (rule.frequency === "WEEKLY") {
      const days = daysAt(reading, spoken.weekdays) ?? (spoken.plural && daysAt(reading, spoken.plural));
      return days && { days };
    }
    if (rule.frequency === "DAILY") return undefined;
    if (rule.frequency === "YEARLY") return dateAt(reading);
    return isOn || spoken.isMonthDayClear
      ? (scan.attempt(() => lastDayAt(reading)) ??
          scan.attempt(() => placeAt(reading, true)) ??
          scan.attempt(() => monthDayAt(reading)))
      : undefined;
  });
  if (!named) return rule;
  return { ...rule, ...named, frequency: rule.frequency, interval: rule.interval };
}

function otherAt(reading: Reading): Said | undefined {
  for (const [words, ruleOf] of reading.spoken.others ?? []) {
    const match = reading.scan.take(words);
    const rule = match && ruleOf(match);
    if (rule) return { rule: withDay(reading, rule) };
  }
  return undefined;
}

function aloneAt(reading: Reading): Said | undefined {
  const rule = namedAt(reading, reading.spoken.alone);
  return rule && { rule: withDay(reading, rule), isAlone: true };
}

/** "On mondays and fridays". */
function pluralAt(reading: Reading): Said | undefined {
  const { scan, spoken } = reading;
  if (!spoken.plural) return undefined;
  scan.take(spoken.on);
  const days = daysAt(reading, spoken.plural);
  return days && { rule: { ...plainRule("WEEKLY"), days }, isAlone: true };
}

/** "On the 1st of every month". */
function ofEveryMonthAt(reading: Reading): Said | undefined {
  const { scan, spoken } = reading;
  if (!spoken.ofEveryMonth) return undefined;
  scan.take(spoken.on);
  const ofMonth = { ...reading, spoken: { ...spoken, ofMonth: "(?!)" } };
  const rule =
    scan.attempt(() => lastDayAt(ofMonth)) ??
    scan.attempt(() => placeAt(ofMonth, true)) ??
    scan.attempt(() => monthDayAt(ofMonth));
  return rule && scan.take(spoken.ofEveryMonth) ? { rule } : undefined;
}

/** "3 days after done". */
function countedAt(reading: Reading): Said | undefined {
  const { scan, spoken } = reading;
  const interval = spoken.whenDone === undefined ? undefined : numberAt(reading);
  const frequency = FREQUENCIES[interval === undefined ? -1 : scan.takeOneOf(spoken.units)];
  if (!frequency || !takeWhenDone(reading)) return undefined;
  return { rule: plainRule(frequency, interval), isFromCompletion: true };
}
