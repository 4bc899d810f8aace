/** The time zones that this browser knows, by their names in the IANA database. */

const UTC = "UTC";
/** What browsers say where they cannot tell. */
const UNKNOWN = "Etc/Unknown";

/** That of this device. */
export function deviceZone(): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return !timeZone || timeZone === UNKNOWN ? UTC : timeZone;
}

/** In alphabetical order. Some browsers leave UTC out. */
export const timeZones = (): string[] => [...new Set([...Intl.supportedValuesOf("timeZone"), UTC])].sort();

/** Whether both names mean the same one, as Asia/Calcutta and Asia/Kolkata do. */
export const isSameZone = (one: string, other: string): boolean => one === other || resolved(one) === resolved(other);

/** The one that a person means by what they have typed: its name, or its city, in any case and with spaces. */
export function findZone(typed: string, zones: readonly string[]): string | undefined {
  const wanted = plain(typed);
  if (!wanted) return undefined;
  const byName = zones.find((zone) => plain(zone) === wanted);
  if (byName) return byName;
  const inCity = zones.filter((zone) => plain(zone).endsWith(`/${wanted}`));
  return inCity.length === 1 ? inCity[0] : undefined;
}

const plain = (name: string) => name.trim().toLowerCase().replaceAll(" ", "_");

function resolved(zone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    // The browser does not know it.
    return zone;
  }
}
