/** Whose address counts, behind so many proxies. */

import { expect, test } from "vitest";
import { clientAddress, noteAddress } from "../lib/auth/client-address";

const forged = "198.51.100.1";
const client = "203.0.113.7";
const [cdn, proxy] = ["192.0.2.10", "10.0.0.2"];

/** What the request says as it arrives from there. */
function arriving(from: string, told?: string): Headers {
  const request = { headers: { "x-forwarded-for": told }, socket: { remoteAddress: from } };
  noteAddress(request);
  return new Headers({ "x-forwarded-for": request.headers["x-forwarded-for"] ?? "" });
}

test("without a proxy it is where the request comes from, whatever it says itself", () => {
  expect(clientAddress(arriving(client), 0)).toBe(client);
  expect(clientAddress(arriving(client, forged), 0)).toBe(client);
});

test("behind proxies it is what the first of the trusted ones has written down", () => {
  expect(clientAddress(arriving(proxy, client), 1)).toBe(client);
  expect(clientAddress(arriving(proxy, `${forged}, ${client}`), 1)).toBe(client);
  expect(clientAddress(arriving(proxy, `${client}, ${cdn}`), 2)).toBe(client);
  expect(clientAddress(arriving(proxy, `${forged}, ${forged},${client}, ${cdn}`), 2)).toBe(client);
});

test("whoever came by fewer than expected is the first that is written down", () => {
  expect(clientAddress(arriving(client), 1)).toBe(client);
  expect(clientAddress(arriving(proxy, client), 2)).toBe(client);
  expect(clientAddress(new Headers(), 1)).toBe("");
});
