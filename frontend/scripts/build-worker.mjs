/** Makes the service worker's script, beside the rest of the build: one file, which a browser reads without modules. */

import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const frontend = fileURLToPath(new URL("..", import.meta.url));

await build({
  configFile: false,
  publicDir: false,
  root: frontend,
  logLevel: "warn",
  build: {
    lib: { entry: "lib/offline/worker.ts", formats: ["iife"], name: "worker", fileName: () => "worker.js" },
    outDir: path.join(frontend, process.env.NEXT_DIST_DIR ?? ".next"),
    // The rest of the build is there.
    emptyOutDir: false,
    copyPublicDir: false,
    target: "es2022",
    minify: false,
  },
});
