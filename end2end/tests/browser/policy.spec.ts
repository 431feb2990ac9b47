import { languages } from "../../fixtures/languages.ts";
import { expect, test } from "../../fixtures/test.ts";

// All tests of a worker share one server, so each leaves the policy unchanged.
for (const { tag, locale } of languages) {
  test.describe(`in ${tag}`, () => {
    test.use({ language: tag, locale });

    test("a value below its floor is refused beside its field, and what was typed stays (S82)", async ({ page, walk, people }) => {
      const { words } = walk;
      await walk.signIn(await people.administrator(tag));
      await walk.open("/admin/policy");
      await walk.at(words.policy);
      await expect(page.getByRole("main")).toContainText("/api/policy");
      await walk.field(words.shortestPassword).fill("7");
      await walk.press(words.seePolicyPreview);
      await walk.at(words.changePolicy);
      await expect(walk.field(words.shortestPassword)).toHaveAttribute("aria-invalid", "true");
      await expect(walk.field(words.shortestPassword)).toHaveValue("7");
      await expect(page.locator(".field__error")).toHaveCount(1);
      const told = await page.request.get("/api/policy");
      expect((await told.json()).password_min).toBe(12);
    });

    test("a policy is seen before it is saved, and loosened again by two administrators (F11, S82)", async ({
      page,
      walk,
      people,
      otherBrowser,
    }) => {
      const { words } = walk;
      const [me, other] = [await people.administrator(tag), await people.administrator(tag)];
      const theirs = await otherBrowser();
      await theirs.signInToAct(other, "/admin/policy");

      await walk.signInToAct(me, "/admin/policy");
      await walk.field(words.invitationHours).fill("71");
      await walk.press(words.seePolicyPreview);
      await walk.at(words.policyPreview);
      await expect(page.getByRole("main")).toContainText(words.nobodyFallsShort);
      await walk.press(words.save);
      await walk.at(words.policy);
      await expect(page.getByRole("status")).toContainText(words.policySaved);
      expect((await (await page.request.get("/api/policy")).json()).invitation_lifetime_hours).toBe(71);

      await walk.field(words.invitationHours).fill("72");
      await walk.press(words.seePolicyPreview);
      await walk.at(words.policyPreview);
      await expect(page.getByRole("main")).toContainText(words.policyLoosens);
      await walk.press(words.askSecond);
      await walk.at(words.policy);
      await expect(walk.button(words.confirm)).toHaveCount(0);

      await theirs.open("/admin/policy");
      await theirs.at(words.policy);
      await theirs.press(words.confirm);
      await expect(theirs.page.getByRole("status")).toContainText(words.policySaved);
      expect((await (await page.request.get("/api/policy")).json()).invitation_lifetime_hours).toBe(72);
    });

    test("switching a way off says whom it concerns, and nothing is saved by looking (F11)", async ({ page, walk, people }) => {
      const { words } = walk;
      await walk.signIn(await people.administrator(tag));
      await walk.open("/admin/policy");
      await walk.field(words.offersApp).uncheck();
      await walk.press(words.seePolicyPreview);
      await walk.at(words.policyPreview);
      await expect(page.getByRole("heading", { name: words.whomItConcerns })).toBeVisible();
      const told = await (await page.request.get("/api/policy")).json();
      expect(told.methods).toContain("authenticator");
      await walk.link(words.backToPolicy).click();
      await walk.at(words.policy);
    });
  });
}
