// form[data-trying] (an address): what is typed is sent there and tried, and each place of the page that says
// something of it is swapped. A change inside [data-pieces="key"] names that builder as the one that was used.
import { csrfToken, on } from "./page.js";
import { htmx } from "./requests.js";

const PAUSE = 350;
let timer = 0;
let turn = 0;

async function tryOut(form, row = "") {
  clearTimeout(timer);
  turn += 1;
  const mine = turn;
  const address = row ? `${form.dataset.trying}?row=${encodeURIComponent(row)}` : form.dataset.trying;
  const headers = { "HX-Request": "true", "X-CSRFToken": csrfToken() };
  const answer = await fetch(address, { method: "POST", body: new FormData(form), headers }).catch(() => null);
  const places = answer?.ok ? await answer.text() : "";
  if (places && mine === turn) htmx.swap(form, places, { swapStyle: "none" }); // what was typed since is newer
}

on("input", "form[data-trying]", (event, form) => {
  const row = event.target.closest("[data-pieces]")?.dataset.pieces ?? "";
  clearTimeout(timer);
  turn += 1;
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
