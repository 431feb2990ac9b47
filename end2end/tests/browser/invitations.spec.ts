import { enrolByForms } from "../../fixtures/people.ts";
import { expect, test } from "../../fixtures/test.ts";
import type { Walk } from "../../fixtures/walk.ts";

/** Types an invitation's code, or opens its link. */
async function tryCode(walk: Walk, code: string): Promise<void> {
  await walk.field(walk.words.invitationCode).fill(code);
  await walk.press(walk.words.next);
}

test("an invitation that isn't known says so, and the next code can be entered", async ({ walk, people }) => {
  const { words } = walk;
  await walk.open("/invite");
  await tryCode(walk, "ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345");
  await walk.at("We don't know this invitation");
  await walk.press("Enter the code again");
  await walk.at(words.invitation);
  await tryCode(walk, (await people.invite()).code);
  await walk.at(words.whoAreYou);
});

test("a field for the next code is shown once, so that nothing typed is lost (only with JavaScript: a page asks anew)", async ({
  walk,
}) => {
  const unknown = "We don't know this invitation";
  await walk.open("/invite");
  await tryCode(walk, "ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345");
  await walk.at(unknown);
  const shown: string[] = [];
  await walk.page.route("**/api/read_invite", async (route) => {
    shown.push(await walk.page.getByRole("heading", { level: 1 }).innerText());
    await route.continue();
  });
  await walk.press("Enter the code again");
  await walk.at(walk.words.invitation);
  // Until the answer arrives, the old page stays: an earlier field would be replaced while somebody
  // types.
  expect(shown).toEqual([unknown]);
});

test("half a code is no try", async ({ walk }) => {
  await walk.open("/invite");
  await tryCode(walk, "ABCD-EFGH");
  await expect(walk.field(walk.words.invitationCode)).toHaveAccessibleDescription(/isn't a complete code/);
  await tryCode(walk, "");
  await expect(walk.field(walk.words.invitationCode)).toHaveAccessibleDescription(/Enter the code/);
});

test("an accepted invitation leads to sign-in", async ({ walk, people, server }) => {
  const invited = await people.invite();
  await enrolByForms(server.origin, invited, "en");
  await walk.open("/invite");
  await tryCode(walk, invited.code);
  await walk.at("This invitation has already been accepted");
  await walk.link(walk.words.signIn).click();
  await walk.at(walk.words.signIn);
});

test("only the newest invitation works, and the older one says so", async ({ walk, people }) => {
  const { words } = walk;
  const older = await people.invite();
  const newer = await people.inviteAgain(older.email);
  await walk.open("/invite");
  await tryCode(walk, older.code);
  await walk.at("There is a newer invitation");
  await walk.press("Enter the newer code");
  await walk.at(words.invitation);
  await tryCode(walk, newer.code);
  await walk.at(words.whoAreYou);
});

test("a code is taken with spaces, in small letters", async ({ walk, people }) => {
  const { code } = await people.invite();
  await walk.open("/invite");
  await tryCode(walk, `  ${code.toLowerCase().replaceAll("-", " ")} `);
  await walk.at(walk.words.whoAreYou);
});
