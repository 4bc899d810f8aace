/** Makes the service worker's script, beside the rest of the build: the browser reads no TypeScript. */

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const frontend = fileURLToPath(new URL("..", import.meta.url));
const source = readFileSync(path.join(frontend, "lib/offline/worker.ts"), "utf-8");
const { target, module } = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
const { outputText } = ts.transpileModule(source, { compilerOptions: { target, module } });
// A worker that is no module has no exports.
writeFileSync(
  path.join(frontend, process.env.NEXT_DIST_DIR ?? ".next", "worker.js"),
  outputText.replace(/^export \{\};$/m, ""),
);
