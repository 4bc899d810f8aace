/** The descriptor of an account's settings. */

import type { components } from "../api/schema";
import { type FieldsOf, flag, setting } from "./fields";
import type { Item } from "./item";

/** All that a person can choose. What is absent is what the API has until somebody chooses. */
export type SettingsFields = Required<components["schemas"]["SettingsPatch"]>;
export type Settings = SettingsFields & Item;

export const settingsFields: FieldsOf<SettingsFields> = {
  time_zone: setting<string>("Time zone", "UTC"),
  day_start: setting<string>("Start of the day", "09:00"),
  week_start: setting<number>("First day of the week", 0),
  email_reminders: flag("Reminders by email"),
};
