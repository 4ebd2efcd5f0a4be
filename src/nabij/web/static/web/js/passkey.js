// SPDX-License-Identifier: EUPL-1.2
// Passkeys: ask the server what to ask, ask the browser, send its answer back.
//
//   data-passkey="address of the question" data-answer="…" data-next="…"      give a passkey
//   data-new-passkey="address of the question" data-answer="…"  (on a form)   make one
//   class="needs-passkey"   shown only where a passkey can be used; [data-no-passkey] elsewhere

const IS_NUMBER = /^[\d.]+$|^\[/;

export const canUsePasskey =
  "PublicKeyCredential" in window && isSecureContext && !IS_NUMBER.test(location.hostname);

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  if (!buffer) return undefined;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function csrfToken() {
  return JSON.parse(document.body.getAttribute("hx-headers:inherited"))["X-CSRFToken"];
}

export async function post(address, body, options = {}) {
  const isForm = body instanceof URLSearchParams;
  const response = await fetch(address, {
    method: "POST",
    headers: {
      Accept: "application/json",
      "X-CSRFToken": csrfToken(),
      ...(isForm ? {} : { "Content-Type": "application/json" }),
    },
    body: isForm ? body : JSON.stringify(body ?? {}),
    ...options,
  });
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  const found = isJson ? await response.json() : {};
  return { isFine: response.ok && (isJson || response.status === 204), ...found };
}

// Return what the server says of the passkey that was given: where to go on, or what went wrong.
export async function givePasskey(question, answer, next) {
  const asked = await post(question);
  if (!asked.isFine) return {};
  const publicKey = { challenge: bytes(asked.challenge), rpId: asked.rpId, userVerification: "required" };
  const given = await navigator.credentials.get({ publicKey });
  return post(answer + (next ? `?next=${encodeURIComponent(next)}` : ""), {
    credential: {
      id: given.id,
      rawId: text(given.rawId),
      type: given.type,
      response: {
        clientDataJSON: text(given.response.clientDataJSON),
        authenticatorData: text(given.response.authenticatorData),
        signature: text(given.response.signature),
        userHandle: text(given.response.userHandle),
      },
      clientExtensionResults: {},
    },
  });
}

async function makePasskey(question, answer, name) {
  const asked = await post(question);
  if (!asked.isFine) return {};
  const known = asked.excludeCredentials ?? [];
  const made = await navigator.credentials.create({
    publicKey: {
      rp: asked.rp,
      user: { ...asked.user, id: bytes(asked.user.id) },
      challenge: bytes(asked.challenge),
      pubKeyCredParams: asked.pubKeyCredParams,
      authenticatorSelection: asked.authenticatorSelection,
      excludeCredentials: known.map((one) => ({ ...one, id: bytes(one.id) })),
    },
  });
  return post(answer, {
    name,
    credential: {
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      response: {
        clientDataJSON: text(made.response.clientDataJSON),
        attestationObject: text(made.response.attestationObject),
      },
      clientExtensionResults: {},
    },
  });
}

// Run a ceremony for a part of the page, and say beside it when it fails.
async function run(part, ceremony) {
  const said = part.querySelector("[data-said]");
  const button = part.querySelector("button");
  said.textContent = "";
  button.disabled = true;
  let found = {};
  try {
    found = await ceremony();
  } catch (error) {
    // The colleague pressed "cancel", or has none here.
    if (!(error instanceof DOMException)) throw error;
  } finally {
    button.disabled = false;
  }
  if (found.isFine) location.assign(found.next);
  else said.textContent = found.error ?? said.dataset.failed;
}

if (canUsePasskey) {
  for (const part of document.querySelectorAll(".needs-passkey, [data-passkey]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-no-passkey]")) part.hidden = true;
}

document.addEventListener("click", (event) => {
  const part = event.target.closest("[data-passkey]");
  if (!part || !event.target.closest("button") || part.closest("#lock")) return;
  const { passkey, answer, next } = part.dataset;
  run(part, () => givePasskey(passkey, answer, next));
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-new-passkey]");
  if (!form) return;
  event.preventDefault();
  const { newPasskey, answer } = form.dataset;
  run(form, () => makePasskey(newPasskey, answer, form.elements.name.value));
});
