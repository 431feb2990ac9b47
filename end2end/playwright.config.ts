import { defineConfig } from "@playwright/test";
import { PATIENCE, TEST } from "./fixtures/patience.ts";
import type { Settings } from "./fixtures/test.ts";

// The browser is the one that `cargo xtask test` found; without it, Playwright's own.
const executablePath = process.env["CHROMIUM"];

export default defineConfig<Settings>({
  testDir: "tests",
  globalSetup: "./fixtures/seeds.ts",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: TEST,
  expect: { timeout: PATIENCE },
  // Patience is for slow machines. Where so much is broken, more of it tells nothing.
  maxFailures: 12,
  forbidOnly: true,
  reporter: "list",
  use: {
    browserName: "chromium",
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // The tests trust what they load: it is their own server. Root, as in containers, needs it.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
    actionTimeout: PATIENCE,
    navigationTimeout: PATIENCE,
    screenshot: "only-on-failure",
  },
  projects: [
    {
      name: "chromium",
      testDir: "tests/browser",
      use: { script: true },
      grepInvert: /\(only without JavaScript/,
    },
    {
      name: "chromium without JavaScript",
      testDir: "tests/browser",
      use: { script: false, javaScriptEnabled: false },
      grepInvert: /\(only with JavaScript/,
    },
    { name: "server", testDir: "tests/server" },
  ],
});
