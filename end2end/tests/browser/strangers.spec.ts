import type { Page } from "@playwright/test";
import { isTakenOver, MEDDLING, type Meddling, meddle, type When } from "../../fixtures/meddling.ts";
import { goodPassword, type Person } from "../../fixtures/people.ts";
import { expect, test } from "../../fixtures/test.ts";
import { Walk } from "../../fixtures/walk.ts";

/**
 * From the sign-in screen through a recovery by two proofs to the account, whether script has taken
 * over or not.
 */
async function backIn(walk: Walk, person: Person): Promise<void> {
  const { page, words } = walk;
  await page.goto("/sign-in");
  await walk.fillSignIn(person.userName, "not this one, I think");
  await expect(page.getByRole("alert")).toContainText(words.signInRefused);
  await walk.link(words.noAccess).click();
  await walk.at(words.recover);
  await walk.field(words.identifier).fill(person.userName);
  await page.getByRole("radio", { name: words.forgotPassword }).check();
  await walk.press(words.next);
  await walk.at(words.firstStep);
  await walk.passBoth(person);
  await walk.at(words.chooseNew);
  const password = goodPassword();
  await walk.field(words.newPassword).fill(password);
  await walk.press(words.finish);
  await walk.at(words.newIsSet);
  await walk.link(words.signIn).click();
  await walk.at(words.signIn);
  await walk.fillSignIn(person.userName, password);
  await walk.verify(person);
  await walk.at(words.account);
}

test.describe("what isn't ours in a page is in nobody's way (only with JavaScript: without it, pages are taken over by nobody)", () => {
  const cases: [Meddling, When][] = MEDDLING.flatMap((what) => [
    [what, "when it is there"] as [Meddling, When],
    ...(["an element after each field", "an element around each field", "no comments"].includes(what)
      ? [[what, "while the page arrives"] as [Meddling, When]]
      : []),
    ...(["an element before each field", "an element around each field", "texts in elements of a translator", "a field in each form"].includes(what)
      ? [[what, "when script has taken over"] as [Meddling, When]]
      : []),
  ]);
  for (const [what, when] of cases) {
    test(`${what}, ${when}`, async ({ context, page, walk, watch, people }) => {
      const person = await people.enrol();
      await meddle(context, what, when);
      watch.allowAnyLoads(page);
      // Removes the places that script goes by, again and again: script gives up, and the browser
      // goes on.
      if (what === "no comments") watch.allow(/console error/, /exception/);
      await backIn(new Walk(page, walk.words, false, people.mailbox), person);
      await page.goto("/recover");
      const whole = await isTakenOver(page);
      // Before the whole page is there, script can't distinguish a change from the server's text:
      // the browser keeps such a page.
      expect(whole).toBe(when !== "while the page arrives");
      if (what.startsWith("an element") && !what.includes("around")) await expect(page.locator(".stranger")).not.toHaveCount(0);
    });
  }

  test("an enrolment between strangers ends well", async ({ context, page, walk, watch, people }) => {
    await meddle(context, "an element before each field", "when it is there");
    watch.allowAnyLoads(page);
    const person = { name: "Anna Smith", userName: `anna.${Date.now()}`, password: goodPassword() };
    await walk.enrol(await people.invite(), person);
  });
});

/** Ways in which a browser, a proxy or a policy keeps script from coming. */
const BROKEN: Record<string, (page: Page) => Promise<unknown>> = {
  "isn't there": (page) => page.route("**/*.wasm", (route) => route.fulfill({ status: 404 })),
  // The magic number and version of WebAssembly, and the beginning of a section.
  "is cut off": (page) =>
    page.route("**/*.wasm", (route) =>
      route.fulfill({ contentType: "application/wasm", body: Buffer.from([0, 97, 115, 109, 1, 0, 0, 0, 1, 200]) }),
    ),
  "is refused by a policy": (page) =>
    page.route(
      (url) => url.pathname === "/sign-in" || url.pathname.startsWith("/recover"),
      async (route) => {
        if (route.request().method() !== "GET") return route.fallback();
        const answer = await route.fetch({ maxRedirects: 0 });
        const headers = answer.headers();
        headers["content-security-policy"] = (headers["content-security-policy"] ?? "").replace(" 'wasm-unsafe-eval'", "");
        return route.fulfill({ response: answer, headers });
      },
    ),
  "never comes": (page) => page.route("**/*.wasm", () => {}),
  "is of another page": (page) =>
    page.route("**/sign-in", async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replaceAll("<!>", "");
      await route.fulfill({ response: answer, body });
    }),
};

test.describe("a page whose script (only with JavaScript)", () => {
  for (const [what, breakIt] of Object.entries(BROKEN)) {
    test(`${what} works by itself, and shows nothing that is dead`, async ({ page, walk, watch, people }) => {
      const { words } = walk;
      const person = await people.enrol();
      watch.allow(/wasm/i, /console/, /exception/);
      watch.allowAnyLoads(page);
      await breakIt(page);
      const plain = new Walk(page, words, false, people.mailbox);
      await page.goto("/sign-in");
      await expect(walk.button(words.showPassword)).toBeHidden();
      await plain.fillSignIn(person.userName, "not this one, I think");
      await expect(page.getByRole("alert")).toContainText(words.signInRefused);
      await page.goto("/recover");
      await plain.field(words.identifier).fill(person.userName);
      await page.getByRole("radio", { name: words.forgotPassword }).check();
      await plain.press(words.next);
      await plain.at(words.firstStep);
      await plain.press(words.byMail);
      if (!["is of another page", "is refused by a policy"].includes(what)) await expect(plain.button(words.continue)).toBeVisible();
      const { code } = await people.mailbox.code(person.email);
      await plain.field(words.code).fill(code);
      await plain.press(words.next);
      await plain.at(words.secondStep);
    });
  }
});

test.describe("script that breaks later (only with JavaScript)", () => {
  test("lets the browser go on", async ({ page, walk, watch, people }) => {
    const { words } = walk;
    const person = await people.enrol();
    await walk.open("/sign-in");
    watch.allow(/console error/, /exception/);
    watch.allowAnyLoads(page);
    // Removes the places that script goes by, so what it shows next has nowhere to go.
    await page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
      const found: Node[] = [];
      while (walker.nextNode() !== null) found.push(walker.currentNode);
      for (const comment of found) (comment as Comment).remove();
    });
    const plain = new Walk(page, words, false, people.mailbox);
    await plain.fillSignIn(person.userName, "not this one, I think");
    await expect(page.getByRole("alert")).toContainText(words.signInRefused);
    await plain.fillSignIn(person.userName, person.password);
    await plain.verify(person);
    await plain.at(words.account);
  });
});

test("a password that was shown is hidden when it is sent (only with JavaScript)", async ({ page, walk }) => {
  const { words } = walk;
  await walk.open("/sign-in");
  await walk.field(words.identifier).fill("anna");
  await walk.field(words.password).fill("not this one, I think");
  await walk.press(words.showPassword);
  await expect(walk.field(words.password)).toHaveAttribute("type", "text");
  await walk.press(words.signIn);
  await expect(page.getByRole("alert")).toContainText(words.signInRefused);
  await expect(walk.field(words.password)).toHaveAttribute("type", "password");
  await expect(walk.button(words.showPassword)).toBeVisible();
});
