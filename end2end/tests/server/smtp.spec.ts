import { expect, test } from "@playwright/test";
import type { ParsedMail } from "mailparser";
import { Client } from "../../fixtures/http.ts";
import { enrolByForms, goodPassword, type Invited, type Person } from "../../fixtures/people.ts";
import { freePort, Server } from "../../fixtures/server.ts";
import { PostOffice, type Received, SilentOffice } from "../../fixtures/smtp.ts";

const SENDER = "no-reply@mail.example.org";

/** A server that mails by a post office, which isn't open yet. */
async function withPostOffice(url: (port: number) => string, use: (server: Server, office: PostOffice) => Promise<void>) {
  const office = new PostOffice(await freePort());
  const server = await Server.prepare({
    REGAIN_SMTP_URL: url(office.port),
    REGAIN_MAIL_FROM: `Example Org <${SENDER}>`,
    REGAIN_ORGANISATION: "Example Org",
  });
  try {
    await use(server, office);
  } finally {
    await server.remove();
    await office.close();
  }
}

const plain = (port: number) => `smtp://127.0.0.1:${port}`;

/** The beginning of these tests; mails have whole seconds. */
const BEGAN = Math.floor(Date.now() / 1_000) * 1_000;

/** Checks the common properties of our mails. */
function expectProper({ recipients, sender, mail }: Received, to: string, language: string): void {
  expect(recipients, "one recipient a mail").toEqual([to]);
  expect(sender).toBe(SENDER);
  expect(mail.from?.value).toEqual([{ name: "Example Org", address: SENDER }]);
  expect([mail.to].flat().flatMap((header) => header?.value.map(({ address }) => address) ?? [])).toEqual([to]);
  expect(mail.cc ?? mail.bcc).toBeUndefined();
  expect(mail.messageId).toMatch(/^<[0-9a-f]{32}@mail\.example\.org>$/);
  expect(mail.date?.getTime()).toBeGreaterThanOrEqual(BEGAN);
  expect(mail.date?.getTime()).toBeLessThanOrEqual(Date.now());
  expect(mail.headers.get("auto-submitted")).toBe("auto-generated");
  expect(mail.headers.get("x-auto-response-suppress")).toBe("All");
  expect(mail.headers.get("content-language")).toBe(language);
  expect(mail.subject).toBeTruthy();
  expect(mail.subject).not.toMatch(/[\r\n]/);
  expect(mail.headers.get("content-type")).toMatchObject({ value: "multipart/alternative" });
  expect(mail.attachments).toEqual([]);
  expect(mail.text).toBeTruthy();
  expect(mail.html).toContain(`lang="${language}"`);
  // The mail loads nothing, so it reports its opening to nobody.
  expect(mail.html).not.toMatch(/<(img|script|link|iframe)\b/i);
}

function invitation(email: string, mail: ParsedMail): Invited {
  const link = /http:\S+\/invite#([0-9A-Z-]+)/.exec(mail.text ?? "");
  return { email, link: link?.[0] ?? "", code: link?.[1] ?? "" };
}

