/** The bell of missed reminders, a note at the moment of each, and what notifications of this device lead to. */
"use client";

import { useEffect, useState } from "react";
import { usePerson } from "@/lib/auth/use-person";
import { keepUp } from "@/lib/push/device";
import { hearPutOff } from "@/lib/push/put-off";
import { forgetSeen, SeenReminders } from "@/lib/reminders/seen";
import { Bell } from "./bell";
import { useAsking } from "./use-asking";
import { useNotes } from "./use-notes";
import { useReminders } from "./use-reminders";
import { useWanted } from "./use-wanted";

type HereProps = { isSetHere: boolean };

export default function RemindersHere(props: HereProps) {
  const { person } = usePerson();
  return person ? <OwnReminders {...props} userId={person.id} /> : null;
}

function OwnReminders({ isSetHere, userId }: HereProps & { userId: string }) {
  const [seen] = useState(() => new SeenReminders(userId));
  const { reminders, missed, now } = useReminders(seen);
  useNotes(reminders, now, seen);
  useAsking(userId, seen, isSetHere);
  useWanted(seen);
  useEffect(() => hearPutOff((all) => seen.putOff(all)), [seen]);
  useEffect(() => {
    forgetSeen(userId);
    // Next time, then.
    void keepUp(userId).catch(() => {});
  }, [userId]);
  return <Bell missed={missed} seen={seen} />;
}
