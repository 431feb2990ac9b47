import type { Page } from "@playwright/test";
import { hydrated } from "../../fixtures/hydration.ts";
import { expect, test } from "../../fixtures/test.ts";
import { tours } from "../../fixtures/tours.ts";

test.describe("nothing jumps while a page loads and script takes over (only with JavaScript: without it nothing moves)", () => {
  for (const [name, tour] of Object.entries(tours)) {
    test(`on the way through ${name}`, async ({ page, walk, watch, people, otherTab }) => {
      test.setTimeout(90_000);
      watch.allow(/404/);
      await tour({ walk, people, otherTab }, async (screen) => {
        if (screen === "development mailbox") return;
        // The same address afresh: what a form said is gone, the rest is as it was. But a link would lose its fragment,
        // and it has only just been loaded.
        if (screen !== "link") {
          await page.reload();
          await hydrated(page);
        }
        expect.soft(await shifts(page), screen).toEqual([]);
      });
    });
  }
});

/** Layout shifts since the page began, and for a moment more. */
async function shifts(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const found: string[] = [];
        const note = (entries: PerformanceEntryList): void => {
          for (const entry of entries as (PerformanceEntry & { value: number; sources?: { node?: Element }[] })[]) {
            const moved = entry.sources?.map((source) => source.node?.outerHTML?.slice(0, 80)).join(" ");
            found.push(`${entry.value} at ${Math.round(entry.startTime)} ms: ${moved}`);
          }
        };
        const observer = new PerformanceObserver((list) => note(list.getEntries()));
        observer.observe({ type: "layout-shift", buffered: true });
        setTimeout(() => {
          note(observer.takeRecords());
          resolve(found);
        }, 150);
      }),
  );
}
