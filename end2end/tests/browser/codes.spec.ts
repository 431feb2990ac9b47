import { pause } from "../../fixtures/patience.ts";
import { goodPassword } from "../../fixtures/people.ts";
import { expect, test } from "../../fixtures/test.ts";

test("a code that isn't whole costs nothing, a wrong one a try, five wrong ones close it", async ({ page, walk, people }) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.startRecovery(person.userName, "forgotPassword");
  await walk.press(words.byMail);
  const { code } = await people.mailbox.code(person.email);
  const field = walk.field(words.code);

  await field.fill("ABC");
  await walk.press(words.next);
  await expect(field).toHaveAccessibleDescription(/isn't a complete code/);
  await expect(page.getByText(/tr(y|ies) left/)).toHaveCount(0);

  for (const left of ["4 tries left.", "3 tries left.", "2 tries left.", "1 try left."]) {
    await field.fill("ABCD-EFGH");
    await walk.press(words.next);
    await expect(field).toHaveAccessibleDescription(/isn't right/);
    await expect(page.getByText(left)).toBeVisible();
  }
  await field.fill("ABCD-EFGH");
  await walk.press(words.next);
  await expect(field).toHaveAccessibleDescription(/too many wrong codes/);
  // Now the right one comes too late (S15) …
  await field.fill(code);
  await walk.press(words.next);
  await expect(field).toHaveAccessibleDescription(/too many wrong codes/);

  // … and another way leads on.
  await walk.press("Choose another way");
  await walk.passSavedCode(person.savedCodes[2] ?? "");
  await walk.at(words.secondStep);
});

test("codes are taken with spaces, in small letters, and pasted", async ({ page, walk, people }) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.startRecovery(person.userName, "forgotPassword");
  await walk.press(words.byMail);
  const { code } = await people.mailbox.code(person.email);
  await walk.field(words.code).focus();
  await page.keyboard.insertText(`  ${code.toLowerCase().replace("-", " ")} \t`);
  await walk.press(words.next);
  await walk.at(words.secondStep);
  await walk.press(words.bySavedCode);
  await walk.field(words.savedCode).focus();
  await page.keyboard.insertText((person.savedCodes[0] ?? "").toLowerCase().replaceAll("-", "  "));
  await walk.press(words.next);
  await walk.at(words.chooseNew);
});

test("a saved code works once", async ({ walk, people }) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.startRecovery(person.userName, "forgotPassword");
  await walk.passBoth(person);
  await walk.at(words.chooseNew);
  await walk.field(words.newPassword).fill(goodPassword());
  await walk.press(words.finish);
  await walk.at(words.newIsSet);

  await walk.startRecovery(person.userName, "forgotPassword");
  await walk.passSavedCode(person.savedCodes[1] ?? "");
  await expect(walk.field(words.savedCode)).toHaveAccessibleDescription(/used before/);
});

test("a mailed code works only in the browser where it was asked for (S23)", async ({ walk, people, otherBrowser }) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.startRecovery(person.userName, "forgotPassword");
  await walk.press(words.byMail);
  const first = await people.mailbox.code(person.email);

  const stranger = await otherBrowser();
  await stranger.startRecovery(person.userName, "forgotPassword");
  await stranger.press(words.byMail);
  await people.mailbox.code(person.email);
  await stranger.field(words.code).fill(first.code);
  await stranger.press(words.next);
  await expect(stranger.field(words.code)).toHaveAccessibleDescription(/isn't right/);

  // The stranger's recovery has taken nothing from the owner's (S21).
  await walk.field(words.code).fill(first.code);
  await walk.press(words.next);
  await walk.at(words.secondStep);
});

test("a new code can be asked for after a wait that is shown, and replaces the older one", async ({ page, walk, people }) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.startRecovery(person.userName, "forgotPassword");
  await walk.press(words.byMail);
  await expect(page.getByText(/You can ask for a new code in \d+ seconds?/)).toBeVisible();

  // Pressing too early does no harm: the page says so, and no mail goes out.
  await walk.button("Send a new code").click({ force: true });
  await expect(page.getByRole("alert")).toContainText("A code was sent just now");
  const older = await people.mailbox.code(person.email);

  if (walk.script) {
    await expect(page.getByText("You can ask for a new code now.")).toBeVisible();
  } else {
    await expect(walk.button("Send a new code"), "nothing could enable it later").toBeEnabled();
    // The server counts thirty seconds by its clock, and nothing on the page shows when they are
    // over.
    await pause(31_000);
  }
  await walk.press("Send a new code");
  await expect(page.getByText("Only the newest one works.")).toBeVisible();
  const newer = await people.mailbox.code(person.email);
  expect(newer.code).not.toBe(older.code);

  await walk.field(words.code).fill(older.code);
  await walk.press(words.next);
  await expect(walk.field(words.code)).toHaveAccessibleDescription(/A newer code has taken the place/);
  await walk.field(words.code).fill(newer.code);
  await walk.press(words.next);
  await walk.at(words.secondStep);
});
