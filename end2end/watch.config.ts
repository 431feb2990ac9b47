import { defineConfig } from "@playwright/test";
import all from "./playwright.config.ts";

const { globalSetup: _nobodyIsSeeded, ...settings } = all;
/** The developers' loop, tried apart from the product: it takes cargo-leptos. */
export default defineConfig({
  ...settings,
  projects: [{ name: "watch", testDir: "tests/watch" }],
  workers: 1,
  // Everything is compiled once, on whatever machine this is.
  timeout: 90 * 60_000,
});
