import { expect, test } from "../../fixtures/test.ts";

// The attributes that password managers and phones go by (S38).
test("every field says what fills it", async ({ page, walk, people }) => {
  const { words } = walk;
  const person = await people.enrol();
  const expectFills = async (label: string, value: string) => {
    await expect(walk.field(label)).toHaveAttribute("autocomplete", value);
  };
  await walk.open("/sign-in");
  // The browser offers passkeys in the same place.
  await expectFills(words.identifier, "username webauthn");
  await expectFills(words.password, "current-password");
  await walk.startRecovery(person.userName, "forgotPassword");
  await walk.press(words.byMail);
  await expectFills(words.code, "one-time-code");
  await walk.press("Choose another way");
  await walk.press(words.bySavedCode);
  await expectFills(words.savedCode, "off");
  await walk.press("Choose another way");
  await walk.passBoth(person);
  await walk.at(words.chooseNew);
  await expectFills(words.newPassword, "new-password");
  await walk.press("Keep my password instead");
  await walk.at(words.keepPassword);
  await expectFills(words.password, "current-password");

  await walk.signIn(person);
  await walk.link(words.confirmPassword).click();
  await walk.confirm(person);
  await walk.at(words.account);
  await expectFills("Current password", "current-password");
  await expectFills(words.newPassword, "new-password");
  await expect(page.locator("input[autocomplete=username]")).toHaveValue(person.userName);

  await walk.openInvitation(await people.invite());
  await expectFills(words.yourName, "name");
  await expectFills(words.userName, "username");
  await walk.giveNames("Zoë", `zoe.${Date.now()}`);
  await walk.at(words.choosePassword);
  await expectFills(words.password, "new-password");
  await expect(page.locator("input[autocomplete=username]")).toHaveCount(1);
});

test("passwords can be pasted, and nothing limits their length below the rules", async ({ page, walk, people }) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.open("/sign-in");
  for (const label of [words.identifier, words.password]) {
    await expect(walk.field(label)).not.toHaveAttribute("maxlength");
    await expect(walk.field(label)).not.toHaveAttribute("onpaste");
  }
  await walk.field(words.identifier).fill(person.userName);
  await walk.field(words.password).focus();
  await page.keyboard.insertText(person.password);
  await page.keyboard.press("Enter");
  await walk.at(words.oneMoreStep);
  await walk.field(words.appCode).focus();
  const code = await person.app.code();
  await page.keyboard.insertText(` ${code.slice(0, 3)} ${code.slice(3)} `);
  await page.keyboard.press("Enter");
  await walk.at(words.account);
});
