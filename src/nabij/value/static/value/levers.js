// SPDX-License-Identifier: EUPL-1.2
// A slider and its number field say the same; whoever moves tells the other. Without script the
// sliders are not shown and the fields do all.

document.addEventListener("input", (event) => {
  const { slider, pair } = event.target.dataset;
  const form = event.target.form;
  if (!form) return;
  if (slider) {
    const field = form.elements.namedItem(slider);
    const [whole, rest] = Number(event.target.value).toFixed(1).split(".");
    field.value = rest === "0" ? whole : `${whole}${document.documentElement.lang === "nl" ? "," : "."}${rest}`;
  } else if (pair) {
    const range = form.querySelector(`[data-slider="${CSS.escape(pair)}"]`);
    const number = Number(event.target.value.replace(",", "."));
    if (range && Number.isFinite(number)) range.value = number;
  }
});
