/** The account's time zone: typed, or chosen from those that the browser knows. */
"use client";

import { type ChangeEvent, type FocusEvent, useId, useMemo, useRef, useState } from "react";
import { keyOf } from "@/lib/keys";
import { deviceZone, findZone, isSameZone, timeZones } from "@/lib/time-zones";
import { useHydrated } from "@/lib/use-hydrated";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { useAnnounce } from "../ui/toast";

const UNKNOWN = "Choose a time zone from the list, or type a city like Berlin.";

/** `zone` is undefined until it is known. */
export function ZoneField({ zone, onChoose }: { zone: string | undefined; onChoose: (zone: string) => void }) {
  const announce = useAnnounce();
  const field = useRef<HTMLInputElement>(null);
  /** What is in the field, as long as that is not the account's. */
  const [typed, setTyped] = useState<string>();
  const [error, setError] = useState<string>();
  const listId = useId();
  // The server's list may be another one.
  const isHydrated = useHydrated();
  const zones = useMemo(() => (isHydrated ? timeZones() : []), [isHydrated]);

  const take = (text: string) => {
    const found = text === zone ? zone : findZone(text, zones);
    setTyped(found ? undefined : text);
    setError(found ? undefined : UNKNOWN);
    if (!found) announce(UNKNOWN);
    else if (found !== zone) onChoose(found);
  };
  const change = ({ target, nativeEvent }: ChangeEvent<HTMLInputElement>) => {
    if (isPicked(nativeEvent) && zones.includes(target.value)) return take(target.value);
    setTyped(target.value);
    setError(undefined);
  };
  const giveUp = () => {
    setTyped(undefined);
    setError(undefined);
  };
  const device = isHydrated ? deviceZone() : undefined;
  const isElsewhere = zone !== undefined && device !== undefined && !isSameZone(zone, device);
  return (
    <div className="grid gap-3">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typed !== undefined) take(typed);
        }}
      >
        <Field
          ref={field}
          label="Time zone"
          name="time-zone"
          list={listId}
          autoComplete="off"
          spellCheck={false}
          value={typed ?? zone ?? ""}
          error={error}
          disabled={zone === undefined}
          // Whatever is typed takes its place: the list shows what is like the text.
          onFocus={(event: FocusEvent<HTMLInputElement>) => event.target.select()}
          onChange={change}
          onBlur={() => typed !== undefined && take(typed)}
          onKeyDown={(event) => {
            if (keyOf(event) === "Escape") giveUp();
          }}
        />
      </form>
      <datalist id={listId}>
        {zones.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {isElsewhere && (
        <div className="grid justify-items-start gap-2 text-sm">
          <p>{`This device is in another time zone, ${device}.`}</p>
          <Button
            onClick={() => {
              giveUp();
              onChoose(device);
              // The button goes.
              field.current?.focus();
            }}
          >
            {`Use ${device}`}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Whether it was chosen from the list; what is typed may be the beginning of a longer name. */
function isPicked(event: Event): boolean {
  return !(event instanceof InputEvent) || event.inputType === "insertReplacementText" || !event.inputType;
}
