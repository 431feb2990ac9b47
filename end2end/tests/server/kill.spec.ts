import { execFile } from "node:child_process";
import { randomInt } from "node:crypto";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { Client } from "../../fixtures/http.ts";
import {
  canSignIn,
  isUsed,
  newcomer,
  type Newcomer,
  type Place,
  recoverAgainAndAgain,
  type Regular,
  settle,
  signUp,
} from "../../fixtures/crowd.ts";
import { People } from "../../fixtures/people.ts";
import { pause, Server } from "../../fixtures/server.ts";

const KILLS = 8;
const NEWCOMERS = 90;
const REGULARS = 20;
/** How many sign up, and how many recover, at the same time. */
const AT_ONCE = 3;

test("kill -9 under load loses nothing that was acknowledged, and leaves nothing half done (S29)", async () => {
  test.setTimeout(180_000);
  const server = await Server.prepare();
  try {
    const people = await People.of(server);
    const regulars: Regular[] = [];
    for (let count = 0; count < REGULARS; count += 1) {
      regulars.push({ ...(await people.enrol()), finished: 0, asked: 0, former: [], pending: undefined });
    }
    const newcomers: Newcomer[] = [];
    for (let count = 0; count < NEWCOMERS; count += 1) newcomers.push(newcomer(await people.invite()));

    const state = { kills: 0, closing: false };
    const place: Place = {
      origin: server.origin,
      mailbox: people.mailbox,
      kills: () => state.kills,
      closing: () => state.closing,
    };
    const crowd = Promise.all([
      ...workThrough(newcomers, (person) => signUp(place, person)),
      ...workThrough(regulars, (person) => recoverAgainAndAgain(place, person)),
    ]);
    const killing = (async () => {
      for (; state.kills < KILLS; state.kills += 1) {
        await pause(randomInt(700, 3_000));
        await server.kill();
        await server.serve();
      }
      await pause(1_000);
      state.closing = true;
    })();
    await Promise.all([killing, crowd]);

    const signedUp = newcomers.filter((person) => person.acknowledged === "account").length;
    const recovered = regulars.reduce((sum, person) => sum + person.finished, 0);
    console.log(`${KILLS} kills; acknowledged: ${signedUp} sign-ups, ${recovered} recoveries`);
    expect(signedUp).toBeGreaterThan(KILLS);
    expect(recovered).toBeGreaterThan(KILLS);

    for (const person of newcomers) await expectWholeNewcomer(place, person);
    for (const person of regulars) await expectWholeRegular(place, person);
    await server.stop();
    await expectSoundDatabase(server.database);
    expect(await server.run("audit", "verify"), "S80: the history is whole").toContain("The history is whole");
  } finally {
    await server.remove();
  }
});

/** Several of the crowd, each taking the next in the list. */
function workThrough<T>(list: readonly T[], work: (item: T) => Promise<void>): Promise<void>[] {
  const rest = [...list];
  return Array.from({ length: AT_ONCE }, async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  });
}

/** An account, or an invitation that still works; never something between. */
async function expectWholeNewcomer({ origin }: Place, person: Newcomer): Promise<void> {
  const opened = await new Client(origin).do("/api/open_invitation", { code: person.invited.code }).then(
    () => true,
    (error: unknown) => {
      if (isUsed(error)) return false;
      throw error;
    },
  );
  const signsIn = await canSignIn(origin, person.userName, person.password);
  expect(signsIn, `${person.email}: either an account or an invitation`).toBe(!opened);
  if (person.acknowledged === "account") expect(signsIn, `${person.email} was told that the account is ready`).toBe(true);
}

/** The newest acknowledged password works, and none before it. */
async function expectWholeRegular(place: Place, person: Regular): Promise<void> {
  await settle(place, person);
  expect(await canSignIn(place.origin, person.userName, person.password), `${person.email}: newest password`).toBe(true);
  for (const former of person.former.slice(-3)) {
    expect(await canSignIn(place.origin, person.userName, former), `${person.email}: former password`).toBe(false);
  }
}

/** As the database itself judges, where its command is installed. */
async function expectSoundDatabase(path: string): Promise<void> {
  const ask = async (pragma: string): Promise<string | undefined> => {
    try {
      return (await promisify(execFile)("sqlite3", [path, `PRAGMA ${pragma}`])).stdout.trim();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  };
  expect((await ask("integrity_check")) ?? "ok").toBe("ok");
  expect((await ask("foreign_key_check")) ?? "").toBe("");
}
