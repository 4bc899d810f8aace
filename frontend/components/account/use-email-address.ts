/** One's e-mail address as the server has it, and whether there is mail at all. */
"use client";

import { useCallback, useEffect, useState } from "react";
import { authClient } from "@/lib/auth/client";
import { problemOf } from "@/lib/auth/problems";

type Address = { email: string; isVerified: boolean; hasMail: boolean };

/** Undefined until it is known. The link may have been opened in another tab. */
export function useEmailAddress(): Address | undefined {
  const [address, setAddress] = useState<Address>();
  const load = useCallback(async () => {
    const answer = authClient.$fetch<Address>("/address");
    if (await problemOf(answer)) return;
    setAddress((await answer).data ?? undefined);
  }, []);
  useEffect(() => {
    void load();
    const controller = new AbortController();
    window.addEventListener("focus", () => void load(), { signal: controller.signal });
    return () => controller.abort();
  }, [load]);
  return address;
}
