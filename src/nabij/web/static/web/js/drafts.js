// SPDX-License-Identifier: EUPL-1.2
// What is typed in a form with {% draft %} is kept on the server until it is sent, for this
// colleague alone, and offered again. Nothing of it is kept in the browser.

import { post } from "./passkey.js";

const WAIT = 1500;
const NOT_KEPT = ["hidden", "password", "file", "submit", "button"];
const address = document.body?.dataset.drafts;
const timers = new Map();
const offered = new WeakSet();
// What lies in the draft and stands in the form already: it came back with faults.
const stands = new WeakMap();

const nameOf = (form) => form.elements.draft?.value;

function fields(form) {
  return [...form.elements].filter((field) => field.name && !NOT_KEPT.includes(field.type));
}

function values(form, of) {
  const found = {};
  for (const field of fields(form)) {
    found[field.name] ??= [];
    found[field.name].push(...of(field));
  }
  return found;
}

function now(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked ? [field.value] : [];
  return [field.value];
}

function before(field) {
  if (field.type === "checkbox" || field.type === "radio") {
    return field.defaultChecked ? [field.value] : [];
  }
  if (field.localName === "select") {
    const chosen = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
    return chosen ? [chosen.value] : [];
  }
  return [field.defaultValue];
}

function changed(form) {
  const [is, was] = [values(form, now), values(form, before)];
  const known = stands.get(form) ?? {};
  const names = Object.keys(is).filter(
    (name) => name in known || String(is[name]) !== String(was[name]),
  );
  return Object.fromEntries(names.map((name) => [name, is[name]]));
}

function keep(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  // The server takes nothing from behind the lock; the text waits in the page.
  if (document.documentElement.classList.contains("locked")) {
    timers.set(form, setTimeout(() => keep(form), WAIT));
    return;
  }
  const typed = { address: location.pathname + location.search, fields: changed(form) };
  if (!form.isConnected || !Object.keys(typed.fields).length) return;
  post(address, { form: nameOf(form), typed }, { keepalive: true }).catch(() => {});
}

function putBack(form, kept) {
  for (const field of fields(form)) {
    const given = kept[field.name];
    if (!given) continue;
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = given.includes(field.value);
    } else if (given.length) field.value = given[0];
    field.closest("details")?.setAttribute("open", "");
  }
  const first = fields(form).find((field) => kept[field.name]);
  first?.focus();
}

function button(text, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button tight";
  made.textContent = text;
  made.addEventListener("click", action);
  return made;
}

async function offer(form) {
  if (offered.has(form)) return;
  offered.add(form);
  const found = await post(address, { form: nameOf(form) }).catch(() => ({}));
  if (!found.fields || !form.isConnected) return;
  const is = values(form, now);
  if (Object.entries(found.fields).every(([name, kept]) => String(is[name] ?? kept) === String(kept))) {
    stands.set(form, found.fields);
    return;
  }
  const notice = document.createElement("div");
  notice.className = "notice info";
  notice.setAttribute("role", "status");
  const text = document.createElement("span");
  text.textContent = found.text;
  const place = document.createElement("span");
  place.className = "cluster";
  place.append(
    button(found.restore, () => {
      notice.remove();
      putBack(form, found.fields);
    }),
    button(found.drop, () => {
      notice.remove();
      post(address, { form: nameOf(form), is_over: true }).catch(() => {});
    }),
  );
  notice.append(text, place);
  form.before(notice);
}

function offerAll() {
  for (const field of document.querySelectorAll("form input[name=draft]")) offer(field.form);
}

if (address) {
  offerAll();
  document.addEventListener("htmx:after:swap", offerAll);
  document.addEventListener("input", ({ target }) => {
    const form = target.form;
    if (!form || !nameOf(form)) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => keep(form), WAIT));
  });
  // What is being sent is no draft any more; should it fail, the next letter keeps it again.
  document.addEventListener(
    "submit",
    ({ target }) => {
      clearTimeout(timers.get(target));
      timers.delete(target);
    },
    { capture: true },
  );
  // Leaving, locking or closing the tab: what is waiting goes now.
  for (const kind of ["pagehide", "visibilitychange"]) {
    addEventListener(kind, () => [...timers.keys()].forEach(keep), { capture: true });
  }
}
