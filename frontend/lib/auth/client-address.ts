/** The address of whoever sends a request, by which attempts to sign in are counted. */

const FORWARDED_FOR = "x-forwarded-for";

/**
 * Each proxy writes down, behind what it was told, from where it was asked; so does this server (instrumentation.ts). What
 * stands before what the trusted ones have written is hearsay. Whoever came by fewer is the first in the list.
 */
export function clientAddress(headers: Headers, trustedProxies: number): string {
  const addresses = (headers.get(FORWARDED_FOR) ?? "").split(",").map((address) => address.trim());
  return addresses.at(-1 - trustedProxies) ?? addresses[0] ?? "";
}

type Incoming = {
  headers: Record<string, string | string[] | undefined>;
  socket: { remoteAddress?: string | undefined };
};

export function noteAddress({ headers, socket }: Incoming): void {
  const told = headers[FORWARDED_FOR];
  const all = [...(Array.isArray(told) ? told : [told]), socket.remoteAddress];
  headers[FORWARDED_FOR] = all.filter(Boolean).join(", ");
}