test("a whole enrolment and recovery is mailed over SMTP, in the person's language", async () => {
  await withPostOffice(plain, async (server, office) => {
    await office.open();
    await server.run("invite-admin", "anna@example.org");
    await server.serve();
    const invited = await office.next("anna@example.org", /\/invite#/);
    expectProper(invited, "anna@example.org", "en");
    expect(invited.mail.html).toContain("/invite#");
    const anna = await enrolByForms(server.origin, invitation("anna@example.org", invited.mail), "zh-TW");
    expectProper(await office.next(anna.email, /已經可以使用/), anna.email, "zh-Hant");

    const browser = new Client(server.origin, "zh-TW");
    const codeMail = await recoverAs(browser, anna, office);
    expectProper(codeMail, anna.email, "zh-Hant");
    expect(codeMail.mail.html).toContain("/recover/link#");
    expectProper(await office.next(anna.email, /已通過第 1 步驗證/), anna.email, "zh-Hant");
    await browser.do("/api/choose_method", { method: "saved_code" });
    await browser.do("/api/enter_saved_code", { code: anna.savedCodes[0] ?? "" });
    const password = goodPassword();
    const finished = await browser.do("/api/new_password", { password });
    expect(finished.location).toBe("/recover/done");
    expectProper(await office.next(anna.email, /有一組還原碼已使用/), anna.email, "zh-Hant");
    expectProper(await office.next(anna.email, /已設定新密碼/), anna.email, "zh-Hant");

    // Each row of the outbox was one mail, and there was no other notice: the next mail is about
    // the next event.
    await browser.do("/api/sign_in", { identifier: anna.userName, password });
    await browser.do("/api/verify_authenticator", { code: await anna.app.code() });
    expectProper(await office.next(anna.email, /用我們沒見您用過的瀏覽器登入/), anna.email, "zh-Hant");
    expect(office.received.map(({ mail }) => mail.subject)).toEqual([]);
  });
});

test("a mail server that is down changes no answer and loses no mail (S4, S65)", async () => {
  await withPostOffice(plain, async (server, office) => {
    await server.run("invite-admin", "anna@example.org");
    await server.serve();
    const health = await fetch(`${server.origin}/healthz`);
    expect(health.status).toBe(200);
    await expect.poll(() => server.output).toContain("a mail could not be sent");
    await office.open();
    const { mail } = await office.next("anna@example.org", /\/invite#/);
    const anna = await enrolByForms(server.origin, invitation("anna@example.org", mail), "en");
    await office.next(anna.email, /./);

    // Nobody waits for the mail server: it holds on to each mail, and says nothing before the test
    // has all answers.
    await office.close();
    const silent = new SilentOffice();
    await silent.open(office.port);
    const browser = new Client(server.origin);
    await browser.do("/api/start_recovery", { identifier: anna.email, trouble: "forgot_password" });
    const answered = await browser.do("/api/choose_method", { method: "mail" });
    expect(answered.location).toBe("/recover/verify");
    await expect.poll(() => silent.waiting).toBe(1);
    expect(await browser.step()).toBe(1);
    expect(silent.waiting, "its one conversation is still the same").toBe(1);
    await silent.close();

    // Restarted meanwhile: the waiting mails are in the database, not in memory.
    await server.stop();
    await server.serve();
    await office.open();
    const { mail: late } = await office.next(anna.email, /\/recover\/link#/);
    await browser.do("/api/enter_mailed_code", { code: codeIn(late) });
    expect(await browser.step()).toBe(2);
  });
});

test("a mail server that refuses everything for reasons of its own loses no mail, and the operator hears why (S65)", async () => {
  await withPostOffice(plain, async (server, office) => {
    office.refusal = { at: "recipient", code: 554, words: "Relay access denied" };
    await office.open();
    await server.run("invite-admin", "anna@example.org");
    await server.serve();
    await expect.poll(() => server.output).toContain("a mail could not be sent");
    expect(server.output).toMatch(/the relay answered 554.* at RCPT/);
    expect(server.output, "the log has no address").not.toContain("anna@example.org");
    const degraded = await fetch(`${server.origin}/readyz`);
    expect(degraded.status, "balancers go on").toBe(200);
    expect(await degraded.json()).toMatchObject({ ready: true, degraded: true });
    const told = await wrong(server.run("doctor"));
    expect(told).toMatch(/mail +WRONG +the mail server can't be used: the relay answered 554.* at RCPT/);
    expect(told).toMatch(/mend: +it takes no mail to others/);
    expect(told, "nor do people read it").not.toContain("anna@example.org");

    // Another fault in the configuration, and then none.
    office.refusal = { at: "sender", code: 550, words: "Not allowed to send as this sender" };
    await expect.poll(() => wrong(server.run("doctor"))).toMatch(/the relay answered 550.* at MAIL/);
    office.refusal = undefined;
    const invited = await office.next("anna@example.org", /\/invite#/);
    expectProper(invited, "anna@example.org", "en");
    expect(office.greeted, "a full name, not the machine's").toBe("mail.example.org");
    await expect.poll(async () => (await fetch(`${server.origin}/readyz`)).json()).toEqual({ ready: true });
  });
});

/** The output of a command that finds a fault; empty without one. */
async function wrong(running: Promise<string>): Promise<string> {
  return running.then(
    () => "",
    (error: { stdout?: string }) => error.stdout ?? "",
  );
}

test("a mail server that can't prove who it is gets no mail (S68)", async () => {
  const office = new PostOffice(await freePort(), { secure: true });
  const server = await Server.prepare({ REGAIN_SMTP_URL: `smtps://127.0.0.1:${office.port}` });
  try {
    // Its certificate is the package's own, which nobody vouches for.
    await office.open();
    await server.run("invite-admin", "anna@example.org");
    await server.serve();
    await expect.poll(() => server.output).toContain("a mail could not be sent");
    expect(office.received).toEqual([]);
    expect(server.output, "the log has no address").not.toContain("anna@example.org");
  } finally {
    await server.remove();
    await office.close();
  }
});

test("a mail server that offers no TLS gets no mail where TLS is required (S68)", async () => {
  const office = new PostOffice(await freePort());
  const server = await Server.prepare({ REGAIN_SMTP_URL: `smtp://127.0.0.1:${office.port}?tls=required` });
  try {
    await office.open();
    await server.run("invite-admin", "anna@example.org");
    await server.serve();
    await expect.poll(() => server.output).toContain("a mail could not be sent");
    expect(office.conversations).toBeGreaterThan(0);
    expect(office.received).toEqual([]);
  } finally {
    await server.remove();
    await office.close();
  }
});

/** Starts a recovery and passes the mailed code; returns the mail. */
async function recoverAs(browser: Client, person: Person, office: PostOffice): Promise<Received> {
  await browser.do("/api/start_recovery", { identifier: person.userName, trouble: "forgot_password" });
  await browser.do("/api/choose_method", { method: "mail" });
  const received = await office.next(person.email, /\/recover\/link#/);
  await browser.do("/api/enter_mailed_code", { code: codeIn(received.mail) });
  return received;
}

function codeIn(mail: ParsedMail): string {
  return /\/recover\/link#([0-9A-Z]{8})\./.exec(mail.text ?? "")?.[1] ?? "";
}
