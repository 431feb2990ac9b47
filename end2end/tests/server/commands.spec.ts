import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { canSignIn } from "../../fixtures/crowd.ts";
import { Client } from "../../fixtures/http.ts";
import { goodPassword, People } from "../../fixtures/people.ts";
import { Server } from "../../fixtures/server.ts";

/** The output of a failing command; empty if it succeeds. */
async function failure(command: Promise<string>): Promise<string> {
  return command.then(
    () => "",
    (error: { stdout?: string; stderr?: string }) => `${error.stdout ?? ""}${error.stderr ?? ""}`,
  );
}

test("a backup is made while serving, an older database isn't served, and a restore closes what it must (S84)", async () => {
  const server = await Server.prepare();
  try {
    const people = await People.of(server);
    const person = await people.enrol();
    const backup = join(server.folder, "backup.sqlite3");
    expect(await server.run("backup", backup)).toContain("readable by its owner alone");
    expect(await failure(server.run("backup", backup)), "never overwritten").toContain("exists");

    const client = new Client(server.origin);
    await client.do("/api/sign_in", { identifier: person.userName, password: person.password });
    await client.do("/api/verify_authenticator", { code: await person.app.code() });
    const newer = goodPassword();
    await client.do("/api/confirm", { password: person.password, code: await person.app.code() });
    await client.do("/api/change_password", { current: person.password, new: newer });
    expect(await failure(server.run("restore", backup)), "not under a running server").toContain("stop it first");
    await server.stop();
    expect(await server.run("audit", "verify")).toContain("It agrees with");
    expect(await server.run("doctor")).toContain("agrees with the heads outside");

    // As somebody would who knows the older password and can write the file.
    await copyFile(server.database, join(server.folder, "newer.sqlite3"));
    await copyFile(backup, server.database);
    for (const suffix of ["-wal", "-shm"]) await rm(server.database + suffix, { force: true });
    expect(await failure(server.run("serve")), "an older database").toContain("an older database was put in its place");
    expect(await failure(server.run("audit", "verify"))).toContain("an older database was put in its place");
    expect(await failure(server.run("doctor"))).toContain("mend:  keep a copy");

    await copyFile(join(server.folder, "newer.sqlite3"), server.database);
    for (const suffix of ["-wal", "-shm"]) await rm(server.database + suffix, { force: true });
    const said = await server.run("restore", backup);
    expect(said).toContain("1 accounts stay closed");
    await server.serve();
    expect(await canSignIn(server.origin, person.userName, person.password), "the older password").toBe(false);
    expect(await canSignIn(server.origin, person.userName, newer), "the lost one").toBe(false);
    const letter = await people.mailbox.next(person.email, "/recover");
    expect(letter.subject).toBe("Please get back into your account");
    await server.stop();
    expect(await server.run("audit", "verify")).toContain("The history is whole");
  } finally {
    await server.remove();
  }
});

test("what is no backup of this server is refused, and nothing is moved", async () => {
  const [server, other] = [await Server.prepare(), await Server.prepare()];
  try {
    await server.run("invite-admin", "a@example.org");
    await other.run("invite-admin", "b@example.org");
    const foreign = join(server.folder, "foreign.sqlite3");
    await other.run("backup", foreign);
    expect(await failure(server.run("restore", foreign))).toContain("nothing was restored");
    expect(await failure(server.run("restore", join(server.folder, "regain.keys")))).toContain("nothing was restored");
    expect(await server.run("audit", "verify")).toContain("The history is whole: 2 entries");
  } finally {
    await server.remove();
    await other.remove();
  }
});
