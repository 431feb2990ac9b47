import { Authenticator, offerNothing } from "../../fixtures/authenticator.ts";
import { goodPassword, unique } from "../../fixtures/people.ts";
import { expect, test } from "../../fixtures/test.ts";
import type { Walk } from "../../fixtures/walk.ts";

/** The effort of a flow for a person. */
interface Effort {
  clicks: number;
  fields: number;
  seconds: number;
}

/** Counts a person's clicks and filled fields on a page, across its navigations. */
async function effortOf(walk: Walk, flow: () => Promise<void>): Promise<Effort> {
  const fields = new Set<string>();
  let clicks = 0;
  await walk.page.exposeFunction("countedClick", () => {
    clicks += 1;
  });
  await walk.page.exposeFunction("countedField", (name: string) => fields.add(name));
  await walk.page.addInitScript(() => {
    const report = (name: string, value?: string): void => {
      const counted: unknown = Reflect.get(window, name);
      if (typeof counted === "function") void counted(value);
    };
    addEventListener("click", (event) => event.isTrusted && event.detail > 0 && report("countedClick"), true);
    addEventListener("input", (event) => {
      const field = event.target as HTMLInputElement;
      if (field.type !== "radio" && field.type !== "checkbox") report("countedField", `${location.pathname} ${document.querySelector("h1, h2")?.textContent} ${field.name}`);
    }, true);
  });
  const began = performance.now();
  await flow();
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  return { clicks, fields: fields.size, seconds };
}

// The effort of a flow must not grow by accident. The seconds are those of a driven browser, and
// only reported.
test.describe("no flow asks for more than it has to (only with JavaScript: script counts)", () => {
  test.use({ baseURL: async ({ server, people: _ }, use) => use(server.origin.replace("127.0.0.1", "localhost")) });

  const flows: Record<string, [most: Omit<Effort, "seconds">, (setting: Setting) => Promise<void>]> = {
    enrolment: [
      { clicks: 7, fields: 6 },
      async ({ walk, people }) => {
        const invited = await people.invite();
        const { words } = walk;
        await walk.open("/invite");
        await walk.field(words.invitationCode).fill(invited.code);
        await walk.press(words.next);
        await walk.giveNames("Zoë", `zoe.${unique()}`);
        await walk.at(words.choosePassword);
        await walk.field(words.password).fill(goodPassword());
        await walk.press(words.next);
        const codes = await walk.savedCodes();
        await walk.leaveCodes();
        await walk.field(words.oneOfYours).fill(codes[0] ?? "");
        await walk.press(words.next);
        await walk.setUpApp();
        await walk.at(words.ready);
      },
    ],
    "sign-in with an authenticator app": [
      { clicks: 2, fields: 3 },
      async ({ walk, person }) => {
        await walk.signIn(await person());
      },
    ],
    "sign-in with a saved code": [
      { clicks: 3, fields: 3 },
      async ({ walk, person }) => {
        const { userName, password, savedCodes } = await person();
        await walk.open("/sign-in");
        await walk.fillSignIn(userName, password);
        await walk.verifyBySavedCode(savedCodes[5] ?? "");
        await walk.at(walk.words.account);
      },
    ],
    "sign-in with a passkey": [
      { clicks: 1, fields: 0 },
      async ({ walk, withPasskey }) => {
        await withPasskey();
        await walk.press(walk.words.signInByPasskey);
        await walk.at(walk.words.account);
      },
    ],
    "recovery with a new password": [
      { clicks: 8, fields: 4 },
      async ({ walk, person }) => {
        const owner = await person();
        await walk.startRecovery(owner.userName, "forgotPassword");
        await walk.passBoth(owner);
        await walk.at(walk.words.chooseNew);
        await walk.field(walk.words.newPassword).fill(goodPassword());
        await walk.press(walk.words.finish);
        await walk.at(walk.words.newIsSet);
      },
    ],
    "recovery that keeps the password": [
      { clicks: 8, fields: 4 },
      async ({ walk, person }) => {
        const owner = await person();
        await walk.startRecovery(owner.userName, "knowPassword");
        await walk.passBoth(owner);
        await walk.at(walk.words.keepPassword);
        await walk.field(walk.words.password).fill(owner.password);
        await walk.press(walk.words.finish);
        await walk.at(walk.words.openAgain);
      },
    ],
    "a forgotten user name": [
      { clicks: 3, fields: 1 },
      async ({ walk, person }) => {
        await walk.startRecovery((await person()).email, "forgotUserName");
      },
    ],
    "a lost authenticator app": [
      { clicks: 8, fields: 4 },
      async ({ walk, person }) => {
        const owner = await person();
        await walk.startRecovery(owner.userName, "lostAuthenticator");
        await walk.passBoth(owner);
        await walk.setUpApp();
        await walk.at(walk.words.newAppIsSet);
      },
    ],
  };

  for (const [name, [most, flow]] of Object.entries(flows)) {
    test(name, async ({ page, walk, people }) => {
      // The preparations come first, and don't count.
      const owner = await people.enrol();
      const passkey = name.includes("passkey");
      if (passkey) {
        await offerNothing(page);
        await Authenticator.on(page);
        await walk.signIn(owner);
        await walk.open("/account/methods");
        await walk.link(walk.words.confirmFirst).click();
        await walk.confirm(owner);
        await walk.link(walk.words.addPasskey).click();
        await walk.press(walk.words.makePasskey);
        await expect(page.getByRole("status")).toContainText(walk.words.passkeyAdded);
        await walk.open("/account");
        await walk.press(walk.words.signOut);
        await walk.at(walk.words.signIn);
      }
      const withPasskey = async (): Promise<void> => walk.open("/sign-in");
      const effort = await effortOf(walk, () => flow({ walk, people, person: async () => owner, withPasskey }));
      test.info().annotations.push({ type: "effort", description: JSON.stringify(effort) });
      console.log(`effort: ${name}: ${effort.clicks} clicks, ${effort.fields} fields, ${effort.seconds} s`);
      expect(effort.clicks).toBeGreaterThan(0);
      expect(effort.clicks).toBeLessThanOrEqual(most.clicks);
      expect(effort.fields).toBeLessThanOrEqual(most.fields);
    });
  }
});

interface Setting {
  walk: Walk;
  people: import("../../fixtures/people.ts").People;
  person: () => Promise<import("../../fixtures/people.ts").Person>;
  withPasskey: () => Promise<void>;
}
