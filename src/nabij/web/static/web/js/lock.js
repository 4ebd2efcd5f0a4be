// SPDX-License-Identifier: EUPL-1.2
// A page that nobody works in hides itself, in all tabs, and the server refuses until it is unlocked.
//
// Nothing leaves the page: what was typed, where it was scrolled, what was open stays as it is. The
// dialog #lock (web/parts/lock.html) holds the addresses, and how many seconds without work it takes.

import { canUsePasskey, givePasskey, post } from "./passkey.js";

const dialog = document.getElementById("lock");
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("nabij-lock") : null;
const WORK = ["pointerdown", "keydown", "scroll", "input", "touchstart"];
// Work in a page that asks nothing of the server is told to it no more often than this.
const TELL_EVERY = 60_000;

let workedAt = Date.now();
let toldAt = Date.now();
let title = document.title;
let before = null;

const isLocked = () => document.documentElement.classList.contains("locked");

// Cover the page; `tell` when the server and the other tabs do not know yet.
export function lock({ tell = true } = {}) {
  if (!dialog || isLocked()) return;
  title = document.title;
  before = document.activeElement;
  document.title = dialog.dataset.title;
  document.documentElement.classList.add("locked");
  for (const part of document.body.children) if (part !== dialog) part.inert = true;
  dialog.showModal();
  if (tell) {
    tabs?.postMessage("lock");
    // If the server cannot be reached the page stays hidden all the same.
    post(dialog.dataset.lock).catch(() => {});
  }
}

function unlock({ csrf, tell = true } = {}) {
  if (csrf) renew(csrf);
  if (tell) tabs?.postMessage({ csrf });
  if (!isLocked()) return;
  dialog.close();
  document.documentElement.classList.remove("locked");
  for (const part of document.body.children) part.inert = false;
  document.title = title;
  dialog.querySelector("form").reset();
  say("");
  workedAt = toldAt = Date.now();
  before?.focus({ preventScroll: true });
}

// A new sign-in in the same page brings a new token; forms that were half filled in go on with it.
function renew(csrf) {
  const name = "hx-headers:inherited";
  const headers = JSON.parse(document.body.getAttribute(name));
  document.body.setAttribute(name, JSON.stringify({ ...headers, "X-CSRFToken": csrf }));
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = csrf;
}

function say(text) {
  dialog.querySelector("[data-said]").textContent = text;
}

// Go on after an answer of the server: in this page, or at the start when somebody else came in.
function goOn(found) {
  if (!found.isFine) say(found.error ?? dialog.dataset.failed);
  else if (found.colleague !== dialog.dataset.colleague) location.assign("/");
  else unlock({ csrf: found.csrf });
}

async function attempt(ceremony) {
  say("");
  try {
    goOn(await ceremony());
  } catch {
    say(dialog.dataset.failed);
  }
}

function work() {
  if (isLocked()) return;
  workedAt = Date.now();
  if (workedAt - toldAt < TELL_EVERY) return;
  toldAt = workedAt;
  tabs?.postMessage("work");
  post(dialog.dataset.stillHere).then((found) => found.isFine || lock({ tell: false }), () => {});
}

if (dialog) {
  const idle = Number(dialog.dataset.after) * 1000;
  for (const kind of WORK) addEventListener(kind, work, { passive: true, capture: true });
  // Also right after a laptop wakes up, when no timer ran.
  const look = () => Date.now() - workedAt >= idle && lock();
  setInterval(look, Math.min(1000, idle / 4));
  document.addEventListener("visibilitychange", look);
  document.addEventListener("nabij:locked", () => lock({ tell: false }));
  // Leaving a field may ask something of the server; not from behind the lock.
  document.addEventListener("htmx:before:request", (event) => isLocked() && event.preventDefault());
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  tabs?.addEventListener("message", ({ data }) => {
    if (data === "lock") lock({ tell: false });
    else if (data === "work") workedAt = Date.now();
    else unlock({ csrf: data.csrf, tell: false });
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-lock-now]")) {
      event.preventDefault();
      document.getElementById("user-menu")?.hidePopover();
      lock();
    } else if (event.target.closest("#lock form[data-unlock]")) {
      event.preventDefault();
      const given = new URLSearchParams(new FormData(event.target));
      attempt(() => post(dialog.dataset.unlock, given));
    }
  });
  const passkey = dialog.querySelector("[data-passkey]");
  if (passkey && canUsePasskey) {
    passkey.hidden = false;
    passkey.querySelector("button").addEventListener("click", () => {
      attempt(() => givePasskey(passkey.dataset.passkey, passkey.dataset.answer));
    });
  }
}
