import { languages } from "../../fixtures/languages.ts";
import { unique } from "../../fixtures/people.ts";
import { expect, test } from "../../fixtures/test.ts";

for (const { tag, locale } of languages) {
  test.describe(`in ${tag}`, () => {
    test.use({ language: tag, locale });

    test("a second address is added with its code, signs in, and is removed (S28, S71)", async ({
      page,
      walk,
      people,
      otherBrowser,
    }) => {
      const { words } = walk;
      const person = await people.enrol(tag);
      const second = `second-${unique()}@example.org`;
      await walk.signIn(person);
      await walk.open("/account/methods");
      await expect(walk.link(words.addAddress)).toHaveCount(0);
      await walk.link(words.confirmFirst).click();
      await walk.confirm(person);
      await walk.at(words.waysBack);
      await walk.link(words.addAddress).click();
      await walk.at(words.addAddress);
      await walk.field(words.newAddress).fill("not-an-address");
      await walk.press(words.emailCode);
      await expect(walk.field(words.newAddress)).toHaveAttribute("aria-invalid", "true");
      await expect(walk.field(words.newAddress)).toHaveValue("not-an-address");
      await walk.field(words.newAddress).fill(second);
      await walk.press(words.emailCode);
      await walk.at(words.enterCode);
      await expect(page.getByRole("status")).toContainText(words.addressSent);
      const code = await people.mailbox.addressCode(second);
      await walk.field(words.addressCode).fill("ABCD-EFGH");
      await walk.press(words.confirmAddress);
      await expect(walk.field(words.addressCode)).toHaveAttribute("aria-invalid", "true");
      await walk.field(words.addressCode).fill(code.toLowerCase().replaceAll("-", " "));
      await walk.press(words.confirmAddress);
      await walk.at(words.waysBack);
      await expect(page.getByRole("status")).toContainText(words.addressAdded);
      const added = page.getByRole("listitem").filter({ hasText: second });
      await expect(added).toContainText(words.countsFrom);

      const elsewhere = await otherBrowser();
      await elsewhere.open("/sign-in");
      await elsewhere.fillSignIn(second, person.password);
      await elsewhere.at(words.oneMoreStep);
      await walk.press(words.removeAddress);
      await expect(page.getByRole("status")).toContainText(words.addressRemoved);
      await expect(page.getByRole("listitem").filter({ hasText: second })).toHaveCount(0);
    });

    test("an address that somebody changed puts itself back (S28)", async ({ page, walk, people, otherBrowser }) => {
      const { words } = walk;
      const person = await people.enrol(tag);
      const thief = await otherBrowser();
      const theirs = `thief-${unique()}@example.org`;
      await thief.signIn(person);
      await thief.open("/account/methods");
      await thief.link(words.confirmFirst).click();
      await thief.confirm(person);
      await thief.at(words.waysBack);
      await thief.press(words.changeAddress);
      await thief.at(words.changeYours);
      await thief.field(words.newAddress).fill(theirs);
      await thief.press(words.emailCode);
      await thief.at(words.enterCode);
      await thief.field(words.addressCode).fill(await people.mailbox.addressCode(theirs));
      await thief.press(words.confirmAddress);
      await thief.at(words.waysBack);

      const letter = await people.mailbox.next(person.email, "/object");
      await walk.open(walk.script ? letter.link : "/object");
      await walk.at(words.putBack);
      const code = page.locator("input[name=code]");
      if (walk.script) await expect(code).toHaveValue(letter.code ?? "");
      else await code.fill(letter.code ?? "");
      expect(new URL(page.url()).hash, "the code doesn't stay in the address").toBe("");
      await walk.press(words.putThisBack);
      await walk.at(words.isBack);

      await thief.open("/account");
      await thief.at(words.signIn);
      // Frozen: the owner opens it by signing in with a second step.
      await walk.open("/sign-in");
      await walk.fillSignIn(person.userName, person.password);
      await walk.verifyBySavedCode(person.savedCodes[6] ?? "");
      await walk.at(words.account);
      await walk.open("/account/methods");
      await expect(page.getByRole("main")).toContainText(person.email);
      await expect(page.getByRole("main")).not.toContainText(theirs);
    });
  });
}

test("an address of somebody else looks like success, and they hear of it (S6)", async ({ page, walk, people }) => {
  const { words } = walk;
  const [person, other] = [await people.enrol(), await people.enrol()];
  await walk.signIn(person);
  await walk.open("/account/methods");
  await walk.link(words.confirmFirst).click();
  await walk.confirm(person);
  await walk.at(words.waysBack);
  await walk.link(words.addAddress).click();
  await walk.field(words.newAddress).fill(other.email);
  await walk.press(words.emailCode);
  await walk.at(words.enterCode);
  await expect(page.getByRole("status")).toContainText(words.addressSent);
  await expect.poll(async () => (await people.mailbox.to(other.email))[0]?.subject).toBe("Someone asked for your address");
  await walk.press(words.stopAddress);
  await walk.at(words.waysBack);
});

test("a code of an objection that isn't whole, or isn't known, says so and stays", async ({ page, walk }) => {
  const { words } = walk;
  await walk.open("/object");
  const code = page.locator("input[name=code]");
  await code.fill("ABCD-EFGH");
  await walk.press(words.putThisBack);
  await expect(code).toHaveAttribute("aria-invalid", "true");
  await expect(code).toHaveValue("ABCD-EFGH");
  await code.fill("ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345");
  await walk.press(words.putThisBack);
  await expect(page.getByRole("main")).toContainText("We don't know this code");
});
