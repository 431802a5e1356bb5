// A field that was refused loses its mark as soon as it is changed: what stands there now nobody has judged yet.
import { on } from "./page.js";

function forgive(event, field) {
  const place = field.closest(".g-field");
  for (const one of place?.querySelectorAll("[aria-invalid=true]") ?? [field]) one.removeAttribute("aria-invalid");
  for (const error of place?.querySelectorAll(".g-err") ?? []) error.hidden = true;
}

on("input", "[aria-invalid=true]", forgive);
on("change", "[aria-invalid=true]", forgive);
