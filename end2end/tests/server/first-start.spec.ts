import { stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { enrolByForms } from "../../fixtures/people.ts";
import { Server } from "../../fixtures/server.ts";

test("the first start prints the way in, makes keys, and a second one reuses the data", async () => {
  const server = await Server.prepare();
  try {
    await server.serve();
    expect(server.output).toContain(`Regain is at ${server.origin}`);
    expect(server.output).toContain(`${server.origin}/dev/mailbox`);
    const link = new RegExp(`${server.origin}/invite#([0-9A-Z-]+)`).exec(server.output);
    expect(server.output).toContain(`Code, to type where script is off: ${link?.[1]}`);
    const keys = await stat(join(server.folder, "regain.keys"));
    expect(keys.mode & 0o777).toBe(0o600);

    expect(await server.stop(), "SIGTERM ends it calmly").toBe(0);
    await server.serve();
    expect(server.output, "the same invitation").toContain(link?.[0]);
    const invited = { email: "admin@example.org", link: link?.[0] ?? "", code: link?.[1] ?? "" };
    await enrolByForms(server.origin, invited, "en");
    await server.stop();
    await server.serve();
    expect(server.output).not.toContain("/invite#");
  } finally {
    await server.remove();
  }
});

test("production refuses what development forgives, in one line that names the key", async () => {
  for (const [settings, key] of [
    [{}, "public_url"],
    [{ REGAIN_PUBLIC_URL: "https://id.example.org" }, "trusted_proxies"],
    [{ REGAIN_PUBLIC_URL: "https://id.example.org", REGAIN_TRUSTED_PROXIES: "" }, "smtp_url"],
    [{ REGAIN_PUBLIC_URL: "https://id.example.org", REGAIN_TRUSTED_PROXIES: "", REGAIN_HEADS_FILE: "" }, "heads_file"],
    [{ REGAIN_NO_SUCH_KEY: "x" }, "REGAIN_NO_SUCH_KEY"],
  ] as const) {
    const server = await Server.prepare({ REGAIN_MODE: "production", ...settings });
    const failed = server.run("serve").then(
      () => "it started",
      (error: { stderr?: string }) => error.stderr ?? "",
    );
    const lines = (await failed).trim().split("\n");
    await server.remove();
    expect(lines.at(-1)?.toLowerCase()).toContain(key.toLowerCase());
  }
});
