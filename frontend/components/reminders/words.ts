/** What keeps a device from showing reminders, in words. */

import type { Device } from "@/lib/push/device";

export const obstacles: Partial<Record<Device, string>> = {
  "needs-home-screen":
    "On iPhone and iPad, reminders come only to the app on the home screen: tap Share, then Add to Home Screen, and open it from there.",
  blocked:
    "Notifications of this page are blocked. Allow them in the settings that the browser has for it, then come back.",
  unsupported: "This browser cannot show reminders.",
};

export const NO_PUSH_SERVICE = "The push service of this browser cannot be reached just now.";
