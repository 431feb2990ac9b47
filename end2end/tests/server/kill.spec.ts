import { execFile } from "node:child_process";
import { randomInt } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { arrive, live, type Member, member, mustBeWhole, type Place } from "../../fixtures/crowd.ts";
import { Sorted } from "../../fixtures/post.ts";
import { PATIENCE, pause, TEST, until } from "../../fixtures/patience.ts";
import type { SeededInvitation } from "../../fixtures/seeds.ts";
import { freePort, Server } from "../../fixtures/server.ts";

/** `cargo xtask verify t6` sets more of them, and asks for the figures as JSON. */
const ROUNDS = Number(process.env["KILLS"] ?? "8");
const CLIENTS = Number(process.env["KILL_CLIENTS"] ?? "6");
const FIGURES = process.env["KILL_FIGURES"];

/** How many sign up at the same time. */
const ARRIVING = 3;
/** The longest life of a server before a kill at a random moment. */
const LONGEST_LIFE = Number(process.env["KILL_LONGEST_LIFE"] ?? "2200");
const FIRST_STARTS = Math.max(8, Math.ceil(ROUNDS / 10));
const ACTS = ["signUps", "signIns", "methods", "changes", "recoveries"] as const;
const RECOVERED = "Your account has a new password";
const CHANGED = "Your password was changed";

test("kill -9 under load loses nothing that was acknowledged, and leaves nothing half done (S29)", async () => {
  test.setTimeout(TEST + ROUNDS * PATIENCE);
  const office = new Sorted(await freePort());
  const server = await Server.prepare({
    REGAIN_SMTP_URL: `smtp://127.0.0.1:${office.port}`,
    REGAIN_MAIL_FROM: "no-reply@example.org",
    // Each member has a network of their own: in one, they would look like an attack.
    REGAIN_TRUSTED_PROXIES: "127.0.0.1",
  });
  try {
    await office.open();
    const invited = await invitations(server, office, CLIENTS + ARRIVING + ROUNDS);

    const state = { closing: false };
    const place: Place = {
      origin: server.origin,
      post: office,
      closing: () => state.closing,
      acknowledged: { signUps: 0, signIns: 0, methods: 0, changes: 0, recoveries: 0 },
      lost: [],
      mixed: [],
    };
    const people: Member[] = [];
    const arrived: Member[] = [];
    const doorkeeper = async (): Promise<void> => {
      for (let next = invited.shift(); next !== undefined && !state.closing; next = invited.shift()) {
        const person = member(next.email, next.code, people.length);
        people.push(person);
        await arrive(place, person);
        arrived.push(person);
      }
    };
    const client = async (): Promise<void> => {
      while (!state.closing) {
        const person = arrived.shift();
        if (person === undefined) await pause(50);
        else await live(place, person);
      }
    };
    const restarts: number[] = [];
    const clients: Promise<void>[] = [];
    let begun = { ...place.acknowledged };
    const meanwhile = { ...place.acknowledged };
    const newPasswords = (): number => sum(place.acknowledged) - sum(begun);
    const amidKills = (more: number): Promise<true> =>
      until(
        () => newPasswords() > more || undefined,
        () => `only ${newPasswords()} new passwords, with ${people.length} people; said: ${server.output}`,
      );
    const killing = async (): Promise<void> => {
      try {
        clients.push(...Array.from({ length: CLIENTS }, client));
        // Until each of them has somebody; later so many would have failed that the server asks
        // strangers for work (S64), which a kill resets.
        await until(
          () => place.acknowledged.signUps >= CLIENTS || undefined,
          () => `only ${place.acknowledged.signUps} have arrived; said: ${server.output}`,
        );
        begun = { ...place.acknowledged };
        for (let round = 0; round < ROUNDS; round += 1) {
          await pause(randomInt(1, LONGEST_LIFE));
          // If the machine is too slow for any result in such a life, wait for one.
          await amidKills(round);
          await server.kill();
          // As long as the last start took, so that kills interrupt every step of slow machines,
          // too.
          if (round % 2 === 1) await server.killStarting(randomInt(1, Math.ceil(restarts.at(-1) ?? 1) + 1));
          const began = performance.now();
          await server.serve();
          restarts.push(performance.now() - began);
          await forgetTries(server.database);
        }
        await amidKills(ROUNDS);
        // Each of them at least once, however slow.
        await until(
          () => ACTS.every((what) => place.acknowledged[what] > 0) || undefined,
          () => `not everything was done: ${JSON.stringify(place.acknowledged)}; said: ${server.output}`,
        );
        for (const what of ACTS) meanwhile[what] = place.acknowledged[what] - begun[what];
      } finally {
        state.closing = true;
      }
    };
    await Promise.all([killing(), ...Array.from({ length: ARRIVING }, doorkeeper)]);
    await Promise.all(clients);
    await forgetTries(server.database);

    for (const person of people) await mustBeWhole(place, person);
    await mustBeTold(office, people, place);
    await server.stop();
    const database = await soundness(server.database);
    await mustBeInHistory(server.database, people, place);
    const history = await server.run("audit", "verify");
    const figures = {
      kills: restarts.length,
      clients: CLIENTS,
      people: people.length,
      acknowledged: meanwhile,
      lost: place.lost,
      mixed: place.mixed,
      copies: office.copies,
      longestRestart: Math.round(Math.max(...restarts)),
      database,
      history: history.includes("The history is whole"),
    };
    console.log(JSON.stringify(figures));
    if (FIGURES !== undefined) await writeFile(FIGURES, JSON.stringify(figures));

    expect(meanwhile.changes + meanwhile.recoveries, "new passwords amid the kills").toBeGreaterThan(ROUNDS);
    for (const what of ACTS) expect(place.acknowledged[what], what).toBeGreaterThan(0);
    expect(place.lost).toEqual([]);
    expect(place.mixed).toEqual([]);
    expect(database ?? "ok").toBe("ok");
    expect(figures.history, `S80: ${history}`).toBe(true);
  } finally {
    await server.remove();
    await office.close();
  }
});

