import { languages } from "../../fixtures/languages.ts";
import { unique } from "../../fixtures/people.ts";
import { expect, test } from "../../fixtures/test.ts";

for (const { tag, locale } of languages) {
  test.describe(`in ${tag}`, () => {
    test.use({ language: tag, locale });

    test("a recovery contact is chosen, agrees, steps back and is removed (S27, S45)", async ({ page, walk, people, otherBrowser }) => {
      const { words } = walk;
      const person = await people.enrol(tag);
      await walk.signIn(person);
      await walk.link(words.waysBack).click();
      await walk.at(words.waysBack);
      await walk.link(words.yourContacts).click();
      await walk.at(words.contacts);
      await expect(walk.button(words.askThem)).toHaveCount(0);
      await walk.link(words.confirmFirst).click();
      await walk.confirm(person);
      await walk.at(words.contacts);

      // One's own address can't be a contact, and the typed values stay.
      await walk.field(words.contactName).fill("Cleo");
      await walk.field(words.contactAddress).fill(person.email);
      await walk.press(words.askThem);
      await expect(walk.field(words.contactAddress)).toHaveAttribute("aria-invalid", "true");
      await expect(walk.field(words.contactName)).toHaveValue("Cleo");
      const address = `cleo-${unique()}@example.net`;
      await walk.field(words.contactAddress).fill(address);
      await walk.press(words.askThem);
      await expect(page.getByRole("status")).toContainText(words.contactAsked);
      const asked = page.getByRole("listitem").filter({ hasText: "Cleo" });
      await expect(asked.getByRole("button", { name: words.askAgain })).toBeVisible();

      // The contact has no account. The link's code is in the field, and no longer in the address.
      const mail = await people.mailbox.next(address, "/contact");
      expect(mail.language).toBe(tag);
      const contact = await otherBrowser();
      await contact.open(contact.script ? mail.link : "/contact");
      await contact.at(words.beContact);
      if (contact.script) {
        await expect(contact.field(words.codeFromMail)).toHaveValue(mail.code ?? "");
        expect(contact.page.url()).not.toContain("#");
      } else {
        await contact.field(words.codeFromMail).fill(mail.code ?? "");
      }
      await contact.press(words.next);
      await contact.press(words.accept);
      await contact.at(words.thanks);

      await contact.open("/contact");
      await contact.field(words.codeFromMail).fill(mail.code ?? "");
      await contact.press(words.next);
      await contact.press(words.stepBack);
      await contact.at(words.settled);

      await walk.open("/account/methods/contacts");
      const declined = page.getByRole("listitem").filter({ hasText: "Cleo" });
      await expect(declined.getByRole("button", { name: words.askAgain })).toHaveCount(0);
      await declined.getByRole("button", { name: words.remove }).click();
      await expect(page.getByRole("status")).toContainText(words.contactRemoved);
    });

    test("asking contacts looks the same with one, without any, and for nobody, and leads on in another way (S2)", async ({ page, walk, people }) => {
      const { words } = walk;
      const one = await people.enrol(tag);
      await people.agreedContact(one, tag);
      const none = await people.enrol(tag);
      const seen: string[][] = [];
      for (const identifier of [one.userName, none.userName, `nobody.${unique()}`]) {
        await walk.startRecovery(identifier, "forgotPassword");
        const screens = [await walk.text()];
        await walk.press(words.byContact);
        await expect(walk.field(words.contactCode)).toBeVisible();
        screens.push(await walk.text());
        await walk.field(words.contactCode).fill("abcd");
        await walk.press(words.next);
        await expect(walk.field(words.contactCode)).toHaveAttribute("aria-invalid", "true");
        screens.push(await walk.text());
        await walk.field(words.contactCode).fill("abcd efgh");
        await walk.press(words.next);
        await expect(page.getByText(words.fourTriesLeft)).toBeVisible();
        await expect(walk.field(words.contactCode)).toHaveAttribute("aria-invalid", "true");
        screens.push(await walk.text());
        await walk.open("/recover/verify");
        await expect(walk.field(words.contactCode)).toBeVisible();
        screens.push(await walk.text());
        await walk.press(words.otherWay);
        await expect(walk.button(words.byMail)).toBeVisible();
        screens.push(await walk.text());
        await walk.press(words.byMail);
        await expect(walk.field(words.code)).toBeVisible();
        screens.push(await walk.text());
        seen.push(screens);
        await walk.press(words.stopAndStart);
        await walk.at(words.recover);
      }
      expect(seen[1]).toEqual(seen[0]);
      expect(seen[2]).toEqual(seen[0]);
    });
  });
}
