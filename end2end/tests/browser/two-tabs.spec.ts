import { expect, test } from "../../fixtures/test.ts";

test("a recovery's older tab is told of the newer one, and does nothing to it", async ({ walk, people, otherTab }) => {
  const { words } = walk;
  const [first, second] = [await people.enrol(), await people.enrol()];
  await walk.startRecovery(first.userName, "forgotPassword");
  await walk.press(words.bySavedCode);
  await expect(walk.field(words.savedCode)).toBeVisible();

  const newer = await otherTab();
  await newer.startRecovery(second.userName, "forgotPassword");
  await newer.press(words.bySavedCode);
  await expect(newer.field(words.savedCode)).toBeVisible();

  await walk.field(words.savedCode).fill(first.savedCodes[0] ?? "");
  await walk.press(words.next);
  await walk.at("You started again in another tab");
  await expect(walk.page.getByRole("main")).toContainText("no try was counted");
  // No try of the newer one counted, so the page doesn't say how many are left.
  await newer.page.reload();
  await expect(newer.field(words.savedCode)).toBeVisible();
  await expect(newer.page.getByRole("main")).not.toContainText("left");

  await walk.link("Go on with that one").click();
  await expect(walk.field(words.savedCode)).toBeVisible();
  await walk.field(words.savedCode).fill(second.savedCodes[0] ?? "");
  await walk.press(words.next);
  await walk.at(words.secondStep);
});

test("a tab that waits doesn't follow another recovery (only with JavaScript: without it no page moves by itself)", async ({
  walk,
  people,
  otherTab,
}) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.startRecovery(person.userName, "forgotPassword");
  await walk.press(words.byMail);
  await expect(walk.field(words.code)).toBeVisible();
  const newer = await otherTab();
  await newer.startRecovery(person.userName, "knowPassword");
  await walk.at("You started again in another tab");
  await walk.link("Start again here").click();
  await walk.at(words.recover);
  await expect(walk.link("Go on where you were")).toBeVisible();
});

test("a sign-in's older tab is told of the newer one", async ({ walk, people, otherTab }) => {
  const { words } = walk;
  const [first, second] = [await people.enrol(), await people.enrol()];
  await walk.open("/sign-in");
  await walk.fillSignIn(first.userName, first.password);
  await walk.at(words.oneMoreStep);
  const newer = await otherTab();
  await newer.open("/sign-in");
  await newer.fillSignIn(second.userName, second.password);
  await newer.at(words.oneMoreStep);

  await walk.field(words.appCode).fill("123456");
  await walk.press(words.signIn);
  await walk.at("You signed in again in another tab");
  await walk.link("Go on with that one").click();
  await walk.verify(second);
  await walk.at(words.account);
});

test("an account's page of somebody else does nothing to who is signed in now", async ({ walk, people, otherTab }) => {
  const { words } = walk;
  const [first, second] = [await people.enrol(), await people.enrol()];
  await walk.signIn(first);
  const newer = await otherTab();
  await newer.signIn(second);

  await walk.press(words.signOut);
  await walk.at("Somebody else is signed in in this browser now");
  await newer.open("/account");
  await newer.at(words.account);
  await walk.link("Go to that person's account").click();
  await walk.at(words.account);
  await walk.press(words.signOut);
  await walk.at(words.signIn);
});

test("an invitation's older tab is told of the newer one (only with JavaScript: without it the first has to be left before)", async ({
  walk,
  people,
  otherTab,
}) => {
  const [first, second] = [await people.invite(), await people.invite()];
  await walk.openInvitation(first);
  const newer = await otherTab();
  await newer.openInvitation(second);
  await walk.giveNames("Nobody", "nobody-of-these");
  await walk.at("Another invitation was opened in this browser");
  await walk.link("Go on with that one").click();
  await walk.at(walk.words.whoAreYou);
  await expect(walk.page.getByRole("main")).toContainText(second.email);
});

test("Back leads from a way to the list of ways (only with JavaScript: without it a button does)", async ({ walk, people }) => {
  const { words, page } = walk;
  const person = await people.enrol();
  await walk.startRecovery(person.userName, "forgotPassword");
  await walk.press(words.bySavedCode);
  await expect(walk.field(words.savedCode)).toBeVisible();
  await page.goBack();
  await expect(walk.button(words.byMail)).toBeVisible();
  await walk.press(words.byMail);
  await expect(walk.field(words.code)).toBeVisible();
  await page.goBack();
  await expect(walk.button(words.bySavedCode)).toBeVisible();
  await page.goForward();
  await expect(walk.field(words.code)).toBeVisible();
  await page.goBack();
  await page.goBack();
  await walk.at(words.recover);
  await walk.link("Go on where you were").click();
  await expect(walk.field(words.code)).toBeVisible();
});
