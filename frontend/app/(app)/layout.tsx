/** Around the views. */

import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Shell } from "@/components/shell";
import { requireSession } from "@/lib/auth/server";
import { getConfig } from "@/lib/config";
import { getNonce } from "@/lib/nonce";
import { SHELL_HEADER } from "@/lib/offline/shell";
import { Providers } from "./providers";

export default async function AppLayout({ children }: { children: ReactNode }) {
  return (
    <Providers apiUrl={getConfig().apiUrl.origin} person={await personAsking()} nonce={await getNonce()}>
      <Shell>{children}</Shell>
    </Providers>
  );
}

/** The service worker keeps pages for whoever comes: nothing personal may be in them. */
async function personAsking() {
  if ((await headers()).has(SHELL_HEADER)) return undefined;
  const { id, name, email } = (await requireSession()).user;
  return { id, name, email };
}
