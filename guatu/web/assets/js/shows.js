// A choice that decides which other fields are asked: a select or radios with data-shows, and controls or sets
// of fields with data-shown-for="liaison reviewer" that stand only for those values. Without scripts all of
// them stand.
import { on } from "./page.js";

const CHOICES = "select[data-shows], input[data-shows]:checked";

function show(choice) {
  for (const control of choice.form.querySelectorAll("[data-shown-for]")) {
    control.closest(".g-field, fieldset").hidden = !control.dataset.shownFor.split(" ").includes(choice.value);
  }
}

function showAll() {
  for (const choice of document.querySelectorAll(CHOICES)) show(choice);
}

on("change", "[data-shows]", (event, choice) => show(choice));
document.addEventListener("DOMContentLoaded", showAll);
document.addEventListener("htmx:afterSwap", showAll);
