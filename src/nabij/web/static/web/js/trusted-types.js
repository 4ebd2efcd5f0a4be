// SPDX-License-Identifier: EUPL-1.2
// The one policy under which text from our server may become HTML (named in the CSP header).
//
// It lets nothing through that can run: what was sent is first parsed in a document without a
// window, where nothing loads and nothing starts, by the very parser that will parse it again.
// Text with a script, a frame, an event attribute or a `javascript:` address is refused whole:
// our own templates never hold one, so it can only be an injection.

const NAME = "nabij";
const REFUSED_ELEMENTS = "script,style,link,meta,base,iframe,frame,object,embed,applet,portal,animate,set";
const ADDRESSES = new Set(["href", "xlink:href", "src", "action", "formaction", "data", "ping"]);
const REFUSED_ATTRIBUTES = /^(on|hx-on|srcdoc$|style$|shadowrootmode$)/i;
const RUNNING_VALUE = /^(javascript|vbscript|js|data):/i;
const BLANKS = /[\u0000-\u0020]/g;

export class RefusedHtml extends Error {}

let isInspecting = false;

function inspect(root) {
  for (const element of root.querySelectorAll("*")) {
    if (element.matches(REFUSED_ELEMENTS)) {
      throw new RefusedHtml(`refused <${element.localName}>`);
    }
    for (const { name, value } of element.attributes) {
      const isAddress = ADDRESSES.has(name) || name.startsWith("hx-");
      if (
        REFUSED_ATTRIBUTES.test(name) ||
        (isAddress && RUNNING_VALUE.test(value.replace(BLANKS, "")))
      ) {
        throw new RefusedHtml(`refused ${name} on <${element.localName}>`);
      }
    }
    if (element.content) inspect(element.content);
  }
}

function createHTML(text) {
  if (isInspecting) return text;
  isInspecting = true;
  try {
    inspect(new DOMParser().parseFromString(policy.createHTML(text), "text/html"));
  } finally {
    isInspecting = false;
  }
  return text;
}

function createScript() {
  throw new RefusedHtml("refused to run text");
}

const rules = { createHTML, createScript };
export const policy = globalThis.trustedTypes?.createPolicy(NAME, rules) ?? rules;
