import type { Page } from "@playwright/test";
import { Authenticator, offerNothing } from "../../fixtures/authenticator.ts";
import { languages } from "../../fixtures/languages.ts";
import type { Person } from "../../fixtures/people.ts";
import { expect, test } from "../../fixtures/test.ts";
import type { Walk } from "../../fixtures/walk.ts";

// Browsers tie passkeys to host names, never to numbers.
test.use({ baseURL: async ({ server, people: _ }, use) => use(server.origin.replace("127.0.0.1", "localhost")) });

test.describe("(only with JavaScript: passkeys are asked for by script)", () => {
  for (const { tag, locale } of languages) {
    test.describe(`in ${tag}`, () => {
      test.use({ language: tag, locale });

      test("a passkey is added, and then signs in by the button alone", async ({ page, walk, people }) => {
        const { words } = walk;
        const person = await people.enrol(tag);
        await offerNothing(page);
        const authenticator = await Authenticator.on(page);
        await addPasskey(walk, person);
        expect(await authenticator.passkeys()).toBe(1);
        await signOut(walk);
        await walk.press(words.signInByPasskey);
        await walk.at(words.account);
      });

      test("a passkey that was cancelled says so, and nothing that was typed is lost", async ({ page, walk, people }) => {
        const { words } = walk;
        const person = await people.enrol(tag);
        await offerNothing(page);
        // The device has nobody's passkey.
        await Authenticator.on(page);
        await walk.open("/sign-in");
        await walk.field(words.identifier).fill(person.userName);
        await walk.press(words.signInByPasskey);
        await expect(page.getByRole("alert")).toContainText(words.passkeyCancelled);
        await expect(walk.field(words.identifier)).toHaveValue(person.userName);
        await walk.fillSignIn(person.userName, person.password);
        await walk.at(words.oneMoreStep);
      });
    });
  }

  test("the browser offers passkeys where the user name is filled in (S44)", async ({ page, walk, people }) => {
    const { words } = walk;
    const person = await people.enrol();
    const authenticator = await Authenticator.on(page);
    await addPasskey(walk, person);
    await expect(walk.page.locator("input[name=identifier]")).toHaveCount(0);
    await authenticator.userIsThere(false);
    await signOut(walk);
    await expect(walk.field(words.identifier)).toHaveAttribute("autocomplete", "username webauthn");
    await authenticator.userIsThere(true);
    await walk.open("/sign-in?return_to=/account/methods").catch(() => undefined);
    await walk.at(words.waysBack);
  });

  test("a new passkey is the second step, and confirms nothing yet (S110)", async ({ page, walk, people }) => {
    const { words } = walk;
    const person = await people.enrol();
    await offerNothing(page);
    await Authenticator.on(page);
    await addPasskey(walk, person);
    await signOut(walk);
    await walk.fillSignIn(person.userName, person.password);
    await walk.at(words.oneMoreStep);
    await walk.press(words.byPasskey);
    await walk.at(words.account);
    await walk.open("/account/methods");
    await walk.link(words.confirmFirst).click();
    await walk.at(words.confirmIt);
    await expect(walk.button(words.byPasskey)).toHaveCount(0);
  });

  test("an enrolment ends with a passkey (S20)", async ({ page, walk, people }) => {
    const { words } = walk;
    const invited = await people.invite();
    await offerNothing(page);
    await Authenticator.on(page);
    await walk.open("/invite");
    await walk.field(words.invitationCode).fill(invited.code);
    await walk.press(words.next);
    await walk.giveNames("Zoë", `zoe.${Date.now()}`);
    await walk.at(words.choosePassword);
    await walk.field(words.password).fill("the kettle sings at seven");
    await walk.press(words.next);
    const codes = await walk.savedCodes();
    await walk.leaveCodes();
    await walk.field(words.oneOfYours).fill(codes[0] ?? "");
    await walk.press(words.next);
    await walk.at(words.setUpApp);
    await walk.press(words.makePasskey);
    await walk.at(words.ready);
    await walk.link(words.signIn).click();
    await walk.press(words.signInByPasskey);
    await walk.at(words.account);
    // It counts from the beginning, so it confirms, and without the password.
    await walk.open("/account/methods");
    await walk.link(words.confirmFirst).click();
    await walk.at(words.confirmIt);
    await walk.press(words.byPasskey);
    await walk.at(words.waysBack);
    await expect(walk.button(words.newCodes)).toBeVisible();
  });

  test("in a recovery a new passkey doesn't count yet, and a foreign one never (S28)", async ({ page, walk, people }) => {
    const { words } = walk;
    const [person, other] = [await people.enrol(), await people.enrol()];
    await offerNothing(page);
    await Authenticator.on(page);
    await addPasskey(walk, person);
    await signOut(walk);
    for (const [who, said] of [
      [person, "added too recently"],
      [other, words.passkeyUnknown],
    ] as const) {
      await walk.startRecovery(who.userName, "forgotPassword");
      await walk.press(words.byPasskey);
      await walk.at(words.yourPasskey);
      await walk.press(words.byPasskey);
      await expect(page.getByRole("alert")).toContainText(said);
    }
  });

  test("what a device or a false page does wrong is refused, each with its own sentence (S42)", async ({ page, walk, people }) => {
    const { words } = walk;
    const person = await people.enrol();
    await offerNothing(page);
    const authenticator = await Authenticator.on(page);
    await addPasskey(walk, person);
    await signOut(walk);
    const says = async (sentence: string): Promise<void> => {
      await walk.press(words.signInByPasskey);
      await expect(page.getByRole("alert")).toContainText(sentence);
      await walk.open("/sign-in");
    };

    // The device doesn't verify its user: then the browser gives no passkey.
    await authenticator.recognises(false);
    await says(words.passkeyCancelled);
    await authenticator.recognises(true);

    // The test alters the browser's data on its way, as a false page would.
    await bend(page, (data) => ({ ...data, origin: "http://localhost.example.net" }));
    await says("The passkey's answer isn't valid here");
    await bend(page, (data) => ({ ...data, challenge: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }));
    await says("The passkey's answer isn't valid here");
    await page.unroute("**/api/sign_in_with_passkey");

    // A repeated answer.
    let seen: string | undefined;
    await page.route("**/api/sign_in_with_passkey", async (route) => {
      seen ??= route.request().postData() ?? "";
      await route.continue({ postData: seen });
    });
    await walk.press(words.signInByPasskey);
    await walk.at(words.account);
    await signOut(walk);
    await says("That took longer than five minutes, or was answered before.");
    await page.unroute("**/api/sign_in_with_passkey");

    // A copy of the device, with an older counter.
    await walk.press(words.signInByPasskey);
    await walk.at(words.account);
    await signOut(walk);
    await authenticator.rewind(1);
    await says("This passkey looks like an older copy of itself");
    await expect.poll(() => people.mailbox.to(person.email).then((mails) => mails.map((mail) => mail.subject))).toContain("A passkey was refused");
  });
});

