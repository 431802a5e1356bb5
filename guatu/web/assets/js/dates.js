// Fields that are filled by a press: <button data-fill="id of field" data-value="2026-09-30">.
// And forms that keep the rest of the address: <form method="get" data-keep-query>.
import { on } from "./page.js";

on("click", "[data-fill]", (event, button) => {
  const field = document.getElementById(button.dataset.fill);
  if (!field) return;
  event.preventDefault();
  field.value = button.dataset.value ?? "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
});

on("submit", "form[data-keep-query]", (event, form) => {
  const query = new URLSearchParams(window.location.search);
  for (const [name, value] of new FormData(form)) query.set(name, value);
  if (event.submitter?.name) query.set(event.submitter.name, event.submitter.value);
  for (const [name, value] of [...query]) if (value === "") query.delete(name);
  query.delete("page");
  event.preventDefault();
  const asked = query.toString();
  window.location.assign(asked ? `${form.action.split("?")[0]}?${asked}` : form.action.split("?")[0]);
});
