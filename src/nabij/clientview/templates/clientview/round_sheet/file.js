"use strict";
/* Opens a round sheet without server, database or network. Text only ever becomes text nodes. */
(() => {
  const sealed = JSON.parse(document.getElementById("sealed").textContent);
  const words = JSON.parse(document.getElementById("words").textContent);
  const form = document.querySelector("form");
  const message = document.getElementById("message");
  const list = document.getElementById("list");
  const endsAt = new Date(sealed.ends_at);

  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const add = (parent, tag, text, className) => {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    if (className) element.className = className;
    parent.append(element);
    return element;
  };

  const end = () => {
    list.replaceChildren();
    form.hidden = true;
    message.textContent = words.ended;
  };
  const isOver = () => Date.now() >= endsAt.getTime();

  const unseal = async (passphrase) => {
    const letters = passphrase.trim().toLowerCase().replaceAll(" ", "");
    const material = await crypto.subtle.importKey(
      "raw", new TextEncoder().encode(letters), "PBKDF2", false, ["deriveKey"]);
    const key = await crypto.subtle.deriveKey(
      {name: "PBKDF2", hash: "SHA-256", salt: bytes(sealed.salt), iterations: sealed.rounds},
      material, {name: "AES-GCM", length: 256}, false, ["decrypt"]);
    const plain = await crypto.subtle.decrypt(
      {name: "AES-GCM", iv: bytes(sealed.nonce),
       additionalData: new TextEncoder().encode(sealed.ends_at)},
      key, bytes(sealed.cipher));
    return JSON.parse(new TextDecoder().decode(plain));
  };

  const show = (sheet) => {
    document.getElementById("title").textContent = sheet.title;
    message.textContent = sheet.made;
    form.hidden = true;
    for (const client of sheet.clients) {
      const card = add(list, "article");
      add(card, "h2", client.name);
      add(card, "p", client.who, "soft");
      for (const part of client.parts) {
        add(card, "h3", part.label, part.tone);
        const lines = add(card, "ul");
        for (const line of part.lines) add(lines, "li", line);
      }
    }
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isOver()) return end();
    message.textContent = words.busy;
    try {
      show(await unseal(document.getElementById("passphrase").value));
    } catch {
      message.textContent = words.wrong;
    }
  });
  if (!window.isSecureContext || !crypto.subtle) message.textContent = words.browser;
  if (isOver()) end();
  setInterval(() => { if (isOver()) end(); }, 30000);
})();
