// A choice that decides which other fields are asked: <select data-shows="kind">, and controls with
// data-shown-for="liaison reviewer" that stand only for those values. Without scripts all of them stand.
import { on } from "./page.js";

function show(select) {
  for (const control of select.form.querySelectorAll("[data-shown-for]")) {
    control.closest(".g-field").hidden = !control.dataset.shownFor.split(" ").includes(select.value);
  }
}

function showAll() {
  for (const select of document.querySelectorAll("select[data-shows]")) show(select);
}

on("change", "select[data-shows]", (event, select) => show(select));
document.addEventListener("DOMContentLoaded", showAll);
document.addEventListener("htmx:afterSwap", showAll);
