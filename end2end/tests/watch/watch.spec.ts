import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { pause } from "../../fixtures/patience.ts";
import { freePort } from "../../fixtures/server.ts";

const repository = join(import.meta.dirname, "../../..");
/** Compiled files stay from run to run, apart from everybody else's. */
const target = process.env["REGAIN_WATCH_TARGET"] ?? join(repository, "target/watch");
/** Everything except the sources. */
const LEFT_OUT = /^(target|data|\.git|end2end\/node_modules|end2end\/test-results)(\/|$)/;

/**
 * A copy of the sources, so that the test changes nobody's own; always at the same place and with
 * the same times, so that Cargo recognises them.
 */
async function copy(): Promise<string> {
  const folder = join(tmpdir(), "regain-watched");
  await rm(folder, { recursive: true, force: true });
  await cp(repository, folder, {
    recursive: true,
    preserveTimestamps: true,
    filter: (source) => !LEFT_OUT.test(relative(repository, source)),
  });
  return folder;
}

async function change(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(file, "utf8");
  expect(text, file).toContain(from);
  await writeFile(file, text.replaceAll(from, to));
}

/** Waits until a server answers, or until the process that should have started it is over. */
async function answers(address: string, loop: ChildProcess): Promise<void> {
  for (;;) {
    if (loop.exitCode !== null) throw new Error(`cargo leptos watch ended with ${loop.exitCode}`);
    if (await fetch(address).then(({ ok }) => ok, () => false)) return;
    await pause(250);
  }
}

async function seconds(work: Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work;
  return Math.round((performance.now() - began) / 100) / 10;
}

function colourOf(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).getPropertyValue("outline-color")).catch(() => "loading");
}

test("cargo leptos watch serves, and shows a changed word and a changed style in the browser by itself", async ({ page }) => {
  const folder = await copy();
  await mkdir(target, { recursive: true });
  const [port, reload] = [await freePort(), await freePort()];
  const origin = `http://127.0.0.1:${port}`;
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith("REGAIN_") && !name.startsWith("LEPTOS_"));
  const loop = spawn("cargo", ["leptos", "watch"], {
    cwd: folder,
    // Its children end with it, as by Ctrl-C.
    detached: true,
    stdio: "inherit",
    env: {
      ...Object.fromEntries(others),
      CARGO_TARGET_DIR: target,
      LEPTOS_SITE_ADDR: `127.0.0.1:${port}`,
      LEPTOS_RELOAD_PORT: String(reload),
      REGAIN_LISTEN: `127.0.0.1:${port}`,
    },
  });
  try {
    const first = await seconds(answers(`${origin}/readyz`, loop));
    const shown: string[] = [];
    page.on("console", (message) => message.type() === "error" && shown.push(message.text()));
    await page.goto(`${origin}/sign-in`);
    await expect(page.getByRole("link", { name: "Can't access your account?" })).toBeVisible();

    const patient = { timeout: 0 };
    await appendFile(join(folder, "style/base.css"), "\nbody { outline: 1px solid rgb(1, 2, 3); }\n");
    const style = await seconds(expect.poll(() => colourOf(page), patient).toBe("rgb(1, 2, 3)"));

    await change(join(folder, "crates/app/src/texts/sign_in.rs"), "Can't access your account?", "Locked out of your account?");
    const changed = page.getByRole("link", { name: "Locked out of your account?" });
    const word = await seconds(expect(changed).toBeVisible(patient));
    // The new page works: script has taken over, and its two halves agree.
    await changed.click();
    await expect(page.getByRole("heading", { level: 1, name: "Get back into your account" })).toBeVisible();
    console.log(`first start ${first} s, a style ${style} s, a word ${word} s`);
    expect(shown.filter((text) => !text.includes("WebSocket"))).toEqual([]);
  } finally {
    const ended = once(loop, "exit");
    if (loop.pid !== undefined && loop.exitCode === null) {
      process.kill(-loop.pid, "SIGINT");
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  }
});
