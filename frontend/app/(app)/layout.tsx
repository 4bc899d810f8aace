/** Around the pages of someone who is signed in. */

import type { ReactNode } from "react";
import { Shell } from "@/components/shell";
import { requireSession } from "@/lib/auth/server";
import { getConfig } from "@/lib/config";
import { getNonce } from "@/lib/nonce";
import { Providers } from "./providers";

export default async function AppLayout({ children }: { children: ReactNode }) {
  const { user } = await requireSession();
  return (
    <Providers apiUrl={getConfig().apiUrl.origin} userId={user.id} nonce={await getNonce()}>
      <Shell user={{ name: user.name, email: user.email }}>{children}</Shell>
    </Providers>
  );
}
