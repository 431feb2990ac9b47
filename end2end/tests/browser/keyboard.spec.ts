import { expect, type Locator, type Page } from "@playwright/test";
import { App } from "../../fixtures/app.ts";
import { goodPassword, unique } from "../../fixtures/people.ts";
import { test } from "../../fixtures/test.ts";
import type { Walk } from "../../fixtures/walk.ts";

/** Somebody who uses only a keyboard. */
class Keys {
  constructor(private readonly page: Page) {}

  /** Tabs on until `target` has the focus, as far as a patient person would. */
  async reach(target: Locator): Promise<void> {
    for (let presses = 0; presses < 40; presses += 1) {
      if (await hasFocus(target)) return;
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`${target} can't be reached by Tab`);
  }

  async type(field: Locator, text: string): Promise<void> {
    await this.reach(field);
    await this.page.keyboard.type(text);
  }

  async press(target: Locator, key: "Enter" | "Space" = "Enter"): Promise<void> {
    await this.reach(target);
    await this.page.keyboard.press(key);
  }
}

async function hasFocus(target: Locator): Promise<boolean> {
  return (await target.count()) === 1 && target.evaluate((element) => element === document.activeElement);
}

/**
 * Script announces a new step's heading. Without script, a new page begins at its top, as in any
 * browser.
 */
async function arrive(walk: Walk, heading: string): Promise<void> {
  await walk.at(heading);
  if (walk.script) await expect(walk.page.getByRole("heading", { level: 1 })).toBeFocused();
}

test("a keyboard is enough to enrol, sign in and recover", async ({ page, walk, people, otherBrowser }) => {
  const { words } = walk;
  const keys = new Keys(page);
  const invited = await people.invite();
  const [userName, password, next] = [`zoe.${unique()}`, goodPassword(), goodPassword()];

  await walk.open("/invite");
  await keys.type(walk.field(words.invitationCode), invited.code);
  await page.keyboard.press("Enter");
  await arrive(walk, words.whoAreYou);
  await keys.type(walk.field(words.yourName), "Zoë");
  await keys.type(walk.field(words.userName), userName);
  await keys.press(walk.button(words.next));
  await arrive(walk, words.choosePassword);
  await keys.type(walk.field(words.password), password);
  await page.keyboard.press("Enter");
  await arrive(walk, words.keepCodes);
  const codes = await walk.savedCodes();
  await keys.press(walk.button(words.codesKept).or(walk.link(words.codesKept)));
  await arrive(walk, words.typeBack);
  await keys.type(walk.field(words.oneOfYours), codes[0] ?? "");
  await keys.press(walk.button(words.next), "Space");
  await arrive(walk, words.setUpApp);
  const app = new App(await page.locator(".value__text").innerText());
  await keys.type(walk.field(words.appCode), await app.code());
  await keys.press(walk.button(words.finish));
  await arrive(walk, words.ready);
  await keys.press(walk.link(words.signIn));
  await arrive(walk, words.signIn);

  await keys.type(walk.field(words.identifier), userName);
  await keys.type(walk.field(words.password), password);
  await keys.press(walk.field(words.keepSignedIn), "Space");
  await expect(walk.field(words.keepSignedIn)).toBeChecked();
  await keys.press(walk.button(words.signIn));
  await arrive(walk, words.oneMoreStep);
  await keys.type(walk.field(words.appCode), await app.code());
  await page.keyboard.press("Enter");
  await arrive(walk, words.account);
  await keys.press(walk.button(words.signOut));
  await arrive(walk, words.signIn);

  await keys.press(walk.link(words.noAccess));
  await arrive(walk, words.recover);
  await keys.type(walk.field(words.identifier), userName);
  // Radio buttons are one stop, and arrows move between them.
  await keys.reach(page.getByRole("radio").first());
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: words.knowPassword })).toBeChecked();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("radio", { name: words.forgotPassword })).toBeChecked();
  await page.keyboard.press("Shift+Tab");
  await expect(walk.field(words.identifier)).toBeFocused();
  await keys.press(walk.button(words.next));
  await arrive(walk, words.firstStep);
  await keys.press(walk.button(words.byMail));
  // The step is one field, which has the focus: nothing typed at once is lost.
  await walk.at(words.enterMailed);
  if (walk.script) await expect(walk.field(words.code)).toBeFocused();
  const { code } = await people.mailbox.code(invited.email);
  await keys.type(walk.field(words.code), code);
  await page.keyboard.press("Enter");
  await arrive(walk, words.secondStep);
  await keys.press(walk.button(words.bySavedCode), "Space");
  await expect(walk.field(words.savedCode)).toBeVisible();
  if (walk.script) await expect(walk.field(words.savedCode)).toBeFocused();
  await keys.type(walk.field(words.savedCode), codes[1] ?? "");
  await page.keyboard.press("Enter");
  await arrive(walk, words.chooseNew);
  await keys.type(walk.field(words.newPassword), next);
  await keys.press(walk.button(words.finish));
  await arrive(walk, words.newIsSet);
  await keys.press(walk.link(words.signIn));
  await arrive(walk, words.signIn);

  const afterwards = await otherBrowser();
  await afterwards.signIn({ userName, password: next, app });
});

test("after a refusal the focus is on the first problem (only with JavaScript: without it a new page begins)", async ({
  page,
  walk,
}) => {
  const { words } = walk;
  await walk.open("/sign-in");
  await walk.press(words.signIn);
  await expect(walk.field(words.identifier)).toBeFocused();
  await walk.fillSignIn("nobody.at.all", "some password or other");
  await expect(page.getByRole("alert")).toBeFocused();
  await walk.fillSignIn("nobody.at.all", "");
  await expect(walk.field(words.password)).toBeFocused();

  await walk.open("/recover");
  await walk.field(words.identifier).fill("nobody.at.all");
  await walk.press(words.next);
  await expect(page.getByRole("radio").first()).toBeFocused();
  await page.getByRole("radio", { name: words.forgotPassword }).check();
  await walk.press(words.next);
  await walk.press(words.bySavedCode);
  await walk.field(words.savedCode).fill("ABCD-EFGH-JKMN-PQRS-TVWX");
  await walk.press(words.next);
  await expect(walk.field(words.savedCode)).toBeFocused();
  // A second refusal of the same kind is announced, too.
  await walk.button(words.next).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("3 tries left.")).toBeVisible();
  await expect(walk.field(words.savedCode)).toBeFocused();
});

test("the first Tab offers to skip to the content, and the focus can always be seen", async ({ page, walk }) => {
  await walk.open("/sign-in");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  for (let presses = 0; presses < 12; presses += 1) {
    const { tag, ring } = await page.evaluate(() => {
      // A field with a button inside has the ring around both.
      const element = document.activeElement ?? document.body;
      const around = [element, element.parentElement ?? element].map((candidate) => getComputedStyle(candidate));
      const widths = around.filter((style) => style.outlineStyle !== "none").map((style) => Number.parseFloat(style.outlineWidth));
      return { tag: element.tagName, ring: Math.max(0, ...widths) };
    });
    if (tag === "BODY") break;
    expect(ring, `the ring of ${tag}`).toBeGreaterThanOrEqual(2);
    await page.keyboard.press("Tab");
  }
});
