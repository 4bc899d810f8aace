/** A push service on this machine, and a browser that is subscribed to it: what the API sends is decrypted as the browser would. */

import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  verify,
} from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { BrowserContext, Worker } from "@playwright/test";

export type Push = { path: string; headers: IncomingHttpHeaders; message: string };

/** For `VAPID_PRIVATE_KEY`. */
export const makeVapidKey = (): string =>
  generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey.export({ format: "jwk" }).d ?? "";

export class PushService {
  readonly pushes: Push[] = [];
  /** What it answers; 410: it knows of no such browser. */
  status = 201;
  readonly #keys = createECDH("prime256v1");
  readonly #auth = randomBytes(16);
  readonly #server: Server;
  readonly #watchers = new Set<() => void>();

  constructor() {
    this.#keys.generateKeys();
    this.#server = createServer(async (request, answer) => {
      const body = await buffer(request);
      const { url = "", headers } = request;
      if (this.status === 201) this.pushes.push({ path: url, headers, message: this.#decrypted(body) });
      answer.writeHead(this.status).end();
      for (const tell of this.#watchers) tell();
    });
  }

  async open(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  endpoint(name: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/push/${name}`;
  }

  /** Resolves with the next one that arrives. */
  next(): Promise<Push> {
    const count = this.pushes.length;
    return new Promise((resolve) => {
      const look = () => {
        const push = this.pushes[count];
        if (!push) return;
        this.#watchers.delete(look);
        resolve(push);
      };
      this.#watchers.add(look);
    });
  }

  /** The pages of this browser subscribe here: what a real one would need, no test machine has. */
  async isUsedBy(context: BrowserContext, name = "ada"): Promise<void> {
    await context.grantPermissions(["notifications"]);
    await context.addInitScript(subscribeTo, this.#subscription(name));
  }

  /** The same in the service worker, which runs no scripts of ours by itself. */
  async isUsedByWorker(worker: Worker, name = "ada"): Promise<void> {
    await worker.evaluate(subscribeTo, this.#subscription(name));
  }

  #subscription(name: string): Made {
    const keys = { p256dh: this.#keys.getPublicKey("base64url"), auth: this.#auth.toString("base64url") };
    return { endpoint: this.endpoint(name), keys };
  }

  /** RFC 8291 and 8188: one record. */
  #decrypted(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const length = body[20] ?? 0;
    const theirs = body.subarray(21, 21 + length);
    const sealed = body.subarray(21 + length);
    const info = Buffer.concat([Buffer.from("WebPush: info\0"), this.#keys.getPublicKey(), theirs]);
    const secret = hkdf(this.#keys.computeSecret(theirs), this.#auth, info, 32);
    const key = hkdf(secret, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
    const nonce = hkdf(secret, salt, Buffer.from("Content-Encoding: nonce\0"), 12);
    const decipher = createDecipheriv("aes-128-gcm", key, nonce);
    decipher.setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    // A 2 ends the last record; padding follows.
    return plain.subarray(0, plain.lastIndexOf(2)).toString("utf-8");
  }
}

const hkdf = (secret: Buffer, salt: Buffer, info: Buffer, length: number) =>
  Buffer.from(hkdfSync("sha256", secret, salt, info, length));

/** Whether the service itself has sent it (RFC 8292). `key` is its public one. */
export function isSignedWith(key: string, { headers, path }: Push): boolean {
  const [, token = "", named] = /^vapid t=([^,]+), ?k=([\w-]+)$/.exec(headers.authorization ?? "") ?? [];
  const [header, claims, signature = ""] = token.split(".");
  const point = Buffer.from(key, "base64url");
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString("base64url")) as [
    string,
    string,
  ];
  const publicKey = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
  const signed = Buffer.from(`${header}.${claims}`);
  return (
    path.startsWith("/push/") &&
    named === key &&
    verify("sha256", signed, { key: publicKey, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"))
  );
}

type Made = { endpoint: string; keys: { p256dh: string; auth: string } };

/** In pages, which share what they know of it, and in the worker. */
function subscribeTo(made: Made): void {
  const KEPT = "test-subscription";
  const memory = new Map<string, string>();
  // An empty page may not have any.
  const store = (): Pick<Storage, "getItem" | "setItem" | "removeItem"> =>
    globalThis.localStorage ?? {
      getItem: (name) => memory.get(name) ?? null,
      setItem: (name, value) => memory.set(name, value),
      removeItem: (name) => memory.delete(name),
    };
  const subscription = (key: string) => ({
    endpoint: made.endpoint,
    options: { applicationServerKey: Uint8Array.from(JSON.parse(key)).buffer },
    toJSON: () => ({ ...made, expirationTime: null }),
    unsubscribe: async () => {
      store().removeItem(KEPT);
      return true;
    },
  });
  Object.assign(PushManager.prototype, {
    getSubscription: async () => {
      const key = store().getItem(KEPT);
      return key && subscription(key);
    },
    subscribe: async ({ applicationServerKey }: { applicationServerKey: Uint8Array }) => {
      const key = JSON.stringify([...applicationServerKey]);
      store().setItem(KEPT, key);
      return subscription(key);
    },
  });
}
