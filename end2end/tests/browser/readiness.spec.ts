import { readFile } from "node:fs/promises";
import { languages } from "../../fixtures/languages.ts";
import { expect, test } from "../../fixtures/test.ts";

for (const { tag, locale } of languages) {
  test.describe(`in ${tag}`, () => {
    test.use({ language: tag, locale });

    test("the account page draws what is left after each loss (F10)", async ({ page, walk, people }) => {
      const { words } = walk;
      await walk.signIn(await people.enrol(tag));
      await expect(page.getByRole("heading", { name: words.couldYou })).toBeVisible();
      const picture = page.getByRole("table", { name: words.whatIsLeft });
      await expect(picture.getByRole("columnheader")).toHaveCount(4);
      await expect(picture.getByRole("rowheader")).toHaveText([words.today, words.noPhone, words.noMailbox, words.noCodes]);
      const without = picture.getByRole("row").filter({ has: page.getByRole("rowheader", { name: words.noPhone }) });
      await expect(without.getByRole("cell")).toHaveText([
        new RegExp(words.getsYouIn),
        new RegExp(words.getsYouIn),
        new RegExp(words.isLost),
      ]);
      // Nothing is cut off or overflows the card, on a phone, too.
      await page.setViewportSize({ width: 390, height: 844 });
      const [table, main] = [await picture.boundingBox(), await page.getByRole("main").boundingBox()];
      expect((table?.x ?? 0) + (table?.width ?? 0)).toBeLessThanOrEqual((main?.x ?? 0) + (main?.width ?? 0));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      expect(wide).toBe(false);
    });

    test("a check-up needs every tick, and notes that all is there (S20)", async ({ page, walk, people }) => {
      const { words } = walk;
      const person = await people.enrol(tag);
      await walk.signIn(person);
      await walk.link(words.checkThem).click();
      await walk.at(words.canYouStill);
      const ticks = page.getByRole("checkbox");
      await expect(ticks).toHaveCount(3);
      await ticks.first().check();
      await walk.press(words.done);
      await expect(page.getByRole("alert")).toBeVisible();
      await expect(ticks.first()).toBeChecked();
      for (const tick of await ticks.all()) await tick.check();
      await walk.field(words.firstGroup).fill("0000");
      await walk.press(words.done);
      await expect(walk.field(words.firstGroup)).toHaveAttribute("aria-invalid", "true");
      for (const tick of await ticks.all()) await expect(tick).toBeChecked();
      await walk.field(words.firstGroup).fill((person.savedCodes[3] ?? "").slice(0, 4).toLowerCase());
      await walk.press(words.done);
      await expect(page.getByRole("status")).toContainText(words.askedAgainIn);
    });

    test("administrators see who is ready, as a chart, a list and a file (S81)", async ({ page, walk, watch, people }) => {
      const { words } = walk;
      const [me, other] = [await people.administrator(tag), await people.enrol(tag)];
      await walk.signIn(me);
      await walk.link(words.administration).click();
      await walk.link(words.readiness).click();
      await walk.at(words.readiness);
      const chart = page.getByRole("table", { name: words.howPeopleStand });
      await expect(chart.getByRole("row")).toHaveCount(4);
      await walk.field(words.searchLabel).fill(other.userName);
      await walk.press(words.search);
      await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(1);
      await expect(page.getByRole("main").getByRole("listitem")).toContainText(words.isReady);
      await expect(page.getByRole("main")).not.toContainText(other.email);
      // The browser handles the file itself; the page stays.
      watch.allowLoads(page, 1);
      const download = page.waitForEvent("download");
      await walk.press(words.downloadCsv);
      const file = await readFile(await (await download).path(), "utf8");
      expect(file.split("\r\n")[1]).toContain(other.userName);
      expect(file).not.toContain("@");
      await chart.getByRole("link", { name: words.isReady }).click();
      await expect(page).toHaveURL(/state=ready/);
    });
  });
}
