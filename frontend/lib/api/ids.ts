/** Ids that this browser makes. */

/** So many in a millisecond, at least, keep their order. */
const IN_A_MILLISECOND = 2048;

let latest = 0;

/** A UUID of version 7 (RFC 9562): what is made later has a greater one, so that what is added together lies together wherever it is stored. */
export function newId(): string {
  // A clock may be set back.
  latest = Math.max(Date.now(), latest + 1 / IN_A_MILLISECOND);
  const whole = Math.floor(latest);
  const part = (latest - whole) * IN_A_MILLISECOND;
  // Not by `randomUUID`, which browsers have on https alone, and without an order.
  const random = crypto.getRandomValues(new Uint8Array(8));
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80;
  const digits = [hex(whole, 12), "7", hex(part, 3), ...Array.from(random, (byte) => hex(byte, 2))].join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const hex = (number: number, length: number) => number.toString(16).padStart(length, "0");
