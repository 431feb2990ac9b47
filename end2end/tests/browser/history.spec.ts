import { Client } from "../../fixtures/http.ts";
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

test("a longer history is read page by page", async ({ page, walk, people, server }) => {
  const { words } = walk;
  const person = await people.enrol();
  // In and out a dozen times: by forms alone, since this test doesn't read those screens.
  const elsewhere = new Client(server.origin);
  for (let count = 0; count < 12; count += 1) {
    await elsewhere.do("/api/sign_in", { identifier: person.userName, password: person.password });
    if (count === 0) await elsewhere.do("/api/verify_authenticator", { code: await person.app.code(), remember: "on" });
    await elsewhere.do("/api/sign_out");
  }
  await walk.signIn(person);
  await walk.open("/account/history");
  await expect(page.getByRole("main")).toContainText("32 entries in all");
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(25);
  await walk.link("Older entries").click();
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(7);
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
