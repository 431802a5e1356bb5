// form[data-trying] (an address): what is typed is sent there and tried, and each place of the page that says
// something of it is swapped. A change inside [data-pieces="key"] names that builder as the one that was used.
import { on } from "./page.js";
import { htmx } from "./requests.js";

const PAUSE = 350;
let timer = 0;

function tryOut(form, row = "") {
  clearTimeout(timer);
  const address = row ? `${form.dataset.trying}?row=${encodeURIComponent(row)}` : form.dataset.trying;
  htmx.ajax("POST", address, { source: form, swap: "none" });
}

on("input", "form[data-trying]", (event, form) => {
  const row = event.target.closest("[data-pieces]")?.dataset.pieces ?? "";
  clearTimeout(timer);
  timer = setTimeout(() => tryOut(form, row), event.target.matches("select") ? 0 : PAUSE);
});
on("click", "[data-mends]", (event, button) => {
  const text = document.getElementById(`rule-${button.dataset.mends}-when`);
  text.value = button.dataset.value;
  text.focus();
  tryOut(text.form);
});
on("click", "[data-tries]", (event, button) => tryOut(button.form));
on("dragend", "form[data-trying] [data-order-item]", (event, item) => tryOut(item.closest("form")));