test("kill -9 of a first start leaves nothing that the next one can't use (S29, S104)", async () => {
  const whole = await startingTakes();
  for (let round = 0; round < FIRST_STARTS; round += 1) {
    const server = await Server.prepare();
    try {
      const life = Math.ceil(((round + 1) * whole) / FIRST_STARTS);
      const lives = [life, Math.ceil(life / 2)];
      for (const lived of lives) await server.killStarting(lived);
      await server.serve();
      expect(server.output, `the way in, after kills at ${lives.join(" and ")} ms`).toContain("/invite#");
      await server.stop();
      expect((await soundness(server.database)) ?? "ok").toBe("ok");
      expect(await server.run("audit", "verify")).toContain("The history is whole");
    } finally {
      await server.remove();
    }
  }
});

/** This many invited people: those of this run, and as many more as necessary. */
async function invitations(server: Server, office: Sorted, count: number): Promise<SeededInvitation[]> {
  const { invited } = await server.seed();
  const further: string[] = [];
  // Before anybody else is an administrator, who would get a mail about each of them.
  while (invited.length + further.length < count) {
    further.push(`further-${further.length}@example.org`);
    await server.run("invite-admin", further.at(-1) ?? "");
  }
  await server.serve();
  // All of them at once, or they would wait behind the first ones' notices.
  for (const email of further) invited.push({ email, code: await office.code(email, "invite") });
  return invited.slice(0, count);
}

/** How many milliseconds a first start takes here. */
async function startingTakes(): Promise<number> {
  const server = await Server.prepare();
  try {
    const began = performance.now();
    await server.serve();
    return performance.now() - began;
  } finally {
    await server.remove();
  }
}

/** The number of new passwords. */
function sum({ changes, recoveries }: Place["acknowledged"]): number {
  return changes + recoveries;
}

/** Each new password causes a mail of its own, and nothing else does (S65). */
async function mustBeTold(office: Sorted, people: readonly Member[], place: Place): Promise<void> {
  const told = ({ email }: Member): string => `${office.count(email, RECOVERED)}, ${office.count(email, CHANGED)}`;
  const wrong = (): Member[] => people.filter((person) => told(person) !== newPasswords(person));
  // So many changes leave a backlog of notices: as long as it shrinks, none is lost.
  let [letters, since] = [office.letters, performance.now()];
  while (wrong().length > 0 && performance.now() < since + PATIENCE) {
    await pause(200);
    if (office.letters !== letters) [letters, since] = [office.letters, performance.now()];
  }
  for (const person of wrong()) place.mixed.push(`${person.email}: new ${newPasswords(person)}, mailed ${told(person)}`);
}

/** How many by recoveries and by changes. */
function newPasswords({ former, recovered }: Member): string {
  return `${recovered}, ${former.length - recovered}`;
}

/** The database's own verdict; `undefined` if its command isn't installed. */
async function soundness(database: string): Promise<string | undefined> {
  const [whole, foreign] = [await ask(database, "PRAGMA integrity_check"), await ask(database, "PRAGMA foreign_key_check")];
  return whole === undefined || foreign === undefined ? undefined : `${whole}${foreign}`;
}

/** The history has each new password, and no other. */
async function mustBeInHistory(database: string, people: readonly Member[], place: Place): Promise<void> {
  const rows = await ask(
    database,
    `SELECT canonical, total(event = 'password.created'), total(event = 'password.changed')
     FROM identifiers LEFT JOIN history ON subject = person_id WHERE kind = 'email' GROUP BY canonical`,
  );
  if (rows === undefined) return;
  const counts = new Map(rows.split("\n").map((row) => [row.split("|")[0], row.split("|").slice(1).map(Number).join(", ")]));
  for (const person of people) {
    const stands = counts.get(person.email);
    const wanted = newPasswords(person);
    if (stands !== wanted) place.mixed.push(`${person.email}: new ${wanted}, in the history ${stands}`);
  }
}

/**
 * Each try counts before the server judges it (S60), so a kill leaves it counted, and soon nobody
 * could sign in for minutes: the crowd couldn't tell a wrong password from one that has to wait.
 */
async function forgetTries(database: string): Promise<void> {
  await ask(database, `PRAGMA busy_timeout = ${PATIENCE}; DELETE FROM sign_in_counters`);
}

async function ask(database: string, query: string): Promise<string | undefined> {
  try {
    return (await promisify(execFile)("sqlite3", [database, query])).stdout.trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
