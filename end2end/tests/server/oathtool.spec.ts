import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { App } from "../../fixtures/app.ts";
import { Client } from "../../fixtures/http.ts";
import { pause } from "../../fixtures/patience.ts";
import { codesOn, goodPassword, People, unique } from "../../fixtures/people.ts";
import { Server } from "../../fixtures/server.ts";

const STEP = 30_000;

/** Another program's codes for a key, one step of `STEP` after another. */
async function oathtool(key: string, at: number): Promise<string> {
  const when = new Date(at).toISOString().replace("T", " ").slice(0, 19);
  const { stdout } = await promisify(execFile)("oathtool", ["--totp", "--base32", "--now", `${when} UTC`, key.replaceAll(" ", "")]);
  return stdout.trim();
}

test("the codes of another program enrol and sign in, each once (RFC 6238, S41)", async () => {
  test.skip(spawnSync("oathtool", ["--version"]).error !== undefined, "oathtool isn't installed");
  const server = await Server.prepare();
  try {
    const people = await People.of(server);
    const invited = await people.invite();
    const client = new Client(server.origin, "en");
    const [userName, password] = [`anna.${unique()}`, goodPassword()];
    await client.do("/api/open_invitation", { code: invited.code });
    await client.do("/api/enrol_names", { name: "Anna", user_name: userName });
    await client.do("/api/enrol_password", { user_name: userName, password });
    const codes = codesOn(await client.page("/invite"));
    await client.do("/api/confirm_saved_code", { code: codes[0] ?? "" });
    const page = await client.page("/invite");
    const key = /value__text[^>]*>(?:<!>)?([A-Z2-7 ]+)</.exec(page)?.[1] ?? "";
    // The picture, the link and the typed key contain one secret.
    expect(page.replaceAll("&amp;", "&")).toContain(`secret=${key.replaceAll(" ", "")}&issuer=`);
    expect(App.on(page)).toBeInstanceOf(App);

    // Early in a step, so that the oldest code still works when it arrives, even on a slow machine.
    const left = STEP - (Date.now() % STEP);
    if (left < 20_000) await pause(left);
    const now = Date.now();
    const [before, present, after] = [await oathtool(key, now - STEP), await oathtool(key, now), await oathtool(key, now + STEP)];
    const tooOld = await oathtool(key, now - 3 * STEP);
    await expect(client.do("/api/enrol_authenticator", { name: "oathtool", code: tooOld })).rejects.toThrow(/authenticator-wrong/);
    await client.do("/api/enrol_authenticator", { name: "oathtool", code: before });

    const signIn = async (code: string): Promise<void> => {
      const other = new Client(server.origin, "en");
      await other.do("/api/sign_in", { identifier: userName, password });
      await other.do("/api/verify_authenticator", { code });
    };
    await signIn(present);
    await expect(signIn(present)).rejects.toThrow(/authenticator-used/);
    await signIn(after);
    // Older than a used one; otherwise it would still work.
    await expect(signIn(present)).rejects.toThrow(/authenticator-used/);
  } finally {
    await server.remove();
  }
});
