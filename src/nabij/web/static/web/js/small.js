// SPDX-License-Identifier: EUPL-1.2
// Small conveniences, each asked for by a data attribute; without script the page works too.
//
//   data-dialog="id"         on a link: open that <dialog> instead of following the link
//   data-close               inside a dialog: close it instead of following the link
//   data-print               on a button: print
//   data-copy="text"         on a button: copy; its data-done is announced
//   data-autosubmit          on a form: send it when a choice changes
//   class="drop"             around a file input: accept dropped files and list the names

function copy(button) {
  navigator.clipboard.writeText(button.dataset.copy).then(() => {
    const status = document.createElement("span");
    status.setAttribute("role", "status");
    status.textContent = button.dataset.done ?? "";
    button.after(status);
    setTimeout(() => status.remove(), 2500);
  });
}

document.addEventListener("click", (event) => {
  const element = event.target.closest("[data-dialog], [data-close], [data-print], [data-copy]");
  if (!element || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const { dialog, copy: text } = element.dataset;
  if (dialog) document.getElementById(dialog)?.showModal();
  else if ("close" in element.dataset) element.closest("dialog")?.close();
  else if (text !== undefined) copy(element);
  else print();
  if (element.localName === "a") event.preventDefault();
});

// A click beside a dialog closes it.
document.addEventListener("click", (event) => {
  if (event.target.localName !== "dialog" || !event.target.open) return;
  const box = event.target.getBoundingClientRect();
  const isInside =
    event.clientX >= box.left &&
    event.clientX <= box.right &&
    event.clientY >= box.top &&
    event.clientY <= box.bottom;
  if (!isInside) event.target.close();
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form && "autosubmit" in form.dataset) form.requestSubmit();
  if (event.target.matches(".drop input[type=file]")) listFiles(event.target);
});

function listFiles(input) {
  const drop = input.closest(".drop");
  const list = drop.querySelector("ul") ?? drop.appendChild(document.createElement("ul"));
  list.replaceChildren(
    ...[...input.files].map((file) => {
      const item = document.createElement("li");
      item.textContent = `${file.name} (${Math.ceil(file.size / 1024).toLocaleString()} kB)`;
      return item;
    }),
  );
}

for (const type of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(type, (event) => {
    const drop = event.target.closest?.(".drop");
    if (!drop) return;
    event.preventDefault();
    drop.classList.toggle("over", type === "dragover");
    const input = drop.querySelector("input[type=file]");
    if (type !== "drop" || !event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    listFiles(input);
  });
}

// After a form came back with errors, the summary of errors is where to go on.
document.querySelector(".errors")?.focus();
