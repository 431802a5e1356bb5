// <form data-keep="name">: what is typed stays in this browser tab until the server has taken it.
import { kept, on } from "./page.js";

const keyFor = (name) => `keep:${document.body.dataset.person ?? ""}:${name}`; // a tab passes from hand to hand
const keyOf = (form) => keyFor(form.dataset.keep);

function fieldsOf(form) {
  return [...form.elements].filter(
    (field) => field.name && field.name !== "csrfmiddlewaretoken" && !["hidden", "password", "file", "submit", "button"].includes(field.type),
  );
}

function valuesOf(form) {
  return fieldsOf(form).map((field) => {
    if (field.type === "checkbox" || field.type === "radio") return [field.name, field.value, field.checked];
    if (field.type === "select-multiple") return [field.name, [...field.selectedOptions].map((option) => option.value)];
    return [field.name, field.value];
  });
}

function put(field, entry) {
  if (entry.length === 3) field.checked = entry[2];
  else if (Array.isArray(entry[1])) for (const option of field.options) option.selected = entry[1].includes(option.value);
  else field.value = entry[1];
}

function restore(form) {
  const state = kept.read(keyOf(form));
  if (!state || form.dataset.kept) return;
  form.dataset.kept = "yes";
  const fields = fieldsOf(form);
  if (JSON.stringify(valuesOf(form)) === JSON.stringify(state.values)) return;
  state.values.forEach((entry, index) => {
    if (fields[index]?.name === entry[0]) put(fields[index], entry);
  });
  form.dispatchEvent(new CustomEvent("guatu:restored", { bubbles: true }));
  form.querySelector("[data-kept-note]")?.removeAttribute("hidden");
}

/** A form that was sent and whose page did not come back with an error has been taken: forget what was typed. */
function settle() {
  const type = performance.getEntriesByType("navigation")[0]?.type;
  const sent = kept.read("keep-sent");
  kept.drop("keep-sent");
  if (!sent || type === "reload" || type === "back_forward") return;
  const form = document.querySelector(`form[data-keep="${CSS.escape(sent)}"]`);
  if (!form?.querySelector("[aria-invalid=true], [data-refused]")) kept.drop(keyFor(sent));
}

on("input", "form[data-keep]", (event, form) => kept.write(keyOf(form), { values: valuesOf(form) }));
on("submit", "form[data-keep]", (event, form) => {
  if (!form.matches("[hx-post], [hx-put], [hx-patch]")) kept.write("keep-sent", form.dataset.keep);
});
on("click", "form[data-keep] [data-forget]", (event, button) => {
  const form = button.closest("form[data-keep]");
  kept.drop(keyOf(form));
  form.reset();
  button.closest("[data-kept-note]")?.setAttribute("hidden", "");
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt.closest?.("form[data-keep]");
  const taken = detail.xhr.status >= 200 && detail.xhr.status < 300 && detail.requestConfig.verb !== "get";
  if (form && taken && !("autosave" in detail.elt.dataset)) kept.drop(keyOf(form));
});

function restoreAll() {
  for (const form of document.querySelectorAll("form[data-keep]")) restore(form);
}
document.addEventListener("DOMContentLoaded", () => {
  settle();
  restoreAll();
});
document.addEventListener("htmx:afterSettle", restoreAll);
