import { expect, test, type Browser, type Page } from "@playwright/test";
import { hydrated, noticeHydration } from "../../fixtures/hydration.ts";
import { People, type Person } from "../../fixtures/people.ts";
import { Server } from "../../fixtures/server.ts";

/** One stranger's network, as a proxy on this machine reports it. */
const NETWORK = { "x-forwarded-for": "203.0.113.7" };

/** Guesses at so many names that the server asks the network for work (S64). */
async function press(server: Server): Promise<void> {
  for (let count = 0; count < 12; count += 1) {
    await fetch(`${server.origin}/api/sign_in`, {
      method: "POST",
      headers: { ...NETWORK, accept: "text/html", origin: server.origin },
      body: new URLSearchParams({ identifier: `nobody.${count}`, password: "a guess at a password" }),
      redirect: "manual",
    });
  }
  await expect.poll(() => server.output).toContain("pressure");
}

async function underPressure(run: (server: Server, person: Person) => Promise<void>): Promise<void> {
  const server = await Server.prepare({ REGAIN_TRUSTED_PROXIES: "127.0.0.1" });
  try {
    const person = await (await People.of(server)).enrol();
    await press(server);
    await run(server, person);
  } finally {
    await server.remove();
  }
}

async function fillSignIn(page: Page, person: Person): Promise<void> {
  await page.getByLabel("User name or email").fill(person.userName);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
}

async function stranger(browser: Browser, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled, locale: "en", extraHTTPHeaders: NETWORK });
  if (javaScriptEnabled) await noticeHydration(context);
  return context.newPage();
}

test("under pressure the browser works for a moment, and the person signs in as always (S62)", async ({ browser }) => {
  await underPressure(async (server, person) => {
    const page = await stranger(browser, true);
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    await page.goto(`${server.origin}/sign-in`);
    await hydrated(page);
    await fillSignIn(page, person);
    const asked = page.waitForResponse((response) => "regain-asks-for-work" in response.headers());
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await asked;
    await expect(page).toHaveURL(/\/sign-in\/verify/);
    expect(faults).toEqual([]);

    await page.goto(`${server.origin}/recover`);
    await hydrated(page);
    await page.getByLabel("User name or email").fill(person.email);
    await page.getByRole("radio", { name: "I forgot my password" }).check();
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await expect(page).toHaveURL(/\/recover\/verify/);
    await page.context().close();
  });
});

test("without JavaScript waiting does instead, and what was typed stays (S62)", async ({ browser }) => {
  await underPressure(async (server, person) => {
    const page = await stranger(browser, false);
    await page.goto(`${server.origin}/sign-in`);
    // The first time the server asks for it; the second time would be too early, as `http/sign_in/effort`
    // proves by the clock.
    await fillSignIn(page, person);
    for (const sentence of ["Please wait 15 seconds", "before the 15 seconds were over"]) {
      // The user name is still there; only the necessary steps may take time within these seconds.
      await page.getByLabel("Password", { exact: true }).fill(person.password);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await expect(page.getByRole("alert")).toContainText(sentence);
      await expect(page.getByLabel("User name or email")).toHaveValue(person.userName);
    }
    await page.context().close();
  });
});
