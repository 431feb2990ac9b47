import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { hydrated } from "../../fixtures/hydration.ts";
import { languages } from "../../fixtures/languages.ts";
import { darkFindings, fieldsUnread, findings, overflow, overflowWithWideText, shifts } from "../../fixtures/measures.ts";
import { expect, test } from "../../fixtures/test.ts";
import { tours } from "../../fixtures/tours.ts";

/**
 * The folder for pictures of every screen, for people to look at; without it, the tests only
 * measure.
 */
const folder = process.env["SCREENS_DIR"];

/** At 400 % zoom, 1280 by 1024 becomes 320 by 256. */
const SIZES = [{ width: 1280, height: 800 }, { width: 390, height: 844 }, { width: 320, height: 256 }];
/** The narrowest screen in WCAG. */
const NARROW = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 720 };

// Each screen appears once in each language, and gets every measurement there, because reaching it
// costs much.
test.describe("@screens nothing is too wide, axe finds nothing, nothing jumps (only with JavaScript: axe is a script)", () => {
  for (const { tag, locale } of languages) {
    test.describe(`in ${tag}`, () => {
      test.use({ language: tag, locale, viewport: NARROW });

      for (const [name, tour] of Object.entries(tours)) {
        test(`on the way through ${name}`, async ({ page, walk, watch, people, otherTab }) => {
          watch.allow(/404/);
          await tour({ walk, people, language: tag, otherTab }, async (screen) => {
            // A link would lose its fragment with a reload, and it has only just loaded.
            if (screen === "link" && tag === "en") expect.soft(await shifts(page), screen).toEqual([]);
            if (tag === "en") expect.soft(await fieldsUnread(page), screen).toEqual([]);
            for (const size of SIZES) {
              await page.setViewportSize(size);
              expect.soft(await overflow(page), `${screen} at ${size.width} px`).toEqual([]);
            }
            await page.setViewportSize(NARROW);
            expect.soft(await overflowWithWideText(page), `${screen} with wide text`).toEqual([]);
            // Simplified Chinese differs from traditional only in its characters.
            if (tag !== "zh-Hans") {
              expect.soft(await findings(page), screen).toEqual([]);
              expect.soft(await darkFindings(page), `${screen}, dark`).toEqual([]);
              if (folder !== undefined) await takePictures(page, join(folder, tag), screen);
            }
            if (tag === "en") await mustStay(page, screen);
          });
        });
      }
    });
  }
});

/** Nothing jumps while the page loads and script takes over. */
async function mustStay(page: Page, screen: string): Promise<void> {
  // The mailbox has none of our script.
  if (screen === "link" || screen === "development mailbox") return;
  await page.setViewportSize(WIDE);
  // The same address reloaded: a form's message is gone, the rest is unchanged. So this comes last
  // at each screen.
  await page.reload();
  await hydrated(page);
  expect.soft(await shifts(page), `${screen}, while it loads`).toEqual([]);
  await page.setViewportSize(NARROW);
}

async function takePictures(page: Page, into: string, screen: string): Promise<void> {
  await mkdir(into, { recursive: true });
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 800 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const name = `${screen.replaceAll(" ", "-")}.${width}.${colorScheme}.png`;
      await page.screenshot({ path: join(into, name), fullPage: true, animations: "disabled" });
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  await page.setViewportSize(NARROW);
}
