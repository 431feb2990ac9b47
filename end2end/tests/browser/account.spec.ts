import { goodPassword } from "../../fixtures/people.ts";
import { expect, test } from "../../fixtures/test.ts";

test("the account says whose it is", async ({ page, walk, people }) => {
  const person = await people.enrol();
  await walk.signIn(person);
  const main = page.getByRole("main");
  for (const text of [`Hello, ${person.name}.`, person.userName, person.email, "10 of 10"]) {
    await expect(main).toContainText(text);
  }
});

test("a changed password ends every other session and keeps this one", async ({ page, walk, people, otherBrowser }) => {
  const { words } = walk;
  const person = await people.enrol();
  const other = await otherBrowser();
  await other.signIn(person);
  await walk.signIn(person);
  // First a fresh proof, as before every change.
  await walk.link(words.confirmPassword).click();
  await walk.confirm(person);
  await walk.at(words.account);

  const password = goodPassword();
  await walk.field("Current password").fill(person.password);
  await walk.field(words.newPassword).fill(password);
  await walk.press("Change password");
  await expect(page.getByRole("status")).toContainText("Your password is changed");
  await walk.open("/account");
  await walk.at(words.account);

  await other.open("/account");
  await other.at(words.signIn);
  await other.fillSignIn(person.userName, person.password);
  await expect(other.page.getByRole("alert")).toContainText(words.signInRefused);
  await other.fillSignIn(person.userName, password);
  await other.verifyBySavedCode(person.savedCodes[3] ?? "");
  await other.at(words.account);
  await people.mailbox.next(person.email, "/recover");
});

test("a change that is refused says which field is wrong", async ({ walk, people }) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.signIn(person);
  await walk.link(words.confirmPassword).click();
  await walk.confirm(person);
  await walk.at(words.account);
  const [current, fresh] = [walk.field("Current password"), walk.field(words.newPassword)];
  const change = async (old: string, next: string) => {
    await current.fill(old);
    await fresh.fill(next);
    await walk.press("Change password");
  };
  await change("", goodPassword());
  await expect(current).toHaveAccessibleDescription(/Enter your current password/);
  await change("not the current password", goodPassword());
  await expect(current).toHaveAccessibleDescription(/isn't your current password/);
  await change(person.password, "short");
  await expect(fresh).toHaveAccessibleDescription(/too short/);
  await change(person.password, person.password);
  await expect(fresh).toHaveAccessibleDescription(/the password you already have/);
});

test("a session that ended elsewhere leads to sign-in and says so", async ({ page, walk, people, otherTab }) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.signIn(person);
  await walk.link(words.confirmPassword).click();
  await walk.confirm(person);
  await walk.at(words.account);
  const other = await otherTab();
  await other.open("/account");
  await other.press(words.signOut);
  await other.at(words.signIn);
  await walk.field("Current password").fill(person.password);
  await walk.field(words.newPassword).fill(goodPassword());
  await walk.press("Change password");
  await walk.at(words.signIn);
  await expect(page.getByRole("main")).toContainText("You were signed out");
});
