import { expect, test } from "../../fixtures/test.ts";

test("the waiting tab moves on by itself (only with JavaScript: without it, Continue does)", async ({
  walk,
  people,
  otherTab,
}) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.startRecovery(person.userName, "forgotPassword");
  await walk.press(words.byMail);
  const { link, code } = await people.mailbox.code(person.email);

  const mailTab = await otherTab();
  await mailTab.open(link);
  await mailTab.at("Confirm it's you");
  expect(mailTab.page.url(), "neither code nor token stays in the history").not.toContain("#");
  await expect(mailTab.field("Code from the email")).toHaveValue(code);
  // Opening the link changes nothing (S22).
  await walk.at(words.enterMailed);

  await mailTab.press("Confirm");
  await mailTab.at("Confirmed");
  await walk.at(words.secondStep);

  // The second gate in the waiting tab takes both to the end.
  await walk.passSavedCode(person.savedCodes[0] ?? "");
  await walk.at(words.chooseNew);
  await mailTab.link("Continue here").click();
  await mailTab.at(words.chooseNew);
});

test("Continue takes the waiting page on (only without JavaScript: with it the page moves by itself)", async ({
  walk,
  people,
  otherTab,
}) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.startRecovery(person.userName, "forgotPassword");
  await walk.press(words.byMail);
  const { link, code } = await people.mailbox.code(person.email);

  const mailTab = await otherTab();
  await mailTab.open(link);
  await mailTab.at("Confirm it's you");
  await mailTab.field("Code from the email").fill(code);
  await mailTab.press("Confirm");
  await mailTab.at("Confirmed");
  await walk.press("Continue");
  await walk.at(words.secondStep);
});

test("in another browser the link only says to type the code where it was asked for", async ({
  walk,
  people,
  otherBrowser,
}) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.startRecovery(person.userName, "forgotPassword");
  await walk.press(words.byMail);
  const { link, code } = await people.mailbox.code(person.email);

  const phone = await otherBrowser();
  await phone.open(link);
  await phone.at("Type the code where you started");
  if (phone.script) await expect(phone.page.getByText(code, { exact: true })).toBeVisible();
  else await expect(phone.page.getByText("It is beside the link")).toBeVisible();
  await expect(phone.button("Confirm")).toHaveCount(0);

  await walk.field(words.code).fill(code);
  await walk.press(words.next);
  await walk.at(words.secondStep);
});

test("a link of an earlier attempt says so, costs nothing and leads on to the newer one", async ({ walk, people, otherTab }) => {
  const { words } = walk;
  const person = await people.enrol();
  await walk.startRecovery(person.userName, "forgotPassword");
  await walk.press(words.byMail);
  const earlier = await people.mailbox.code(person.email);
  await walk.startRecovery(person.userName, "forgotPassword");
  await walk.press(words.byMail);
  await people.mailbox.code(person.email);

  const mailTab = await otherTab();
  await mailTab.open(earlier.link);
  await mailTab.at("Confirm it's you");
  if (!mailTab.script) await mailTab.field("Code from the email").fill(earlier.code);
  await mailTab.press("Confirm");
  if (mailTab.script) await expect(mailTab.page.getByRole("alert")).toContainText("belongs to an earlier recovery");
  else await expect(mailTab.field("Code from the email")).toHaveAccessibleDescription(/A newer code has taken the place/);
  await walk.at(words.enterMailed);
  await mailTab.link(mailTab.script ? "Go on with the newer one" : "Go back and send a new code").click();
  await mailTab.at(words.enterMailed);
});
