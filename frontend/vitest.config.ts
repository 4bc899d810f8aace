/** How what needs no browser is tested. */

import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    include: ["test/**/*.test.ts"],
    // As the browser tests have it.
    env: { TZ: "Europe/Berlin", LANG: "en_GB.UTF-8" },
    maxWorkers: 2,
    // A machine under load is slow, not wrong.
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
});
