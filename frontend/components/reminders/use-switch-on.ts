/** Asks the browser for notifications, and says what has come of it. */
"use client";

import { useToast } from "@/components/ui/toast";
import { ApiError } from "@/lib/api/errors";
import { switchOn } from "@/lib/push/device";
import { useSteady } from "@/lib/use-steady";
import { NO_PUSH_SERVICE, obstacles } from "./words";

export function useSwitchOn(userId: string): () => Promise<void> {
  const toast = useToast();
  return useSteady(async () => {
    try {
      const device = await switchOn(userId);
      const obstacle = obstacles[device];
      if (device === "on") toast({ message: "Reminders come to this device." });
      else if (obstacle) toast({ kind: "error", message: obstacle, seconds: 20 });
    } catch (error) {
      // The browser says no more than that it did not work.
      if (!(error instanceof ApiError || error instanceof DOMException)) throw error;
      toast({ kind: "error", message: error instanceof ApiError ? error.detail : NO_PUSH_SERVICE });
    }
  });
}
