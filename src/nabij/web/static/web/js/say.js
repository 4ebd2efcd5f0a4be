// SPDX-License-Identifier: EUPL-1.2
// Short messages in the page's own place for them, which screen readers announce.

// Show a sentence that stands in a data attribute of the body (`data-failed` for "failed").
export function say(key, tone) {
  const place = document.getElementById("messages");
  const text = document.body.dataset[key];
  if (!place || !text) return;
  const notice = document.createElement("div");
  notice.className = `notice ${tone}`;
  notice.textContent = text;
  place.replaceChildren(notice);
  place.scrollIntoView({ block: "nearest" });
}
