import { readFile } from "node:fs/promises";
import { languages } from "../../fixtures/languages.ts";
import { goodPassword, unique } from "../../fixtures/people.ts";
import { expect, test } from "../../fixtures/test.ts";

const newcomer = () => ({ name: "Zoë 王小明", userName: `zoe.${unique()}`, password: goodPassword() });

for (const { tag, locale } of languages) {
  test.describe(`in ${tag}`, () => {
    test.use({ language: tag, locale });

    test("an invitation leads to an account that can be signed in to", async ({ page, walk, people }) => {
      const invited = await people.invite();
      const person = newcomer();
      const { savedCodes: codes, app } = await walk.enrol(invited, person);
      expect(new Set(codes).size).toBe(10);
      await expect(page.locator("html")).toHaveAttribute("lang", tag);

      await walk.link(walk.words.signIn).click();
      await walk.at(walk.words.signIn);
      await walk.fillSignIn(person.userName, person.password);
      await walk.verify({ app });
      await walk.at(walk.words.account);
      await expect(page.getByRole("main")).toContainText(person.name);
      await expect(page.getByRole("main")).toContainText(invited.email);

      const letters = await people.mailbox.to(invited.email);
      expect(letters[0]?.language, "the notice is in the language of the screen").toBe(tag);
    });
  });
}

for (const width of [360, 390]) {
  test(`an invitation's code shows whole at ${width} px`, async ({ page, walk, people }) => {
    await page.setViewportSize({ width, height: 844 });
    const invited = await people.invite();
    await walk.open("/invite");
    const field = walk.field(walk.words.invitationCode);
    await field.fill(invited.code);
    const cut = await field.evaluate((input) => input.scrollWidth - input.clientWidth);
    expect(cut, "pixels of the code that don't show").toBe(0);
  });
}

test("the code leaves the address at once (only with JavaScript: a fragment is read by script)", async ({
  page,
  walk,
  people,
}) => {
  const invited = await people.invite();
  await walk.open(invited.link);
  await expect(walk.field(walk.words.invitationCode)).toHaveValue(invited.code);
  expect(page.url()).not.toContain("#");
});

