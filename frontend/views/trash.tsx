/** What has been deleted, and may be wanted back. */

import { lazy } from "react";
import type { PageView } from "./view";

const trash: PageView = {
  path: "/trash",
  title: "Trash",
  icon: "trash-2",
  rank: 80,
  Page: lazy(async () => ({ default: (await import("@/components/trash/trash-page")).TrashPage })),
};

export default trash;
