import { expect, test } from "../../fixtures/test.ts";

test.describe("a network that fails (only with JavaScript: without it the browser itself says so)", () => {
  test("keeps what was typed, says so, and the next try works", async ({ page, walk, watch, people }) => {
    const { words } = walk;
    const person = await people.enrol();
    watch.allow(/failed: \/api\/sign_in/, /Failed to load resource/);
    await page.route("**/api/sign_in", (route) => route.abort("connectionreset"), { times: 1 });
    await walk.open("/sign-in");
    await walk.fillSignIn(person.userName, person.password);
    await expect(page.getByRole("alert")).toContainText("The server didn't answer. Nothing was lost");
    await expect(walk.field(words.identifier)).toHaveValue(person.userName);
    await expect(walk.field(words.password)).toHaveValue(person.password);
    await walk.press(words.signIn);
    await walk.verify(person);
    await walk.at(words.account);
  });

  test("says so too when the server is too busy", async ({ page, walk, watch }) => {
    watch.allow(/503/);
    await page.route("**/api/start_recovery", (route) => route.fulfill({ status: 503, body: "busy" }));
    await walk.open("/recover");
    await walk.field(walk.words.identifier).fill("anna");
    await page.getByRole("radio", { name: walk.words.forgotPassword }).check();
    await walk.press(walk.words.next);
    await expect(page.getByRole("alert")).toContainText("The server didn't answer");
    await expect(walk.field(walk.words.identifier)).toHaveValue("anna");
    await expect(page.getByRole("radio", { name: walk.words.forgotPassword })).toBeChecked();
  });

  test("a page whose question fails says that it isn't the person's fault", async ({ page, walk, watch }) => {
    watch.allow(/failed: \/api\/read_recovery/, /Failed to load resource/);
    await page.route("**/api/read_recovery", (route) => route.abort("connectionreset"), { times: 1 });
    await walk.open("/recover");
    await walk.field(walk.words.identifier).fill("nobody.at.all");
    await page.getByRole("radio", { name: walk.words.forgotPassword }).check();
    await walk.press(walk.words.next);
    await walk.at("Something went wrong on our side");
    watch.allowLoads(page, 1);
    await walk.link("Try again").click();
    await walk.at(walk.words.firstStep);
  });

  test("that is slow shows at once what is happening, and takes no second press", async ({ page, walk, people }) => {
    const { words } = walk;
    const person = await people.enrol();
    let sent = 0;
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route("**/api/sign_in", async (route) => {
      sent += 1;
      await held;
      await route.continue();
    });
    await walk.open("/sign-in");
    const button = page.locator("button[type=submit]").first();
    const before = await button.boundingBox();
    await walk.fillSignIn(person.userName, person.password);
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await expect(button).toHaveAccessibleName("Signing in…");
    expect(await button.boundingBox(), "the button keeps its size").toEqual(before);
    await button.click({ force: true });
    await walk.field(words.password).press("Enter");
    letGo();
    await walk.verify(person);
    await walk.at(words.account);
    expect(sent).toBe(1);
  });

  test("a way is chosen once, however often it is pressed on a slow network", async ({ page, walk, people }) => {
    const { words } = walk;
    const person = await people.enrol();
    let sent = 0;
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route("**/api/choose_method", async (route) => {
      sent += 1;
      await held;
      await route.continue();
    });
    await walk.startRecovery(person.userName, "forgotPassword");
    const way = walk.button(words.bySavedCode);
    await way.click();
    await expect(way).toHaveAttribute("aria-disabled", "true");
    await way.click({ force: true });
    letGo();
    await expect(walk.field(words.savedCode)).toBeVisible();
    expect(sent).toBe(1);
  });

  test("a waiting tab goes on waiting", async ({ page, walk, watch, people }) => {
    const { words } = walk;
    const person = await people.enrol();
    watch.allow(/failed: \/recover\/progress/, /Failed to load resource/);
    await walk.startRecovery(person.userName, "forgotPassword");
    await page.route("**/recover/progress", (route) => route.abort("connectionreset"), { times: 2 });
    // Two requests fail, and the page asks again.
    const answered = page.waitForResponse("**/recover/progress");
    await walk.press(words.byMail);
    const { code } = await people.mailbox.code(person.email);
    await answered;
    await walk.field(words.code).fill(code);
    await walk.press(words.next);
    await walk.at(words.secondStep);
  });
});
