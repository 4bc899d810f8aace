/** Around the pages of someone who is not signed in yet. */

import type { ReactNode } from "react";
import { Mark } from "@/components/mark";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center px-5 py-10 sm:pb-24">
      <div className="mb-8 flex items-center gap-2.5 text-lg font-semibold tracking-tight">
        <Mark className="size-7" />
        Todo
      </div>
      <div>{children}</div>
    </main>
  );
}
