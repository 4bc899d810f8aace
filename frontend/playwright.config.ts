/** How the whole product is tested in Debian's Chromium. */

import { defineConfig, devices } from "@playwright/test";

const chromium = {
  ...devices["Desktop Chrome"],
  launchOptions: {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    // Chromium refuses its own sandbox to root, as whom containers run.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  },
};

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/setup.ts",
  // In CI only what failed is worth a line. What fails once and then not is named as flaky there, and is a fault to look for.
  reporter: process.env.CI ? "dot" : "list",
  retries: process.env.CI ? 1 : 0,
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // A machine under load is slow, not wrong.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: { trace: "retain-on-failure", screenshot: "only-on-failure", locale: "en-GB", timezoneId: "Europe/Berlin" },
  projects: [
    {
      name: "browser",
      testIgnore: ["screenshots.spec.ts", "figures.spec.ts"],
      grepInvert: /@phone-only/,
      outputDir: "test-results/browser",
      use: chromium,
    },
    {
      name: "phone",
      testIgnore: ["screenshots.spec.ts", "figures.spec.ts"],
      grep: /@phone/,
      outputDir: "test-results/phone",
      use: { ...chromium, viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
    },
    { name: "screenshots", testMatch: "screenshots.spec.ts", outputDir: "test-results/screenshots", use: chromium },
    {
      name: "figures",
      testMatch: "figures.spec.ts",
      outputDir: "test-results/figures",
      use: { ...chromium, trace: "off" },
    },
  ],
});
