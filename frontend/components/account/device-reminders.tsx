/** Whether this device shows reminders, and what keeps it from that. */
"use client";

import { useCallback, useEffect, useState } from "react";
import { type Device, deviceOf, switchOff } from "@/lib/push/device";
import { useSwitchOn } from "../reminders/use-switch-on";
import { obstacles } from "../reminders/words";
import { useToast } from "../ui/toast";
import { CheckField } from "./check-field";

const EXPLAINED = "As notifications, also while the app is closed.";

export function DeviceReminders({ userId }: { userId: string }) {
  const { device, look } = useDevice(userId);
  const toast = useToast();
  const switchOn = useSwitchOn(userId);
  /** What was chosen, until it has come about. */
  const [wanted, setWanted] = useState<boolean>();

  const change = async (isOn: boolean) => {
    setWanted(isOn);
    if (isOn) await switchOn();
    else {
      await switchOff();
      toast({ message: "Reminders come to this device no more." });
    }
    await look();
    setWanted(undefined);
  };
  if (!device) return null;
  const obstacle = obstacles[device];
  return (
    <CheckField
      label="On this device"
      checked={wanted ?? device === "on"}
      disabled={obstacle !== undefined}
      // A second click while the first is on its way means nothing.
      onChange={(isOn) => wanted === undefined && void change(isOn)}
    >
      {obstacle ?? EXPLAINED}
    </CheckField>
  );
}

/** Undefined until it is known. The permission may be given or taken elsewhere. */
function useDevice(userId: string) {
  const [device, setDevice] = useState<Device>();
  const look = useCallback(async () => setDevice(await deviceOf(userId)), [userId]);
  useEffect(() => {
    void look();
    const hear = () => void look();
    window.addEventListener("focus", hear);
    return () => window.removeEventListener("focus", hear);
  }, [look]);
  return { device, look };
}