test("an enrolment goes on where the person left, also in another browser", async ({ walk, people, otherBrowser }) => {
  const { words } = walk;
  const invited = await people.invite();
  const person = newcomer();
  await walk.openInvitation(invited);
  await walk.giveNames(person.name, person.userName);
  await walk.at(words.choosePassword);
  await walk.field(words.password).fill(person.password);
  await walk.press(words.next);
  const lost = await walk.savedCodes();

  // The other browser never showed the codes: it offers to make new ones, which replace the old
  // ones.
  const other = await otherBrowser();
  await other.open(other.script ? invited.link : "/invite");
  if (!other.script) await other.field(words.invitationCode).fill(invited.code);
  await other.press(words.next);
  await other.at(words.keepCodes);
  await other.press("Make new codes");
  const codes = await other.savedCodes();
  expect(codes).not.toEqual(lost);
  await other.leaveCodes();
  await other.field(words.oneOfYours).fill(lost[0] ?? "");
  await other.press(words.next);
  await expect(other.field(words.oneOfYours)).toHaveAccessibleDescription(/That code isn't right/);
  await other.field(words.oneOfYours).fill(codes[9] ?? "");
  await other.press(words.next);
  await other.at(words.setUpApp);
  await other.setUpApp("Tablet");
  await other.at(words.ready);
});

test("an account isn't active before the last step (S20)", async ({ page, walk, people }) => {
  const { words } = walk;
  const person = newcomer();
  await walk.openInvitation(await people.invite());
  await walk.giveNames(person.name, person.userName);
  await walk.field(words.password).fill(person.password);
  await walk.press(words.next);
  await walk.savedCodes();
  await walk.open("/sign-in");
  await walk.fillSignIn(person.userName, person.password);
  await expect(page.getByRole("alert")).toContainText(words.signInRefused);
  await walk.open("/invite");
  await walk.savedCodes();
});

test("the codes can be seen again before one is typed back", async ({ page, walk, people }) => {
  const { words } = walk;
  const person = newcomer();
  await walk.openInvitation(await people.invite());
  await walk.giveNames(person.name, person.userName);
  await walk.field(words.password).fill(person.password);
  await walk.press(words.next);
  const codes = await walk.savedCodes();
  await walk.leaveCodes();
  await page.getByRole("link", { name: "Show the codes again" }).click();
  expect(await walk.savedCodes()).toEqual(codes);
});

test("the codes can be copied and downloaded (only with JavaScript: the buttons are script's)", async ({
  page,
  context,
  walk,
  people,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const person = newcomer();
  await walk.openInvitation(await people.invite());
  await walk.giveNames(person.name, person.userName);
  await walk.field(walk.words.password).fill(person.password);
  await walk.press(walk.words.next);
  const codes = await walk.savedCodes();

  await walk.press("Copy");
  await expect(page.getByRole("status")).toHaveText("Copied");

  const downloading = page.waitForEvent("download");
  await walk.press("Download");
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("recovery-codes.txt");
  const file = await readFile(await download.path(), "utf8");
  expect(file.startsWith("\ufeff"), "Windows reads it as UTF-8").toBe(true);
  expect(file.replaceAll("\r\n", "")).not.toContain("\n");
  for (const text of [person.userName, ...codes]) expect(file).toContain(text);
  await expect(page.getByRole("status")).toHaveText("Downloaded");
});

test("what only script can do isn't offered (only without JavaScript: there it is)", async ({ walk, people }) => {
  const person = newcomer();
  await walk.openInvitation(await people.invite());
  await walk.giveNames(person.name, person.userName);
  await expect(walk.button("Show password")).toBeHidden();
  await walk.field(walk.words.password).fill(person.password);
  await walk.press(walk.words.next);
  await walk.savedCodes();
  for (const name of ["Copy", "Download", "Print"]) await expect(walk.button(name)).toBeHidden();
});

test("names and passwords that break a rule say which, and what was typed stays", async ({ walk, people }) => {
  const { words } = walk;
  const taken = await people.enrol();
  await walk.openInvitation(await people.invite());

  await walk.giveNames("", "zoe");
  await expect(walk.field(words.yourName)).toHaveAccessibleDescription(/Enter your name/);
  await expect(walk.field(words.userName)).toHaveValue("zoe");
  await walk.giveNames("Zoë", "zoë");
  await expect(walk.field(words.userName)).toHaveAccessibleDescription(/Use only letters from a to z/);
  await walk.giveNames("Zoë", taken.userName.toUpperCase());
  await expect(walk.field(words.userName)).toHaveAccessibleDescription(/Somebody has this user name already/);
  await expect(walk.field(words.yourName)).toHaveValue("Zoë");
  const userName = `zoe.${unique()}`;
  await walk.giveNames("Zoë", userName);

  await walk.at(words.choosePassword);
  for (const [password, reason] of [
    ["", /Enter the password/],
    ["eleven char", /too short/],
    [`${userName} ${userName}`, /a name that others know/],
    ["abcabcabcabcabcabc", /over and over/],
    ["1Qaz2Wsx3Edc", /one of the most common passwords/],
    ["Sunshine-Princess", /little more than names, known words/],
  ] as const) {
    await walk.field(words.password).fill(password);
    await walk.press(words.next);
    await expect(walk.field(words.password)).toHaveAccessibleDescription(reason);
  }
});

test("the rules of a password are judged while it is typed (only with JavaScript: by the server's own code)", async ({
  page,
  walk,
  people,
}) => {
  const { words } = walk;
  await walk.openInvitation(await people.invite());
  await walk.giveNames("Zoë", `zoe.${unique()}`);
  await walk.at(words.choosePassword);
  const rules = page.getByRole("list", { name: "What it needs" }).getByRole("listitem");
  await expect(rules).toHaveCount(4);
  await expect(rules.nth(0)).not.toContainText(/Done|Not yet/);
  await walk.field(words.password).pressSequentially("aaaaaaaaaaa");
  await expect(rules.nth(0)).toContainText("Not yet");
  await walk.field(words.password).pressSequentially("a");
  await expect(rules.nth(0)).toContainText("Done");
  await expect(rules.nth(3)).toContainText("Not yet");
  await walk.field(words.password).pressSequentially(" kettle");
  await expect(rules.nth(3)).toContainText("Done");
  await walk.field(words.password).fill("Sunshine-Princess");
  await expect(rules.nth(2)).toContainText("Not yet");
  const strength = page.locator(".strength__text");
  await expect(strength).toHaveText("Strength: too easy to guess. Add words that nobody would expect from you.");
  await walk.field(words.password).fill("the kettle sings at half past nine");
  await expect(rules.nth(2)).toContainText("Done");
  await expect(strength).toHaveText("Strength: very good. Nothing more is needed.");
});

test("what passwords are judged with comes when the field is entered, and what is typed stays (only with JavaScript: \
without it nothing is fetched)", async ({ page, walk, people }) => {
  const { words } = walk;
  const asked: string[] = [];
  page.on("request", (request) => asked.push(`${request.url()} ${request.postData() ?? ""}`));
  await walk.openInvitation(await people.invite());
  await walk.giveNames("Zoë", `zoe.${unique()}`);
  await walk.at(words.choosePassword);
  const files = () => asked.filter((request) => request.includes("/words/"));
  expect(files()).toEqual([]);
  const field = walk.field(words.password);
  await field.focus();
  await expect.poll(files).toHaveLength(1);
  await field.pressSequentially("a lark on the roof");
  await field.blur();
  await field.focus();
  await expect(page.locator(".strength__text")).toContainText("Strength:");
  expect(files()).toHaveLength(1);
  expect(asked.filter((request) => request.includes("lark"))).toEqual([]);
});
