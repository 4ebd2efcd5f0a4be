// SPDX-License-Identifier: EUPL-1.2
// htmx, told what it may do: our policy makes its HTML, and no text is ever run as code.

import htmx from "../../vendor/htmx/htmx.esm.min.js";
import { policy } from "./trusted-types.js";
import { say } from "./say.js";

const WHOLE_PAGE = /^\s*<(!doctype|html)/i;
const LOCKED = 423;

function refuseCode() {
  throw new Error("code in attributes is switched off");
}

htmx.registerExtension("nabij", {
  init(api) {
    api.initSecurity(policy, refuseCode, refuseCode);
  },

  // A whole page is never put inside another one. It comes when the session has ended (then we
  // go to the sign-in page) or when something failed (then we say so and keep what was typed).
  htmx_after_request(element, { ctx }) {
    if (!WHOLE_PAGE.test(ctx.text)) return undefined;
    if (ctx.response.status === LOCKED) document.dispatchEvent(new Event("nabij:locked"));
    else if (ctx.response.status < 400) location.assign(ctx.response.raw.url);
    else say("failed", "bad");
    return false;
  },
});

// What a page asks of its own accord fails in silence: it asks again.
document.addEventListener("htmx:error", (event) => {
  if (!event.target?.closest?.("[data-quiet]")) say("failed", "bad");
});

// Who pressed a button that a swap took away goes on at what came in its place.
document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail.ctx?.target ?? event.target;
  if (document.activeElement !== document.body || !target?.id) return;
  const place = document.getElementById(target.id);
  if (!place || place.closest("[data-quiet]")) return;
  const places = [".errors", "[role=status]", "h2"].map((one) => place.querySelector(one));
  const next = places.find(Boolean) ?? place;
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
});

// What was swapped into a dialog opens it.
document.addEventListener("htmx:after:swap", (event) => {
  const dialog = (event.detail.ctx?.target ?? event.target)?.closest?.("dialog");
  if (!dialog || dialog.open) return;
  const heading = dialog.querySelector("h1, h2");
  if (heading) dialog.setAttribute("aria-label", heading.textContent.trim());
  dialog.showModal();
});
