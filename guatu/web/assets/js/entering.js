// Forms that fill a ledger. <input data-day>: what the typed deadline means is said below it.
// [data-lines]: a formset whose lines are added by [data-lines-add]. form[data-pasting]: a pasted block is previewed at once.
import { on } from "./page.js";

const waiting = new WeakMap();
let count = 0;

function hintOf(field) {
  const known = document.getElementById(field.dataset.day);
  if (known) return known;
  const hint = document.createElement("p");
  count += 1;
  hint.id = `day-meant-${count}`;
  hint.className = "g-hint meant";
  hint.setAttribute("aria-live", "polite");
  field.after(hint);
  field.dataset.day = hint.id;
  return hint;
}

async function tell(field) {
  const text = field.value.trim();
  const answer = text ? await fetch(`/days/meant?text=${encodeURIComponent(text)}`, { headers: { "HX-Request": "true" } }) : null;
  if (field.value.trim() === text) hintOf(field).textContent = answer?.ok ? await answer.text() : "";
}

on("input", "input[data-day]", (event, field) => {
  clearTimeout(waiting.get(field));
  waiting.set(field, setTimeout(() => tell(field), 200));
});

on("click", "[data-lines-add]", (event, button) => {
  const lines = button.closest("[data-lines]");
  const total = lines.querySelector(`input[name="${lines.dataset.lines}-TOTAL_FORMS"]`);
  const markup = lines.querySelector("template").innerHTML.replaceAll("__prefix__", total.value);
  total.value = String(Number(total.value) + 1);
  const body = lines.querySelector("[data-lines-body]");
  body.insertAdjacentHTML("beforeend", markup);
  body.lastElementChild.querySelector("textarea, input")?.focus();
});

function preview(form) {
  for (const field of form.querySelectorAll("select[name=column]")) field.disabled = true; // a new block has columns of its own
  form.requestSubmit();
}

on("input", "form[data-pasting] textarea", (event, field) => {
  const isBlock = event.inputType === undefined || event.inputType === "insertFromPaste";
  if (isBlock && field.value.includes("\t")) preview(field.form);
});
on("change", "form[data-pasting] select[name=column]", (event, field) => field.form.requestSubmit());
