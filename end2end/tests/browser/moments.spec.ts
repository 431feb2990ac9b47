import { expect, test } from "../../fixtures/test.ts";

/** A moment as every page writes it, whatever the browser's own conventions. */
const MOMENT = /\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}, \d\d:\d\d/g;

for (const [locale, timezoneId] of [
  ["en-US", "Asia/Taipei"],
  ["en-GB", "America/New_York"],
] as const) {
  test.describe(`${locale} in ${timezoneId}`, () => {
    test.use({ locale, timezoneId });

    test("one sign-in has one moment on every page, by the clock of the browser (only with JavaScript: without it nobody tells the zone)", async ({
      page,
      walk,
      people,
    }) => {
      const person = await people.enrol();
      await walk.signIn(person);
      const newest = async (address: string): Promise<string[]> => {
        await walk.open(address);
        const main = page.getByRole("main");
        await expect(main).not.toContainText("UTC");
        return (await main.innerText()).match(MOMENT) ?? [];
      };
      const [history] = await newest("/account/history");
      expect(await newest("/account/devices")).toContain(history);
      const year = new Intl.DateTimeFormat("en-GB", { timeZone: timezoneId, year: "numeric" }).format(new Date());
      expect(history).toContain(year);
      const mails = await people.mailbox.to(person.email);
      expect(mails.some((mail) => mail.text.includes(`${history} UTC`)), "and in the mail, with the zone").toBe(true);
    });
  });
}

test("without a known zone moments are in UTC and say so (only without JavaScript)", async ({ page, walk, people }) => {
  const person = await people.enrol();
  await walk.signIn(person);
  await walk.open("/account/devices");
  await expect(page.getByRole("main")).toContainText(/\d\d:\d\d UTC/);
});
