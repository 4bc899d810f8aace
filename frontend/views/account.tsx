/** The person's account. */

import { lazy } from "react";
import type { PageView } from "./view";

const account: PageView = {
  path: "/account",
  title: "Account",
  icon: "settings",
  rank: 90,
  Page: lazy(async () => ({ default: (await import("@/components/account/account-page")).AccountPage })),
};

export default account;