test("without JavaScript the page says what a passkey takes, and the rest works (only without JavaScript)", async ({ page, walk, people }) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.open("/sign-in");
  await walk.press(words.signInByPasskey);
  await expect(page.getByRole("alert")).toContainText(words.passkeyMissing);
  await walk.signIn(person);
});

async function addPasskey(walk: Walk, person: Person): Promise<void> {
  const { words, page } = walk;
  await walk.signIn(person);
  await walk.open("/account/methods");
  await walk.link(words.confirmFirst).click();
  await walk.confirm(person);
  await walk.at(words.waysBack);
  await walk.link(words.addPasskey).click();
  await walk.at(words.makePasskey);
  await walk.field(words.passkeyName).fill("Laptop");
  await walk.press(words.makePasskey);
  await expect(page.getByRole("status")).toContainText(words.passkeyAdded);
}

async function signOut(walk: Walk): Promise<void> {
  await walk.open("/account");
  await walk.press(walk.words.signOut);
  await walk.at(walk.words.signIn);
}

/** Changes the browser's signed data about the page, on its way to the server. */
async function bend(page: Page, change: (data: Record<string, unknown>) => Record<string, unknown>): Promise<void> {
  await page.unroute("**/api/sign_in_with_passkey");
  await page.route("**/api/sign_in_with_passkey", async (route) => {
    const fields = new URLSearchParams(route.request().postData() ?? "");
    const credential = JSON.parse(fields.get("credential") ?? "{}");
    const data = JSON.parse(Buffer.from(credential.response.clientDataJSON, "base64url").toString());
    credential.response.clientDataJSON = Buffer.from(JSON.stringify(change(data))).toString("base64url");
    fields.set("credential", JSON.stringify(credential));
    await route.continue({ postData: fields.toString() });
  });
}
