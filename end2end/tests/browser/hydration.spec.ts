import type { Page, Route } from "@playwright/test";
import { hydrated } from "../../fixtures/hydration.ts";
import { expect, test } from "../../fixtures/test.ts";

/** Holds the WebAssembly back until the test releases it. */
async function holdScript(page: Page): Promise<() => Promise<void>> {
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route("**/*.wasm", async (route: Route) => {
    await held;
    await route.continue();
  });
  return async () => {
    letGo();
    await hydrated(page);
  };
}

test.describe("while script is loading (only with JavaScript: without it, it never does)", () => {
  test("what is typed stays", async ({ page, walk }) => {
    const { words } = walk;
    const letGo = await holdScript(page);
    await page.goto("/sign-in");
    await walk.field(words.identifier).fill("anna.smith");
    await walk.field(words.password).fill("typed before script ran");
    await walk.field(words.keepSignedIn).check();
    await walk.field(words.password).focus();
    await letGo();
    await expect(walk.field(words.identifier)).toHaveValue("anna.smith");
    await expect(walk.field(words.password)).toHaveValue("typed before script ran");
    await expect(walk.field(words.keepSignedIn)).toBeChecked();
    await expect(walk.field(words.password)).toBeFocused();
  });

  test("a choice that was made stays", async ({ page, walk }) => {
    const letGo = await holdScript(page);
    await page.goto("/recover");
    await walk.field(walk.words.identifier).fill("anna");
    const radio = page.getByRole("radio", { name: walk.words.knowPassword });
    await radio.check();
    await letGo();
    await expect(radio).toBeChecked();
    await expect(walk.field(walk.words.identifier)).toHaveValue("anna");
  });

  test("forms work already", async ({ page, walk, watch, people }) => {
    const { words } = walk;
    const person = await people.enrol();
    await page.route("**/*.wasm", (route) => route.abort());
    watch.allow(/\.wasm/, /console error/, /exception: .*fetch/);
    await page.goto("/sign-in");
    await walk.fillSignIn(person.userName, "not this one, I think");
    watch.allowLoads(page, 1);
    await expect(page.getByRole("alert")).toContainText(words.signInRefused);
    await expect(walk.field(words.identifier)).toHaveValue(person.userName);
    await walk.field(words.password).fill(person.password);
    await walk.press(words.signIn);
    watch.allowLoads(page, 1);
    watch.allowLoads(page, 1);
    await walk.verify(person);
    await walk.at(words.account);
  });
});
