/** The language of the browser, in a form that dates and words can be written in. */

const FALLBACK = "en";

/** Some browsers call it `en-US@posix`, `de_DE.UTF-8` or `C`, after the system, with which `Intl` throws. */
export function usableLocale(names: readonly (string | undefined)[]): string {
  for (const name of names) {
    const tag = name?.replace(/[.@].*$/, "").replaceAll("_", "-");
    if (tag && isUsable(tag)) return tag;
  }
  return FALLBACK;
}

export const browserLocale = () => usableLocale([navigator.language, ...(navigator.languages ?? [])]);

function isUsable(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
