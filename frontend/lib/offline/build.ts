/** What the server knows of the build that it runs. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

export const DIST_DIR = path.join(/* turbopackIgnore: true */ process.cwd(), process.env.NEXT_DIST_DIR ?? ".next");

type Build = { name: string; worker: string };

let build: Build | undefined;

/** Read on first use: before it is made there is none. */
export function getBuild(): Build {
  build ??= readBuild();
  return build;
}

function readBuild(): Build {
  const worker = readFileSync(path.join(DIST_DIR, "worker.js"), "utf-8");
  const id = readFileSync(path.join(DIST_DIR, "BUILD_ID"), "utf-8");
  // Two builds may have the same files and other pages.
  return { name: createHash("sha256").update(id).update(worker).digest("hex").slice(0, 16), worker };
}
