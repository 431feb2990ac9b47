import { languages } from "../../fixtures/languages.ts";
import { expect, test } from "../../fixtures/test.ts";

for (const { tag, locale } of languages) {
  test.describe(`in ${tag}`, () => {
    test.use({ language: tag, locale });

    test("the history tells what happened, and that it is whole (S80)", async ({ page, walk, people }) => {
      const { words } = walk;
      const person = await people.enrol(tag);
      await walk.signIn(person);
      await walk.link(words.history).click();
      await walk.at(words.history);
      await expect(page.getByRole("status")).toContainText(words.verified);
      const entries = page.getByRole("main").getByRole("listitem");
      // Invited, password, codes, authenticator app, active, a new device, signed in.
      await expect(entries).toHaveCount(7);
      await expect(entries.first()).toContainText(words.signedIn);
      await expect(entries.first()).toContainText("Chrom");
      await expect(page.locator("time").first()).toHaveAttribute("datetime", /^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/);
    });
  });
}

test("a longer history is read page by page", async ({ page, walk, people }) => {
  const { words } = walk;
  const person = await people.enrol();
  for (let count = 0; count < 13; count += 1) {
    await walk.open("/sign-in");
    await walk.fillSignIn(person.userName, person.password);
    if (count === 0) await walk.verify(person, true);
    await walk.at(words.account);
    if (count === 12) break;
    await walk.press(words.signOut);
    await walk.at(words.signIn);
  }
  await walk.open("/account/history");
  await expect(page.getByRole("main")).toContainText("31 entries in all");
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(25);
  await walk.link("Older entries").click();
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(6);
  await expect(page.getByRole("status")).toContainText(words.verified);
  await walk.link("Newest entries").click();
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(25);
});

test("without a session the history leads to sign-in, and back", async ({ walk, people }) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.open("/account/history");
  await walk.at(words.signIn);
  await walk.fillSignIn(person.userName, person.password);
  await walk.verify(person);
  await walk.at(words.history);
});
