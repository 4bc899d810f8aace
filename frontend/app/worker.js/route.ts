/** "/worker.js": the service worker, with what it has to know of this build. */

import { readdirSync } from "node:fs";
import path from "node:path";
import { getConfig } from "@/lib/config";
import { DIST_DIR, getBuild } from "@/lib/offline/build";
import { SHELL_HEADER } from "@/lib/offline/shell";
import { pageViews, taskViews } from "@/views";

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
  const { name, worker } = getBuild();
  const constants = {
    FILES: [...filesOfBuild().sort(), ...ICONS],
    VIEWS: [...taskViews, ...pageViews].map((view) => view.path),
    BUILD: name,
    SHELL_HEADER,
    API_URL: getConfig().apiUrl.origin,
  };
  const lines = Object.entries(constants).map(([constant, value]) => `const ${constant} = ${JSON.stringify(value)};`);
  return `${lines.join("\n")}\n${worker}`;
}

function filesOfBuild(): string[] {
  return readdirSync(path.join(DIST_DIR, "static"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/_next/${path.relative(DIST_DIR, path.join(entry.parentPath, entry.name))}`)
    .filter((file) => !file.endsWith(".map"));
}
