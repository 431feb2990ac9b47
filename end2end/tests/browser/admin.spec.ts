import { readFile } from "node:fs/promises";
import { languages } from "../../fixtures/languages.ts";
import { unique } from "../../fixtures/people.ts";
import { expect, test } from "../../fixtures/test.ts";

for (const { tag, locale } of languages) {
  test.describe(`in ${tag}`, () => {
    test.use({ language: tag, locale });

    test("an administrator finds a person, disables and enables the account, and can't touch the password (S72)", async ({
      page,
      walk,
      people,
      otherBrowser,
    }) => {
      const { words } = walk;
      const [me, other] = [await people.administrator(tag), await people.enrol(tag)];
      const theirs = await otherBrowser();
      await theirs.signIn(other);

      await walk.signInToAct(me, "/account");
      await walk.link(words.administration).click();
      await walk.at(words.people);
      await walk.field(words.searchLabel).fill(other.userName);
      await walk.press(words.search);
      await expect(walk.link(other.name)).toHaveCount(1);
      await walk.link(other.name).click();
      await walk.at(other.name);
      await expect(page.getByRole("heading", { name: words.whyNoReset })).toBeVisible();
      await expect(page.getByRole("main")).toContainText("/recover");

      await walk.press(words.disable);
      // A page of its own asks, and names the person.
      await expect(page.getByRole("heading", { level: 1 })).toContainText(other.name);
      await expect(page.getByRole("heading", { level: 1 })).not.toHaveText(other.name);
      await walk.press(words.disable);
      await expect(walk.field(words.reason)).toHaveAttribute("aria-invalid", "true");
      await walk.field(words.reason).fill("A reason that the person reads");
      await walk.press(words.disable);
      await expect(page.getByRole("status")).toContainText(words.disabled);
      const told = async () => (await people.mailbox.to(other.email)).find((mail) => mail.text.includes("A reason that"));
      await expect.poll(async () => (await told())?.language).toBe(tag);
      await theirs.open("/account");
      await theirs.at(words.signIn);

      await walk.press(words.enable);
      await expect(page.getByRole("status")).toContainText(words.enabled);
      await theirs.signIn(other);
      await walk.press(words.endSessions);
      await expect(page.getByRole("status")).toContainText(words.sessionsEnded);
      await theirs.open("/account");
      await theirs.at(words.signIn);
    });

    test("people are invited one by one and by a table, and an invitation is taken back (S78)", async ({ page, walk, people }) => {
      const { words } = walk;
      const me = await people.administrator(tag);
      await walk.signInToAct(me, "/admin/invite");
      await walk.at(words.invitePeople);
      await walk.field(words.address).fill("half@");
      await walk.press(words.sendInvitation);
      await expect(walk.field(words.address)).toHaveAttribute("aria-invalid", "true");
      await expect(walk.field(words.address)).toHaveValue("half@");
      const first = `first-${unique()}@example.org`;
      await walk.field(words.address).fill(first);
      await walk.press(words.sendInvitation);
      await expect(page.getByRole("status")).toContainText(words.onItsWay);
      // The next submission replaces the earlier result.
      await walk.field(words.address).fill("half@");
      await walk.press(words.sendInvitation);
      await expect(walk.field(words.address)).toHaveAttribute("aria-invalid", "true");
      await expect(page.getByRole("main")).not.toContainText(words.onItsWay);
      expect((await people.mailbox.next(first, "/invite")).language).toBe(tag);

      const [second, third] = [`second-${unique()}@example.org`, `third-${unique()}@example.org`];
      await walk.field(words.addresses).fill(`${second},zh-Hans\nnobody\n${third}\n${second}\n`);
      await walk.press(words.preview);
      await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(4);
      await expect(page.locator(".field__error")).toHaveCount(2);
      await expect(walk.field(words.addresses)).toHaveValue(/nobody/);
      await walk.press(words.sendThese);
      await expect(page.getByRole("status")).toContainText(words.areOnTheirWay);
      expect((await people.mailbox.next(second, "/invite")).language).toBe("zh-Hans");
      expect((await people.mailbox.next(third, "/invite")).language).toBe(tag);

      await walk.open(`/admin?q=${third}`);
      await walk.link(third).click();
      await walk.at(third);
      await walk.press(words.takeBack);
      await expect(page.getByRole("status")).toContainText(words.takenBack);
    });

    test("an act asks for a fresh proof first, and goes on with what was typed (S114)", async ({ page, walk, people, watch }) => {
      const { words } = walk;
      const me = await people.administrator(tag);
      await walk.signIn(me);
      await walk.open("/admin/invite");
      const address = `first-${unique()}@example.org`;
      await walk.field(words.address).fill(address);
      watch.allow(/403/);
      await walk.press(words.sendInvitation);
      await walk.confirm(me);
      await walk.at(words.invitePeople);
      await expect(walk.field(words.address)).toHaveValue(address);
      await walk.press(words.sendInvitation);
      await expect(page.getByRole("status")).toContainText(words.onItsWay);
    });

    test("the history of everybody is verified and filtered (S80)", async ({ page, walk, people }) => {
      const { words } = walk;
      const me = await people.administrator(tag);
      await walk.signIn(me);
      await walk.open("/admin/history");
      await walk.at(words.everybodysHistory);
      await walk.link(words.verifyAll).click();
      await expect(page.getByRole("status")).toContainText(words.allVerified);
      await page.getByRole("combobox").selectOption("account.activated");
      await page.getByRole("search").getByRole("button").click();
      await page.waitForURL(/event=account.activated/);
      await expect(page.getByRole("main")).not.toContainText(me.userName);
    });
  });
}

