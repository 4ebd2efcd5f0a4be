// SPDX-License-Identifier: EUPL-1.2
// The search box that also goes and does. The server finds relations; the pages of the menu and
// the actions, those of this page first, are filtered here. Without script the box just searches.

const box = document.getElementById("find");
const found = document.getElementById("found");
const relations = document.getElementById("found-relations");

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const links = () => [...found.querySelectorAll("a, button")].filter((link) => link.checkVisibility());

// The actions that a page offers itself stand first; choosing one does what its own button does.
function listPageActions() {
  const list = found.querySelector("[data-page-actions]");
  const listed = new Set([...list.children].map((item) => item.textContent.trim()));
  for (const action of [...document.querySelectorAll("main [data-key]")].reverse()) {
    const text = action.textContent.trim() || action.getAttribute("aria-label");
    if (listed.has(text)) continue;
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", () => {
      show(false);
      action.click();
    });
    item.append(button);
    list.prepend(item);
  }
}

function filter() {
  const words = plain(box.value).split(/\s+/);
  for (const section of found.querySelectorAll(":scope > section")) {
    const items = [...section.querySelectorAll("li")];
    for (const item of items) {
      item.hidden = !words.every((word) => plain(item.textContent).includes(word));
    }
    section.hidden = items.every((item) => item.hidden);
  }
  if (!box.value.trim()) relations.replaceChildren();
}

function show(isShown) {
  if (isShown && found.hidden) filter();
  found.hidden = !isShown;
}

function move(step) {
  const places = [box, ...links()];
  const next = places[places.indexOf(document.activeElement) + step];
  next?.focus();
}

if (box && found) {
  listPageActions();
  box.addEventListener("focus", () => show(true));
  box.addEventListener("input", () => {
    show(true);
    filter();
  });
  const place = found.parentElement;
  place.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Escape" && !found.hidden) {
      box.focus();
      show(false);
    } else return;
    event.preventDefault();
  });
  place.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !place.contains(event.relatedTarget)) show(false);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!place.contains(event.target)) show(false);
  });
}
