import { languages, wordsOf } from "../../fixtures/languages.ts";
import { expect, test } from "../../fixtures/test.ts";

test("the language menu changes the page in place, and the choice stays", async ({ page, walk }) => {
  await walk.open("/sign-in");
  // With script, the typed values stay, too.
  await walk.field(walk.words.identifier).fill("anna");
  await page.getByRole("navigation", { name: "Language" }).getByRole("link", { name: "繁體中文" }).click();
  const words = wordsOf("zh-Hant");
  await walk.at(words.signIn);
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hant");
  await expect(page).toHaveTitle(/^登入 · /);
  if (walk.script) await expect(walk.field(words.identifier)).toHaveValue("anna");
  // The page sends the choice while it is in use; wait for the effect of the answer.
  await expect.poll(async () => (await page.context().cookies()).map((cookie) => cookie.value)).toContain("zh-Hant");
  await walk.open("/recover");
  await walk.at(words.recover);
});

test("?lang= comes before what the browser prefers", async ({ page, walk }) => {
  for (const { tag } of languages) {
    await walk.open(`/sign-in?lang=${tag}`);
    await walk.at(wordsOf(tag).signIn);
    await expect(page.locator("html")).toHaveAttribute("lang", tag);
    await walk.open("/recover");
    await walk.at(wordsOf(tag).recover);
  }
});

test("the account remembers the language that was chosen in it, for its mails", async ({ page, walk, people }) => {
  const person = await people.enrol("en");
  await walk.signIn(person);
  await page.getByRole("navigation", { name: "Language" }).getByRole("link", { name: "简体中文" }).click();
  const words = wordsOf("zh-Hans");
  await walk.at(words.account);
  await expect.poll(async () => (await page.context().cookies()).map((cookie) => cookie.value)).toContain("zh-Hans");
  await walk.press(words.signOut);
  await walk.at(words.signIn);
});
