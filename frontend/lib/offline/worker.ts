/// <reference lib="webworker" />
/**
 * The service worker. `scripts/build-worker.mjs` makes a script of it and of what it imports, and app/worker.js/route.ts puts
 * its constants before that: a new build is a new worker.
 */

import { isPage } from "../api/answer";
import { remind } from "../push/worker";
import { STATE } from "./state";

declare const self: ServiceWorkerGlobalScope;
/** All files of this build; each view's address; what names this build; the header that asks for a page without a person; the API. */
declare const FILES: readonly string[];
declare const VIEWS: readonly string[];
declare const BUILD: string;
declare const SHELL_HEADER: string;
declare const API_URL: string;

const ours = `build-${BUILD}`;
/** Which build was in use last. */
const LAST = "/last-build";

self.addEventListener("install", (event) => {
  // Pages of the build before go on with it until they say that nothing is lost with them.
  event.waitUntil(keep());
});

self.addEventListener("message", ({ data }) => {
  if (data === "take over") void self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOldBuilds().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin || request.method !== "GET") return;
  const isView = request.mode === "navigate" && VIEWS.includes(pathname);
  if (isView) event.respondWith(fromCache(request, pathname));
  else if (request.mode !== "navigate" && (FILES.includes(pathname) || pathname.startsWith("/_next/static/")))
    event.respondWith(fromCache(request, pathname));
});

remind(self, API_URL);

/** Without waiting for anybody: a line that is bad is worse than none. A file of the build before may be wanted by its page. */
async function fromCache(request: Request, path: string): Promise<Response> {
  const kept = await (await caches.open(ours)).match(path, { ignoreVary: true });
  return kept ?? (await caches.match(path, { ignoreVary: true })) ?? fetch(request);
}

async function keep(): Promise<void> {
  const cache = await caches.open(ours);
  await Promise.all([...FILES.map((file) => keepFile(cache, file)), ...VIEWS.map((view) => keepView(cache, view))]);
}

/** What has the same name in the build before is the same, unless it is named by us. */
async function keepFile(cache: Cache, file: string): Promise<void> {
  const known = file.startsWith("/_next/static/") ? await caches.match(file, { ignoreVary: true }) : undefined;
  const isFile = (answer: Response) => answer.ok && !isPage(answer);
  await put(cache, file, known && isFile(known) ? known : await fetch(file), isFile);
}

/** Without a cookie, so that whoever asks gets the same page, with nothing of anybody on it. */
async function keepView(cache: Cache, view: string): Promise<void> {
  const page = await fetch(view, { credentials: "omit", headers: { [SHELL_HEADER]: "1" }, redirect: "error" });
  await put(cache, view, page, ({ ok, headers }) => ok && headers.get(SHELL_HEADER) === BUILD);
}

/** Somebody else may answer in place of our server, with success too, and so may a server that still has the build before. */
async function put(cache: Cache, path: string, answer: Response, isOurs: (answer: Response) => boolean): Promise<void> {
  if (!isOurs(answer)) throw new Error(`${path} cannot be kept: ${answer.status}`);
  await cache.put(path, answer);
}

/** All but this one and the one before, whose pages are still open. */
async function dropOldBuilds(): Promise<void> {
  const state = await caches.open(STATE);
  const last = await (await state.match(LAST))?.text();
  const needed = new Set([ours, last, STATE]);
  for (const name of await caches.keys()) if (!needed.has(name)) await caches.delete(name);
  if (last !== ours) await state.put(LAST, new Response(ours));
}
