/** The account's time zone, and what its weeks and days begin with. What is chosen is saved at once. */
"use client";

import { useCallback, useMemo } from "react";
import {
  type SettingsFields,
  useSettings,
  useSettingsActions,
  useSettingsRefusals,
  useUnsentSettings,
} from "@/lib/sync/settings";
import { useConnection } from "@/lib/sync/tasks";
import { sayTime, startsOfDay, weekdays } from "@/lib/tasks/day-and-week";
import { useLocale } from "@/lib/tasks/use-today";
import { SelectField } from "../ui/field";
import { useToast } from "../ui/toast";
import { ZoneField } from "./zone-field";

export function TimeSettings() {
  const settings = useSettings();
  const { choose } = useSettingsActions();
  const isUnsent = useUnsentSettings();
  const isOut = useConnection() !== null;
  const locale = useLocale();
  const toast = useToast();
  useSettingsRefusals(useCallback((detail: string) => toast({ kind: "error", message: detail }), [toast]));

  const days = useMemo(() => weekdays(locale), [locale]);
  const save = (wanted: Partial<SettingsFields>, message: string) => {
    choose(wanted);
    toast({ message, givesWay: true });
  };
  const isUnknown = settings === undefined;
  return (
    <div className="grid max-w-sm gap-4">
      <ZoneField
        zone={settings?.time_zone}
        onChoose={(time_zone) => save({ time_zone }, `Your time zone is ${time_zone}.`)}
      />
      <SelectField
        label="First day of the week"
        name="week-start"
        disabled={isUnknown}
        value={settings?.week_start ?? ""}
        onChange={({ target }) => {
          const name = days.find(({ weekday }) => `${weekday}` === target.value)?.name;
          save({ week_start: Number(target.value) }, `Your week begins on ${name}.`);
        }}
      >
        {isUnknown && <option value="" />}
        {days.map(({ weekday, name }) => (
          <option key={weekday} value={weekday}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="Start of the day"
        name="day-start"
        disabled={isUnknown}
        value={settings?.day_start ?? ""}
        onChange={({ target }) =>
          save({ day_start: target.value }, `Your day begins at ${sayTime(target.value, locale)}.`)
        }
      >
        {isUnknown && <option value="" />}
        {startsOfDay(settings?.day_start).map((time) => (
          <option key={time} value={time}>
            {sayTime(time, locale)}
          </option>
        ))}
      </SelectField>
      {isOut && isUnsent && <p className="text-sm text-muted">Not synced yet</p>}
    </div>
  );
}
