import AxeBuilder from "@axe-core/playwright";
import { languages } from "../../fixtures/languages.ts";
import { expect, test } from "../../fixtures/test.ts";
import { tours } from "../../fixtures/tours.ts";

/** WCAG up to 2.2 AA, and what axe calls good practice. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/** What the dark colours could break. */
const RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"];

test.describe("axe finds nothing (only with JavaScript: axe is a script)", () => {
  for (const { tag, locale } of languages) {
    test.describe(`in ${tag}`, () => {
      // The narrowest screen that WCAG speaks of.
      test.use({ language: tag, locale, viewport: { width: 320, height: 640 } });

      for (const [name, tour] of Object.entries(tours)) {
        // Simplified Chinese differs from traditional in letters alone.
        if (tag === "zh-Hans") continue;
        test(`on the way through ${name}`, async ({ page, walk, watch, people, otherTab }) => {
          test.setTimeout(90_000);
          watch.allow(/404/);
          await tour({ walk, people, otherTab }, async (screen) => {
            await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
            // Legacy mode looks at one page without frames, which ours are, and opens none of its own.
            expect.soft(await findings(new AxeBuilder({ page }).setLegacyMode().withTags(TAGS)), screen).toEqual([]);
            await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
            const dark = new AxeBuilder({ page }).setLegacyMode().withRules(RULES_OF_COLOUR);
            expect.soft(await findings(dark), `${screen}, dark`).toEqual([]);
          });
        });
      }
    });
  }
});

async function findings(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(" ")}`);
}
