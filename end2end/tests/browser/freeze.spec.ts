import { languages } from "../../fixtures/languages.ts";
import { expect, test } from "../../fixtures/test.ts";

for (const { tag, locale } of languages) {
  test.describe(`in ${tag}`, () => {
    test.use({ language: tag, locale });

    test("\u201cThis wasn't me\u201d freezes, and the owner opens the account again (S30)", async ({
      page,
      walk,
      people,
      otherBrowser,
    }) => {
      const { words } = walk;
      const person = await people.enrol(tag);
      const elsewhere = await otherBrowser();
      await elsewhere.signIn(person);

      // The owner gets a notice about a sign-in on an unknown device.
      const letter = await people.mailbox.next(person.email, "/recover");
      await walk.open(walk.script ? (letter.freeze_link ?? "") : "/freeze");
      await walk.at(words.notMe);
      const code = page.locator("input[name=code]");
      if (walk.script) await expect(code).toHaveValue(letter.freeze_code ?? "");
      else await code.fill(letter.freeze_code ?? "");
      expect(new URL(page.url()).hash, "the code doesn't stay in the address").toBe("");
      await walk.press(words.freezeMine);
      await walk.at(words.frozen);

      await elsewhere.open("/account");
      await elsewhere.at(words.signIn);
      await elsewhere.fillSignIn(person.userName, person.password);
      // The password alone opens nothing.
      await elsewhere.at(words.oneMoreStep);

      await walk.startRecovery(person.email, "knowPassword");
      await walk.passSavedCode(person.savedCodes[4] ?? "");
      await walk.at(words.secondStep);
      await walk.passMail(person.email);
      await walk.at(words.keepPassword);
      await walk.field(words.password).fill(person.password);
      await walk.press(words.finish);
      await walk.at(words.openAgain);
      await walk.signIn(person);
    });
  });
}

test("the owner freezes the account from its page", async ({ page, walk, people }) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.signIn(person);
  await walk.link(words.freezeMine).click();
  await walk.at(words.freezeMine);
  await walk.press(words.freezeMine);
  await walk.at(words.signIn);
  await expect(page.getByRole("status")).toContainText("Your account is frozen");
  // A sign-in with a second step opens it again.
  await walk.fillSignIn(person.userName, person.password);
  await walk.verify(person);
  await walk.at(words.account);
});

test("a code that isn't whole, or isn't known, says so and stays", async ({ page, walk }) => {
  const { words } = walk;
  await walk.open("/freeze");
  const code = page.locator("input[name=code]");
  await code.fill("ABCD-EFGH");
  await walk.press(words.freezeMine);
  await expect(code).toHaveAttribute("aria-invalid", "true");
  await expect(code).toHaveValue("ABCD-EFGH");
  await code.fill("ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345");
  await walk.press(words.freezeMine);
  await expect(page.getByRole("main")).toContainText("We don't know this code");
});

test("who has lost every way back is told the truth", async ({ page, walk, people }) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.startRecovery(person.userName, "forgotPassword");
  await page.getByText(words.lostSummary).click();
  await walk.link(words.lost).click();
  await walk.at(words.lost);
  await expect(page.getByRole("main")).toContainText("can't be opened any more, by anybody");
  await expect(page.locator(".code-shown")).toHaveText(/\/recover$/);
});
