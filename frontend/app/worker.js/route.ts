/** "/worker.js": the service worker, with what it has to know of this build. */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { getConfig } from "@/lib/config";
import { SHELL_HEADER } from "@/lib/offline/shell";
import { pageViews, taskViews } from "@/views";

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
  const source = readFileSync(path.join(DIST_DIR, "worker.js"), "utf-8");
  const id = readFileSync(path.join(DIST_DIR, "BUILD_ID"), "utf-8");
  const constants = {
    FILES: [...filesOfBuild().sort(), ...ICONS],
    VIEWS: [...taskViews, ...pageViews].map((view) => view.path),
    // Two builds may have the same files and other pages.
    BUILD: createHash("sha256").update(id).update(source).digest("hex").slice(0, 16),
    SHELL_HEADER,
    API_URL: getConfig().apiUrl.origin,
  };
  const lines = Object.entries(constants).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
  return `${lines.join("\n")}\n${source}`;
}

function filesOfBuild(): string[] {
  return readdirSync(path.join(DIST_DIR, "static"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/_next/${path.relative(DIST_DIR, path.join(entry.parentPath, entry.name))}`)
    .filter((file) => !file.endsWith(".map"));
}