test("a role is asked for by one administrator and confirmed by another", async ({ page, walk, watch, people, otherBrowser }) => {
  const { words } = walk;
  const [me, second] = [await people.administrator(), await people.administrator()];
  const third = await people.enrol();
  await walk.signInToAct(me, "/admin");
  await walk.open(`/admin?q=${third.userName}`);
  await walk.link(third.name).click();
  await walk.at(third.name);
  await page.getByRole("combobox").selectOption("auditor");
  await walk.press("Ask for this role");
  await expect(page.getByRole("status")).toContainText("The role has been asked for.");
  await walk.open("/admin/requests");
  await expect(page.getByRole("listitem").filter({ hasText: third.name }).getByRole("button")).toHaveText(/Take the request back/);

  const theirs = await otherBrowser();
  await theirs.signInToAct(second, "/admin/requests");
  const request = theirs.page.getByRole("listitem").filter({ hasText: third.name });
  await request.getByRole("button", { name: "Confirm" }).click();
  await expect(theirs.page.getByRole("status")).toContainText("The role is changed");

  await walk.open("/account");
  await walk.press(words.signOut);
  await walk.at(words.signIn);
  await walk.fillSignIn(third.userName, third.password);
  await walk.verify(third);
  await walk.at(words.account);
  watch.allow(/403/);
  await walk.open("/admin/invite");
  await expect(page.getByRole("alert")).toContainText("Your role doesn't allow this");
  await walk.open("/admin/history");
  await walk.at(words.everybodysHistory);
});

test("the history is exported as files", async ({ page, walk, watch, people }) => {
  const me = await people.administrator();
  await walk.signIn(me);
  await walk.open("/admin/history?event=account.activated");
  // The browser handles the file itself; the page stays.
  watch.allowLoads(page, 2);
  for (const [button, name, begins] of [
    ["As CSV", "history.csv", "\ufeffseq,at,event"],
    ["As JSON lines", "history.jsonl", '{"seq":'],
  ] as const) {
    const [download] = await Promise.all([page.waitForEvent("download"), walk.press(button)]);
    expect(download.suggestedFilename()).toBe(name);
    const text = await readFile(await download.path(), "utf8");
    expect(text.startsWith(begins)).toBe(true);
    expect(text).not.toContain(me.userName);
  }
});

test("the words change with the language, without a reload (only with JavaScript)", async ({ page, walk, people }) => {
  const me = await people.administrator();
  await walk.signIn(me);
  await walk.open("/admin");
  await walk.at("People");
  await page.getByRole("contentinfo").getByRole("link", { name: "繁體中文" }).click();
  await walk.at("人員");
});
