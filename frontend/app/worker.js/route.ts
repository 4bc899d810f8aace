/** "/worker.js": the service worker, with the names of all files of this build. */

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const DIST_DIR = path.join(/* turbopackIgnore: true */ process.cwd(), process.env.NEXT_DIST_DIR ?? ".next");
const ICONS = ["/icon.svg", "/icon-192.png", "/icon-512.png", "/manifest.webmanifest"];

export const dynamic = "force-dynamic";

let script: string | undefined;

export function GET(): Response {
  script ??= makeScript();
  return new Response(script, {
    headers: { "Content-Type": "text/javascript; charset=utf-8", "Cache-Control": "no-cache" },
  });
}

function makeScript(): string {
  const files = readdirSync(path.join(DIST_DIR, "static"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/_next/${path.relative(DIST_DIR, path.join(entry.parentPath, entry.name))}`)
    .filter((file) => !file.endsWith(".map"));
  const source = readFileSync(path.join(/* turbopackIgnore: true */ process.cwd(), "lib/offline/worker.js"), "utf-8");
  return `const FILES = ${JSON.stringify([...files.sort(), ...ICONS])};\n${source}`;
}
