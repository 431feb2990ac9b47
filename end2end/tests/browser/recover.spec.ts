import { languages } from "../../fixtures/languages.ts";
import { goodPassword } from "../../fixtures/people.ts";
import { expect, test } from "../../fixtures/test.ts";

for (const { tag, locale } of languages) {
  test.describe(`in ${tag}`, () => {
    test.use({ language: tag, locale });

    test("a forgotten password ends with a new one", async ({ page, walk, people, otherBrowser }) => {
      const { words } = walk;
      const person = await people.enrol(tag);
      const elsewhere = await otherBrowser();
      await elsewhere.signIn(person);

      await walk.startRecovery(person.userName, "forgotPassword");
      await walk.passBoth(person);
      await walk.at(words.chooseNew);
      const password = goodPassword();
      await walk.field(words.newPassword).fill(password);
      await walk.press(words.finish);
      await walk.at(words.newIsSet);
      await expect(page.locator("html")).toHaveAttribute("lang", tag);

      // It never signs in, and it ends every session (S29).
      await elsewhere.open("/account");
      await elsewhere.at(words.signIn);
      await walk.link(words.signIn).click();
      await walk.at(words.signIn);
      await walk.fillSignIn(person.userName, person.password);
      await expect(page.getByRole("alert")).toContainText(words.signInRefused);
      await walk.fillSignIn(person.userName, password);
      await walk.verify(person);
      await walk.at(words.account);

      const letters = await people.mailbox.to(person.email);
      expect(letters.slice(0, 3).map((letter) => letter.language)).toEqual([tag, tag, tag]);
    });

    // A test with a stopped clock proves that every delay ends with it:
    // crates/server/tests/http/recovery/end.
    test("a password that is known stays", async ({ walk, people }) => {
      const person = await people.enrol(tag);
      const { words } = walk;
      await walk.startRecovery(person.email, "knowPassword");
      await walk.passSavedCode(person.savedCodes[4] ?? "");
      await walk.at(words.secondStep);
      await walk.passMail(person.email);
      await walk.at(words.keepPassword);
      await walk.field(words.password).fill(person.password);
      await walk.press(words.finish);
      await walk.at(words.openAgain);

      await walk.link(words.signIn).click();
      await walk.at(words.signIn);
      await walk.fillSignIn(person.userName, person.password);
      await walk.verify(person);
      await walk.at(words.account);
    });

    test("a forgotten user name is mailed", async ({ walk, people }) => {
      const { words } = walk;
      const person = await people.enrol(tag);
      await walk.startRecovery(person.email, "forgotUserName");
      const mail = await people.mailbox.next(person.email, "/sign-in").then(async (mail) =>
        // The enrolment's notice leads to the sign-in page, too.
        mail.text.includes(person.userName) ? mail : people.mailbox.next(person.email, "/sign-in"),
      );
      expect(mail.text).toContain(person.userName);
      expect(mail.language).toBe(tag);
      await walk.link(words.signIn).click();
      await walk.at(words.signIn);
      await walk.fillSignIn(person.userName, person.password);
      await walk.verify(person);
      await walk.at(words.account);
    });
  });
}

test("nobody's recovery looks like anybody's, as far as a stranger gets (S2)", async ({ walk, people }) => {
  const { words } = walk;
  const person = await people.enrol();
  const seen: string[] = [];
  for (const identifier of [person.email, "nobody@example.org"]) {
    await walk.startRecovery(identifier, "forgotPassword");
    let text = await walk.text();
    await walk.press(words.byMail);
    await expect(walk.field(words.code)).toBeVisible();
    text += await walk.text();
    await walk.field(words.code).fill("ABCD-EFGH");
    await walk.press(words.next);
    await expect(walk.field(words.code)).toHaveAccessibleDescription(/isn't right/);
    text += await walk.text();
    await walk.press("Choose another way");
    await walk.press(words.bySavedCode);
    await walk.field(words.savedCode).fill("ABCD-EFGH-JKMN-PQRS-TVWX");
    await walk.press(words.next);
    await expect(walk.field(words.savedCode)).toHaveAccessibleDescription(/isn't right/);
    text += await walk.text();
    seen.push(text);
    await walk.press("Stop and start again");
    await walk.at(words.recover);
  }
  expect(seen[1]).toBe(seen[0]);
  expect(await people.mailbox.to("nobody@example.org")).toEqual([]);
});

test("what is missing is asked for, and what was given stays", async ({ page, walk }) => {
  const { words } = walk;
  await walk.open("/recover");
  await walk.press(words.next);
  await expect(walk.field(words.identifier)).toHaveAccessibleDescription(/Enter your user name or email/);
  await walk.field(words.identifier).fill("anna");
  await walk.press(words.next);
  await expect(page.getByRole("group")).toContainText("Choose what the trouble is");
  await expect(walk.field(words.identifier)).toHaveValue("anna");
});

test("a forgotten user name asks for the address, and says so before anything is sent (only with JavaScript)", async ({ page, walk }) => {
  const { words } = walk;
  await walk.open("/recover");
  await walk.field(words.identifier).fill("anna");
  await page.getByRole("radio", { name: words.forgotUserName }).check();
  const address = walk.field("Email address");
  await expect(address).toHaveAccessibleDescription(/That is a user name/);
  await walk.press(words.next);
  await expect(address).toHaveAccessibleDescription(/That is a user name/);
  await expect(address).toHaveValue("anna");
  await page.getByRole("radio", { name: words.forgotPassword }).check();
  await expect(walk.field(words.identifier)).not.toHaveAttribute("aria-invalid", "true");
  await walk.press(words.next);
  await walk.at(words.firstStep);
});

test("what is chosen while an answer is on its way stays, and the answer is over (only with JavaScript)", async ({ page, walk }) => {
  const { words } = walk;
  await walk.open("/recover");
  await walk.field(words.identifier).fill("anna");
  await page.getByRole("radio", { name: words.forgotUserName }).check();
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/api/start_recovery", async (route) => {
    await held;
    await route.continue();
  });
  const answered = page.waitForResponse(/start_recovery/);
  await walk.press(words.next);
  await page.getByRole("radio", { name: words.forgotPassword }).check();
  release();
  await (await answered).finished();
  await expect(walk.button(words.next)).toBeEnabled();
  await page.unroute("**/api/start_recovery");
  await expect(walk.field(words.identifier)).toHaveValue("anna");
  await expect(page.getByRole("radio", { name: words.forgotPassword })).toBeChecked();
  await walk.press(words.next);
  await walk.at(words.firstStep);
});

