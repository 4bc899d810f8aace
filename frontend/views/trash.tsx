/** What has been deleted, and may be wanted back. */

import { lazy } from "react";
import { Trash2 } from "@/components/ui/icons";
import type { PageView } from "./view";

const trash: PageView = {
  path: "/trash",
  title: "Trash",
  icon: Trash2,
  rank: 80,
  Page: lazy(async () => ({ default: (await import("@/components/trash/trash-page")).TrashPage })),
};

export default trash;
