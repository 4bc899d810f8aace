/** The person's account. */

import { lazy } from "react";
import { Settings } from "@/components/ui/icons";
import type { PageView } from "./view";

const account: PageView = {
  path: "/account",
  title: "Account",
  icon: Settings,
  rank: 90,
  Page: lazy(async () => ({ default: (await import("@/components/account/account-page")).AccountPage })),
};

export default account;
