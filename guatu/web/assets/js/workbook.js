// <form data-workbook>: a workbook that is let fall or chosen is sent for its preview at once. It stays chosen,
// so that the button under the preview sends the same file again to be imported.
import { on } from "./page.js";

const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

function send(form) {
  const field = form.querySelector("input[type=file]");
  const chosen = form.querySelector("[data-chosen]");
  if (field.files.length === 0) return;
  chosen.textContent = field.files[0].name;
  chosen.hidden = false;
  form.requestSubmit();
}

on("change", "form[data-workbook] input[type=file], form[data-workbook] select", (event, field) => send(field.form));

document.addEventListener("drop", (event) => {
  const form = event.target instanceof Element ? event.target.closest("form[data-workbook]") : null;
  if (!form || !hasFiles(event)) return;
  const one = new DataTransfer();
  one.items.add(event.dataTransfer.files[0]);
  form.querySelector("input[type=file]").files = one.files;
  send(form);
});
