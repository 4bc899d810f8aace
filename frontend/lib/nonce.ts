/** The nonce of this request's content security policy, as proxy.ts has set it. */

import { headers } from "next/headers";

export async function getNonce(): Promise<string> {
  return (await headers()).get("x-nonce") ?? "";
}
