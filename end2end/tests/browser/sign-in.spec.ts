import { languages } from "../../fixtures/languages.ts";
import { expect, test } from "../../fixtures/test.ts";

for (const { tag, locale } of languages) {
  test.describe(`in ${tag}`, () => {
    test.use({ language: tag, locale });

    test("signs in by user name and by email, and out", async ({ page, walk, people }) => {
      const { words } = walk;
      const person = await people.enrol(tag);
      await walk.signIn({ ...person, userName: person.userName.toUpperCase() });
      await expect(page.locator("html")).toHaveAttribute("lang", tag);
      await walk.press(words.signOut);
      await walk.at(words.signIn);
      await expect(page.getByRole("status")).toContainText(words.signedOut);

      await walk.fillSignIn(person.email, person.password);
      await walk.verify(person);
      await walk.at(words.account);
    });

    test("a refusal doesn't say why, and keeps what isn't secret", async ({ page, walk, people }) => {
      const { words } = walk;
      const person = await people.enrol(tag);
      await walk.open("/sign-in");
      for (const identifier of [person.userName, "nobody.at.all"]) {
        await walk.field(words.keepSignedIn).check();
        await walk.fillSignIn(identifier, "this is not the password");
        await expect(page.getByRole("alert")).toContainText(words.signInRefused);
        await expect(walk.field(words.identifier)).toHaveValue(identifier);
        await expect(walk.field(words.keepSignedIn)).toBeChecked();
      }
    });
  });
}

test("a refused sign-in offers the way back, and after the third time a passkey", async ({ page, walk }) => {
  const { words } = walk;
  await walk.open("/sign-in");
  const alert = page.getByRole("alert");
  for (const nth of [1, 2, 3]) {
    const answered = page.waitForResponse((response) => response.url().endsWith("/api/sign_in"));
    await walk.fillSignIn("nobody.at.all", `not the password, ${nth}`);
    await answered;
    await expect(alert).toContainText(words.signInRefused);
    await expect(alert.getByRole("link", { name: words.recover })).toBeVisible();
    await expect(alert.getByRole("button", { name: words.signInByPasskey })).toHaveCount(nth < 3 ? 0 : 1);
    await expect(walk.button(words.signInByPasskey)).toHaveCount(1);
  }
  await alert.getByRole("link", { name: words.recover }).click();
  await walk.at(words.recover);
});

test("fields that are empty or can't be right say so", async ({ walk }) => {
  const { words } = walk;
  await walk.open("/sign-in");
  await walk.press(words.signIn);
  await expect(walk.field(words.identifier)).toHaveAccessibleDescription(/Enter your user name or email address/);
  await expect(walk.field(words.identifier)).toHaveAttribute("aria-invalid", "true");
  await walk.fillSignIn("anna@", "x");
  await expect(walk.field(words.identifier)).toHaveAccessibleDescription(/isn't a complete email address/);
  await walk.fillSignIn("anna", "");
  await expect(walk.field(words.password)).toHaveAccessibleDescription(/Enter the password/);
});

test("the password can be shown (only with JavaScript: the button is script's)", async ({ walk }) => {
  const password = walk.field(walk.words.password);
  await walk.open("/sign-in");
  await password.fill("what I typed");
  await expect(password).toHaveAttribute("type", "password");
  await walk.press("Show password");
  await expect(password).toHaveAttribute("type", "text");
  await expect(password).toHaveValue("what I typed");
  await walk.press("Hide password");
  await expect(password).toHaveAttribute("type", "password");
});

test("a page that needs a session comes back after sign-in, a foreign one never", async ({ page, walk, people }) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.open("/account");
  await walk.at(words.signIn);
  await expect(page.getByRole("main")).toContainText("Sign in to continue");
  await walk.fillSignIn(person.userName, person.password);
  await walk.verify(person, true);
  await walk.at(words.account);
  await walk.press(words.signOut);
  await walk.at(words.signIn);

  for (const foreign of ["https://example.com/", "//example.com/", "/\\example.com"]) {
    await walk.open(`/sign-in?return_to=${encodeURIComponent(foreign)}`);
    await walk.fillSignIn(person.userName, person.password);
    await walk.at(words.account);
    await walk.press(words.signOut);
    await walk.at(words.signIn);
  }
});

test("a kept session lasts as long as the cookie says, another as long as the browser (S51)", async ({
  context,
  walk,
  people,
}) => {
  const { words } = walk;
  const person = await people.enrol();
  const session = async () => (await context.cookies()).find((cookie) => cookie.name === "__Host-regain-session");
  await walk.signIn(person);
  expect(await session()).toMatchObject({ expires: -1, httpOnly: true, secure: true, sameSite: "Strict", path: "/" });
  await walk.press(words.signOut);
  await walk.at(words.signIn);
  expect(await session()).toBeUndefined();

  await walk.field(words.keepSignedIn).check();
  await walk.fillSignIn(person.userName, person.password);
  await walk.verify(person);
  await walk.at(words.account);
  const lifetime = ((await session())?.expires ?? 0) - Date.now() / 1000;
  expect(lifetime).toBeGreaterThan(23 * 3600);
  expect(lifetime).toBeLessThanOrEqual(24 * 3600);
});

test("after sign-out nothing of the account is left to go back to", async ({ page, walk, people }) => {
  const person = await people.enrol();
  await walk.signIn(person);
  await walk.press(walk.words.signOut);
  await walk.at(walk.words.signIn);
  await page.goBack();
  await walk.at(walk.words.signIn);
  await expect(page.getByText(person.email)).toHaveCount(0);
});
