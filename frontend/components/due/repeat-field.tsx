/** How often a task comes again: the likely ones in a list, any other in words. */
"use client";

import { useEffect, useId, useState } from "react";
import { Field, SelectField } from "@/components/ui/field";
import { sayRule } from "@/lib/domain/repeat/say-repeat";
import type { Day } from "@/lib/tasks/day";
import type { repeatReader } from "@/lib/tasks/reading";
import { type Begun, begun, countedFrom, type Repeating, repeatChoices } from "@/lib/tasks/repeat-choices";
import { useLocale, useToday } from "@/lib/tasks/use-today";

type RepeatFieldProps = {
  repeating: Repeating;
  day: Day | null;
  error: string | undefined;
  onChange: (begun: Begun) => void;
};

const CUSTOM = "custom";

export function RepeatField({ repeating, day, error, onChange }: RepeatFieldProps) {
  const { repeat, repeat_from } = repeating;
  const [isCustom, setCustom] = useState(false);
  const locale = useLocale();
  const today = useToday();
  const from = day ?? today;
  const id = useId();
  const choose = (value: string) => {
    setCustom(value === CUSTOM);
    if (value === CUSTOM) return;
    onChange(value ? begun(value, repeat_from, from) : { repeat: null, repeat_from: "due", day });
  };
  return (
    <div className="grid gap-2">
      <SelectField
        label="Repeat"
        error={error}
        value={isCustom ? CUSTOM : (repeat ?? "")}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">None</option>
        {repeatChoices(repeating, from, locale).map(([rule, name]) => (
          <option key={rule} value={rule}>
            {name}
          </option>
        ))}
        <option value={CUSTOM}>Custom…</option>
      </SelectField>
      {isCustom && <CustomRepeat repeating={repeating} from={from} onChange={onChange} />}
      {repeat && (
        <label
          htmlFor={id}
          className="flex min-h-9 cursor-pointer items-center gap-2.5 text-sm pointer-coarse:min-h-11"
        >
          <input
            id={id}
            type="checkbox"
            className="size-4.5 shrink-0 cursor-pointer accent-accent"
            checked={repeat_from === "completion"}
            onChange={(event) => {
              const counted = countedFrom(repeat, event.target.checked ? "completion" : "due", from);
              onChange({ ...counted, day: event.target.checked ? day : from });
            }}
          />
          <span>Count from the day it is done</span>
        </label>
      )}
    </div>
  );
}

type CustomRepeatProps = { repeating: Repeating; from: Day; onChange: (begun: Begun) => void };

function CustomRepeat({ repeating: { repeat, repeat_from }, from, onChange }: CustomRepeatProps) {
  const locale = useLocale();
  const [text, setText] = useState("");
  const [isUnderstood, setUnderstood] = useState(false);
  const [read, setRead] = useState<Awaited<ReturnType<typeof repeatReader>>>();
  useEffect(() => {
    import("@/lib/tasks/reading").then(
      async ({ repeatReader }) => {
        const reader = await repeatReader(locale);
        setRead(() => reader);
      },
      () => {},
    );
  }, [locale]);
  const type = (text: string) => {
    setText(text);
    const found = read?.(text, from, new Date());
    setUnderstood(Boolean(found));
    if (found?.repeat) onChange({ repeat: found.repeat, repeat_from: found.repeatFrom ?? "due", day: found.day });
  };
  const said = isUnderstood && repeat ? `Understood: ${sayRule(repeat, locale, repeat_from)}.` : undefined;
  return (
    <Field
      label="Repeat in words"
      hint={
        <output>
          {said ?? (text ? "Not understood yet." : "Such as “every 2 weeks on tue” or “3 days after done”.")}
        </output>
      }
      autoComplete="off"
      autoCapitalize="none"
      autoFocus
      value={text}
      onChange={(event) => type(event.target.value)}
    />
  );
}
