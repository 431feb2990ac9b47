import { defineConfig } from "@playwright/test";
import type { Settings } from "./fixtures/test.ts";

// The browser is the one that `cargo xtask test` found; without it, Playwright's own.
const executablePath = process.env["CHROMIUM"];

export default defineConfig<Settings>({
  testDir: "tests",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: "list",
  use: {
    browserName: "chromium",
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // The tests trust what they load: it is their own server. Root, as in containers, needs it.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
    actionTimeout: 10_000,
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
