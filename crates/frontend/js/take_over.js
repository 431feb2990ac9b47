// Takes the page over whole, or not at all (S119). Whatever stands in the page beside what the server sent, an extension's
// icon or a translator's words, is stepped over; where that can't be done, the browser keeps its plain forms and links.

// What the script at the end of the page noted (crates/app/src/ssr/page.js): each node of ours, with its children or its text.
const page = globalThis.regainPage;
const root = document.documentElement;

/**
 * Runs `hydrate` on the page as it was sent. Until that has come to its end nothing of it can act: what it listens to and
 * what it puts off is held back, and dropped if it fails.
 */
export function takeOver(hydrate) {
  const strangers = page ? stepOver() : [];
  const whole = page !== undefined && isWhole() && attempt(hydrate);
  putBack(strangers);
  if (whole) root.dataset.live = "";
  else leave();
}

/** Nothing of ours acts any more: presses go to the browser again, and to `next` if the person was under way there. */
export function letGo(next) {
  leave();
  for (const kind of ["click", "submit", "input", "focusout"]) addEventListener(kind, (event) => event.stopImmediatePropagation(), true);
  addEventListener("popstate", () => location.reload(), true);
  if (next !== undefined) location.assign(next);
}

function leave() {
  delete root.dataset.live;
  root.dataset.plain = "";
}

function attempt(hydrate) {
  const { addEventListener } = EventTarget.prototype;
  const { queueMicrotask } = globalThis;
  const held = [];
  EventTarget.prototype.addEventListener = function (...given) {
    held.push(() => addEventListener.apply(this, given));
  };
  globalThis.queueMicrotask = (task) => held.push(() => queueMicrotask(task));
  let whole = false;
  try {
    hydrate();
    whole = true;
  } catch (error) {
    console.error(error);
  }
  EventTarget.prototype.addEventListener = addEventListener;
  globalThis.queueMicrotask = queueMicrotask;
  if (whole) for (const act of held) act();
  return whole;
}

/** Takes out what stands between nodes of ours, puts these back in their order, and tells what was taken out from where. */
function stepOver() {
  const strangers = [];
  const { activeElement } = document;
  for (const [parent, sent] of page) {
    if (typeof sent === "string") continue;
    const ours = sent.filter((node) => page.has(node));
    const present = [...parent.childNodes];
    // What follows the last of ours is in nobody's way.
    if (ours.every((node, place) => node === present[place])) continue;
    // What was put around nodes of ours, or in the place of a text, is over once these are home.
    const missing = ours.filter((node) => node.parentNode !== parent);
    const standsIn = (node) => missing.some((own) => node.contains(own) || (own instanceof Text && node.textContent.trim() !== ""));
    present.forEach((node, place) => {
      if (ours.includes(node)) return;
      const before = present.slice(place).find((next) => ours.includes(next));
      if (!standsIn(node)) strangers.push({ node, parent, before });
      node.remove();
    });
    ours.reduceRight((next, node) => {
      if (node.parentNode !== parent || node.nextSibling !== next) parent.insertBefore(node, next);
      if (node instanceof Text) node.data = page.get(node);
      return node;
    }, null);
  }
  if (activeElement?.isConnected && activeElement !== document.activeElement) activeElement.focus({ preventScroll: true });
  return strangers;
}

function putBack(strangers) {
  for (const { node, parent, before } of strangers) parent.insertBefore(node, before?.parentNode === parent ? before : null);
}

/** Whether all is there that the server counted: elements, texts, comments. */
function isWhole() {
  const counted = [0, 0, 0];
  for (const node of page.keys()) {
    if (node === document.body) continue;
    counted[node instanceof Element ? 0 : node instanceof Text ? 1 : 2] += 1;
  }
  return counted.join() === page.sent;
}
