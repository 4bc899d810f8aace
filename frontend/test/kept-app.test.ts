/** What the service worker keeps as the app is the app, whoever answers when it is installed. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";

const BUILD = "b2";
const SCRIPT = "/_next/static/app.js";
const VIEW = "/today";

const portal = () => new Response("<html>Log in to the network</html>", { headers: { "Content-Type": "text/html" } });
const script = () => new Response("app()", { headers: { "Content-Type": "application/javascript" } });
const view = (build: string) =>
  new Response("<html>Today</html>", { headers: { "Content-Type": "text/html; charset=utf-8", "x-shell": build } });

/** As far as the worker needs the browser's. */
class Kept {
  readonly #files = new Map<string, Response>();
  match = async (path: string) => this.#files.get(path)?.clone();
  put = async (path: string, answer: Response) => void this.#files.set(path, answer);
  textOf = async (path: string) => (await this.match(path))?.text();
}

let answers: Record<string, () => Response>;
let kept: Map<string, Kept>;
let install: () => Promise<unknown>;

const cacheOf = (name: string) => kept.get(name) ?? kept.set(name, new Kept()).get(name) ?? new Kept();

beforeEach(async () => {
  vi.resetModules();
  answers = { [SCRIPT]: script, [VIEW]: () => view(BUILD) };
  kept = new Map();
  vi.stubGlobal("fetch", async (path: string) => answers[path]?.() ?? new Response(null, { status: 404 }));
  vi.stubGlobal("caches", {
    open: async (name: string) => cacheOf(name),
    match: async (path: string) => {
      for (const cache of kept.values()) if (await cache.match(path)) return cache.match(path);
      return undefined;
    },
  });
  const constants = { FILES: [SCRIPT], VIEWS: [VIEW], BUILD, SHELL_HEADER: "x-shell", API_URL: "http://api.test" };
  for (const [name, value] of Object.entries(constants)) vi.stubGlobal(name, value);
  vi.stubGlobal("self", {
    addEventListener: (type: string, hear: (event: { waitUntil: (work: Promise<unknown>) => void }) => void) => {
      if (type !== "install") return;
      install = () => new Promise((resolve, reject) => hear({ waitUntil: (work) => work.then(resolve, reject) }));
    },
  });
  await import("../lib/offline/worker");
});

afterEach(() => vi.unstubAllGlobals());

test("the app is kept as its server gives it", async () => {
  await install();
  expect(await cacheOf(`build-${BUILD}`).textOf(SCRIPT)).toBe("app()");
  expect(await cacheOf(`build-${BUILD}`).textOf(VIEW)).toBe("<html>Today</html>");
});

test.each([SCRIPT, VIEW])("somebody else's page in place of %s is not kept as the app", async (path) => {
  answers[path] = portal;
  await expect(install()).rejects.toThrow(`${path} cannot be kept`);
  expect(await cacheOf(`build-${BUILD}`).textOf(path)).toBeUndefined();
});

test("a view of the build before, while that still answers, is not kept as one of this build", async () => {
  answers[VIEW] = () => view("b1");
  await expect(install()).rejects.toThrow(`${VIEW} cannot be kept`);
});

test("what an earlier build has kept is used again, unless it is somebody else's page", async () => {
  await cacheOf("build-b1").put(SCRIPT, portal());
  await install();
  expect(await cacheOf(`build-${BUILD}`).textOf(SCRIPT)).toBe("app()");
  kept.delete(`build-${BUILD}`);
  await cacheOf("build-b1").put(SCRIPT, script());
  answers[SCRIPT] = portal;
  await install();
  expect(await cacheOf(`build-${BUILD}`).textOf(SCRIPT)).toBe("app()");
});
