/** Tells dates in digits from fractions, parts and versions: 3/12, but "part 1/2". */

import { atEnd, whole } from "./language";
import type { Place } from "./place";

/** Written as dates are, and nearly always something else. */
export const FRACTIONS = /^(1\/2|1\/3|2\/3|1\/4|24\/7|9\/11)$/;
/** "By 1/3" tells how much, and "on 1/3" when. */
const SAYS_HOW_MUCH = /^(by|um|de|por|met|di)$/i;

export function looksLikeNumber({ mention: { words, kind }, text, before, introduction, language }: Place): boolean {
  if (language.numbered && /^\d/.test(words) && !introduction && atEnd(language.numbered).test(before)) return true;
  if (/^\d{1,2}\s+(?:may|march|mar)$/i.test(words)) return atEnd(language.counted).test(before);
  // "4 novembre 12" is the 4th, if it is a day, and so is "4 november first", which may be what is done first.
  const last = kind === "date" && !introduction && /^\p{L}+\.?\s+(\d{1,2}|\p{L}+)$/u.exec(words)?.[1];
  if (last && whole(`\\d+|${language.goesOn}`).test(last) && /(?<!\d)[0-3]?\d\.?\s*$/.test(before)) return true;
  if (kind !== "number" || /\d{4}$/.test(words)) return false;
  const numbers = words.split(/\D+/).filter(Boolean);
  const isIntroduced = introduction?.kind === "by" || introduction?.kind === "on";
  // "2.12.26" is a version as well.
  if (numbers.length > 2) return /^\d\.\d+\.\d+$/.test(words) && !isIntroduced;
  if (atEnd(language.counted).test(before) || (!isIntroduced && /\d\s*$/.test(before))) return true;
  // "12.12" is a price or a version as well; with the dot behind it, it is a date.
  if (!words.includes("/")) return !words.endsWith(".") && !isIntroduced;
  const isHowMuch = introduction === undefined || SAYS_HOW_MUCH.test(introduction.words);
  if (FRACTIONS.test(words) && (isHowMuch || !isIntroduced)) return true;
  return isHowMuch && introduction !== undefined && CHANGES.test(text);
}

/** "Reduce the budget by 3/10." */
export const CHANGES =
  /\b(reduc|cut|increas|decreas|lower|rais|grow|shrink|shorten|drop|scal|improv|expand|trim|dilut|fill|split|divid|multipl|reduzier|kürz|senk|erhöh|augment|diminu|rebaj|redu[cz]|aument|verlag|verhoog|vermind|riduc|ridur)/i;
