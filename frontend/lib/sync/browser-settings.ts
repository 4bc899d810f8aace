/** The settings that a browser has. It is fetched for an account that has none. */

import { firstWeekday } from "../first-weekday";
import { browserLocale } from "../locale";
import { deviceZone } from "../time-zones";
import { settingsActions } from "./settings";
import type { Sync } from "./sync";

export const chooseFromBrowser = (sync: Sync): void =>
  settingsActions(sync).chooseFirst({ time_zone: deviceZone(), week_start: firstWeekday(browserLocale()) });
