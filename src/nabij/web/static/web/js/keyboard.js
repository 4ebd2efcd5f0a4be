// SPDX-License-Identifier: EUPL-1.2
// Keys. Ctrl K always works; the single keys only when the colleague left them on.
// A page adds its own with data-key on a link or button: it is clicked, and listed under `?`.

const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const WAIT_FOR_DIGIT = 1500;
const SHOWN = { ArrowLeft: "←", ArrowRight: "→" };

const keys = document.getElementById("keys");
let goesUntil = 0;

function focusSearch() {
  const box = document.getElementById("find");
  box?.focus();
  box?.select();
  return Boolean(box);
}

function showKeys() {
  const rows = [...document.querySelectorAll("main [data-key]")].map((element) => {
    const row = document.createElement("tr");
    const key = document.createElement("kbd");
    const [first, second] = [document.createElement("td"), document.createElement("td")];
    key.textContent = SHOWN[element.dataset.key] ?? element.dataset.key;
    first.append(key);
    second.textContent = element.textContent.trim() || element.getAttribute("aria-label");
    row.append(first, second);
    return row;
  });
  keys.querySelector("[data-page-keys]").replaceChildren(...rows);
  keys.showModal();
  return true;
}

function goTo(digit) {
  const link = document.querySelectorAll("#navigation li a")[Number(digit) - 1];
  link?.click();
  return Boolean(link);
}

function press(pressed) {
  const key = pressed.length === 1 ? pressed.toLowerCase() : pressed; // caps lock may be on
  if (Date.now() < goesUntil && /^[1-9]$/.test(key)) return goTo(key);
  goesUntil = key === "g" ? Date.now() + WAIT_FOR_DIGIT : 0;
  if (key === "/") return focusSearch();
  if (key === "?") return showKeys();
  const target = document.querySelector(`main [data-key="${CSS.escape(key)}"]`);
  target?.click();
  return Boolean(target);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
    if (focusSearch()) event.preventDefault();
    return;
  }
  if (!keys || isCommand || event.altKey || event.target.closest?.(TYPING)) return;
  if (document.querySelector("dialog[open]")) return;
  // A key that is held down is one press: it must not decide on what comes next, unseen.
  if (event.repeat) return;
  if (press(event.key)) event.preventDefault();
});
