import { enrolByForms } from "../../fixtures/people.ts";
import { expect, test } from "../../fixtures/test.ts";

test("the address alone leads to sign-in", async ({ page, walk }) => {
  await walk.open("/");
  await walk.at(walk.words.signIn);
  await expect(page).toHaveURL(/\/sign-in$/);
});

test("an unknown address says so, with the status of one, and leads to sign-in", async ({ page, walk, watch }) => {
  watch.allow(/404/);
  const answer = await page.goto("/no/such/page");
  expect(answer?.status()).toBe(404);
  await walk.at("There is nothing at this address");
  await walk.link("Go to sign-in").click();
  await walk.at(walk.words.signIn);
});

test("back and forward go through the wizard's pages", async ({ page, walk }) => {
  const { words } = walk;
  await walk.open("/sign-in");
  await walk.link(words.noAccess).click();
  await walk.at(words.recover);
  await page.goBack();
  await walk.at(words.signIn);
  await page.goForward();
  await walk.at(words.recover);
});

test("the development mailbox shows what was sent, without script", async ({ page, watch, people, server }) => {
  const person = await enrolByForms(server.origin, await people.invite(), "en");
  await people.mailbox.next(person.email, "/sign-in");
  // The page has none of our script, so there is nothing to wait for.
  await page.goto("/dev/mailbox");
  await expect(page.getByRole("heading", { name: "Development mailbox" })).toBeVisible();
  await expect(page.getByText(`To ${person.email}`).first()).toBeVisible();
  await page.getByRole("link", { name: /^Show as HTML: / }).first().click();
  watch.allowLoads(page, 1);
  await expect(page.getByRole("heading").first()).toBeVisible();
});

test("the page tells search engines, frames and caches to stay away (S85, S86)", async ({ page }) => {
  const headers = (await page.goto("/sign-in"))?.headers() ?? {};
  expect(headers["content-security-policy"]).toMatch(/default-src 'none'.*script-src 'nonce-.*frame-ancestors 'none'/);
  expect(headers["x-frame-options"]).toBe("DENY");
  expect(headers["x-robots-tag"]).toBe("noindex");
  expect(headers["cache-control"]).toMatch(/no-store/);
});
