import type { Page } from "@playwright/test";
import { languages } from "../../fixtures/languages.ts";
import { expect, test } from "../../fixtures/test.ts";

for (const { tag, locale } of languages) {
  test.describe(`in ${tag}`, () => {
    test.use({ language: tag, locale });

    test("authenticator apps are added, renamed and removed after a fresh proof (S45)", async ({ page, walk, people }) => {
      const { words } = walk;
      const person = await people.enrol(tag);
      await walk.signIn(person);
      await walk.link(words.waysBack).click();
      await walk.at(words.waysBack);
      await expect(walk.button(words.rename)).toHaveCount(0);
      await walk.link(words.confirmFirst).click();
      await walk.confirm(person);
      await walk.at(words.waysBack);
      await walk.link(words.addApp).click();
      const tablet = await walk.setUpApp("Tablet");
      await expect(page.getByRole("status")).toContainText(words.appAdded);
      const [phone, added] = [page.getByRole("listitem").filter({ hasText: "Phone" }), page.getByRole("listitem").filter({ hasText: "Tablet" })];
      await added.getByLabel(words.name).fill("Old tablet");
      await added.getByRole("button", { name: words.rename }).click();
      await expect(page.getByRole("status")).toContainText(words.renamed);
      await phone.getByRole("button", { name: words.remove }).click();
      await expect(page.getByRole("status")).toContainText(words.removed);
      await expect(walk.button(words.remove)).toHaveCount(0);
      await walk.open("/account");
      await walk.press(words.signOut);
      await walk.at(words.signIn);
      await walk.signIn({ ...person, app: tablet });
    });

    test("a lost phone is replaced by two other proofs (S13)", async ({ walk, people }) => {
      const { words } = walk;
      const person = await people.enrol(tag);
      await walk.startRecovery(person.userName, "lostAuthenticator");
      await expect(walk.button(words.byApp)).toHaveCount(0);
      await walk.passBoth(person);
      const app = await walk.setUpApp("New phone");
      await walk.at(words.newAppIsSet);
      await walk.link(words.signIn).click();
      await walk.signIn({ ...person, app });
    });
  });
}

test("the other sessions end from one's own page", async ({ page, walk, people, otherBrowser }) => {
  const { words } = walk;
  const person = await people.enrol();
  const other = await otherBrowser();
  await other.signIn(person);
  await walk.signIn(person);
  await walk.link(words.devices).click();
  await walk.at(words.devices);
  await walk.press(words.endOthers);
  await expect(page.getByRole("status")).toContainText(words.othersEnded);
  await other.open("/account");
  await other.at(words.signIn);
});

test("a saved code is enough where the app isn't at hand, once", async ({ page, walk, people }) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.open("/sign-in");
  await walk.fillSignIn(person.userName, person.password);
  await walk.at(words.oneMoreStep);
  await walk.link(words.useSaved).click();
  await walk.field(words.savedCode).fill("ABCD-EFGH");
  await walk.press(words.signIn);
  await expect(walk.field(words.savedCode)).toHaveAccessibleDescription(/That isn't a complete code/);
  await walk.field(words.savedCode).fill((person.savedCodes[7] ?? "").toLowerCase().replaceAll("-", " "));
  await walk.press(words.signIn);
  await walk.at(words.account);
  await expect(page.getByRole("main")).toContainText(words.couldYou);
});

test("a second tab that was faster says so, and the page shows what there is (S17)", async ({ page, walk, people, otherTab }) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.signIn(person);
  await walk.open("/account/methods");
  await walk.link(words.confirmFirst).click();
  await walk.confirm(person);
  await walk.at(words.waysBack);
  await walk.link(words.addApp).click();
  await walk.setUpApp("Tablet");
  await walk.at(words.waysBack);
  const other = await otherTab();
  await other.open("/account/methods");
  const tablet = (tab: Page) => tab.getByRole("listitem").filter({ hasText: "Tablet" });
  await tablet(other.page).getByRole("button", { name: words.remove }).click();
  // That tab is only the faster one once it is gone here.
  await expect(tablet(other.page)).toHaveCount(0);
  await tablet(page).getByRole("button", { name: words.remove }).click();
  await expect(page.getByRole("alert")).toContainText("That is gone already");
  await expect(tablet(page)).toHaveCount(0);
});
