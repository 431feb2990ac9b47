import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { languages } from "../../fixtures/languages.ts";
import { expect, test } from "../../fixtures/test.ts";
import { tours } from "../../fixtures/tours.ts";

/** Where pictures of every screen go, for people to look at; without it only the measures are taken. */
const folder = process.env["SCREENS_DIR"];

test.describe("@screens nothing is wider than the screen (only with JavaScript: without it the layout is the same)", () => {
  for (const { tag, locale } of languages) {
    test.describe(`in ${tag}`, () => {
      test.use({ language: tag, locale, viewport: { width: 390, height: 844 } });

      for (const [name, tour] of Object.entries(tours)) {
        test(`on the way through ${name}`, async ({ page, walk, watch, people, otherTab }) => {
          test.setTimeout(120_000);
          watch.allow(/404/);
          await tour({ walk, people, otherTab }, async (screen) => {
            // 320 by 256 is what 1280 by 1024 becomes at 400 % zoom.
            for (const size of [{ width: 320, height: 256 }, { width: 390, height: 844 }, { width: 1280, height: 800 }]) {
              await page.setViewportSize(size);
              expect.soft(await overflow(page), `${screen} at ${size.width} px`).toEqual([]);
            }
            await page.setViewportSize({ width: 320, height: 640 });
            expect.soft(await overflowWithWideText(page), `${screen} with wide text`).toEqual([]);
            await takePictures(page, tag, screen);
          });
        });
      }
    });
  }
});

/** What sticks out to the right, if the page can be scrolled there. */
async function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > width + 0.5);
    return [`scrolls to ${document.documentElement.scrollWidth}`, ...wide.map((element) => element.outerHTML.slice(0, 120))];
  });
}

/** The same with the text spacing of WCAG 1.4.12. */
async function overflowWithWideText(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }" +
        " p { margin-block-end: 2em !important }",
    );
    document.adoptedStyleSheets = [sheet];
  });
  const found = await overflow(page);
  await page.evaluate(() => {
    document.adoptedStyleSheets = [];
  });
  return found;
}

async function takePictures(page: Page, tag: string, screen: string): Promise<void> {
  if (folder === undefined || tag === "zh-Hans") return;
  await mkdir(join(folder, tag), { recursive: true });
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 800 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const name = `${screen.replaceAll(" ", "-")}.${width}.${colorScheme}.png`;
      await page.screenshot({ path: join(folder, tag, name), fullPage: true, animations: "disabled" });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
}