test("a forgotten user name can't be had by naming it (only without JavaScript)", async ({ page, walk }) => {
  const { words } = walk;
  await walk.open("/recover");
  await walk.field(words.identifier).fill("anna");
  await page.getByRole("radio", { name: words.forgotUserName }).check();
  await walk.press(words.next);
  await expect(walk.field(words.identifier)).toHaveAccessibleDescription(/That is a user name/);
  await expect(walk.field(words.identifier)).toHaveValue("anna");
});

test("a refused password doesn't use up the proofs", async ({ walk, people }) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.startRecovery(person.userName, "forgotPassword");
  await walk.passBoth(person);
  await walk.at(words.chooseNew);
  for (const [password, reason] of [
    ["", /Enter the password/],
    ["short", /too short/],
    [person.email, /a name that others know|too short/],
    [person.password, /the password you already have/],
  ] as const) {
    await walk.field(words.newPassword).fill(password);
    await walk.press(words.finish);
    await expect(walk.field(words.newPassword)).toHaveAccessibleDescription(reason);
  }
  await walk.field(words.newPassword).fill(goodPassword());
  await walk.press(words.finish);
  await walk.at(words.newIsSet);
});

test("a person may change their mind about keeping the password", async ({ walk, people }) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.startRecovery(person.userName, "knowPassword");
  await walk.passBoth(person);
  await walk.at(words.keepPassword);
  await walk.field(words.password).fill("what it was long ago");
  await walk.press(words.finish);
  await expect(walk.field(words.password)).toHaveAccessibleDescription(/isn't your current password/);
  await walk.press("Choose a new password instead");
  await walk.at(words.chooseNew);
  await walk.press("Keep my password instead");
  await walk.at(words.keepPassword);
  await walk.press("Choose a new password instead");
  await walk.at(words.chooseNew);
  await walk.field(words.newPassword).fill(goodPassword());
  await walk.press(words.finish);
  await walk.at(words.newIsSet);
});

test("steps can't be skipped by their addresses (S11)", async ({ walk, people }) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.startRecovery(person.userName, "forgotPassword");
  for (const address of ["/recover/password", "/recover/done"]) {
    await walk.open(address);
    await walk.at(words.firstStep);
  }
  await walk.passMail(person.email);
  await walk.at(words.secondStep);
  await walk.open("/recover/password");
  await walk.at(words.secondStep);
});

test("where nothing was started, and where it was stopped, the screen leads on", async ({ walk, otherTab }) => {
  const { words } = walk;
  for (const address of ["/recover/verify", "/recover/password", "/recover/done"]) {
    await walk.open(address);
    await walk.at("Nothing has been started in this browser");
  }
  await walk.link("Start again").click();
  await walk.at(words.recover);

  await walk.startRecovery("nobody.at.all", "forgotPassword");
  const second = await otherTab();
  await second.open("/recover/verify");
  await second.press("Stop and start again");
  await second.at(words.recover);
  await walk.press(words.byMail);
  await walk.at("This was stopped");
  await walk.link("Start again").click();
  await walk.at(words.recover);
});

test("somebody who has lost everything is told plainly", async ({ page, walk }) => {
  await walk.startRecovery("nobody.at.all", "forgotPassword");
  await page.getByText("I can't use what is offered here").click();
  await expect(page.getByText("Nobody can open your account for you")).toBeVisible();
});
