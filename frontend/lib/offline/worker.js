// The service worker. FILES, all files of this build, stands above when it is served (app/worker.js/route.ts): a new
// build is a new worker.

const STATIC = "static";
const SHELL = "shell";
const PATIENCE_MS = 5_000;

const files = new Set(FILES);

self.addEventListener("install", (event) => {
  // Pages of the build before go on with its files: this worker takes over when they are closed.
  event.waitUntil(Promise.all([keepFiles(), keepShell()]));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([dropOldFiles(), self.clients.claim()]));
});

self.addEventListener("message", ({ data }) => {
  if (data === "keep shell") void keepShell();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin || request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(navigate(request));
  else if (files.has(pathname) || pathname.startsWith("/_next/static/")) event.respondWith(fromCache(request));
});

async function keepFiles() {
  const cache = await caches.open(STATIC);
  const kept = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
  await cache.addAll(FILES.filter((file) => !kept.has(file)));
}

async function dropOldFiles() {
  const cache = await caches.open(STATIC);
  for (const request of await cache.keys()) if (!files.has(new URL(request.url).pathname)) await cache.delete(request);
}

async function fromCache(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

/** The task page as it is served to whoever is signed in; nothing where nobody is. */
async function keepShell() {
  const response = await fetch("/").catch(() => null);
  if (response?.ok && !response.redirected) await (await caches.open(SHELL)).put("/", response);
}

/** From the server if it is well and answers in time; otherwise the task page as it was. */
async function navigate(request) {
  const { pathname, search } = new URL(request.url);
  const isShell = pathname === "/";
  const answer = fetch(request).then(async (response) => {
    // It leads elsewhere: nobody is signed in any more.
    if (isShell && response.type === "opaqueredirect") await caches.delete(SHELL);
    if (isShell && !search && response.ok) await (await caches.open(SHELL)).put("/", response.clone());
    return response;
  });
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const inTime = await Promise.race([answer, late]).catch(() => undefined);
  if (inTime && inTime.status < 500) return inTime;
  const shell = await caches.match("/", { cacheName: SHELL, ignoreVary: true });
  if (!shell) return answer;
  // Only the task page is kept, and as it is without a filter. What was asked for it finds behind the "#".
  if (isShell && !search) return shell;
  return Response.redirect(isShell ? `/#${search}` : `/#${pathname}`);
}
