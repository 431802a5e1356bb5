// 新旧对照: how much is ticked, and all that can be ticked of a line, or of the page, at once.
import { on } from "./page.js";

const boxes = (within) => [...within.querySelectorAll('input[name="edit"]:not(:disabled)')];

function count() {
  const told = document.querySelector("[data-revise-count]");
  if (told) told.textContent = `已勾选 ${boxes(document).filter((box) => box.checked).length} 处`;
}

on("click", "[data-revise-all]", (event, button) => {
  const all = boxes(button.closest(button.dataset.reviseAll));
  const checked = !all.every((box) => box.checked);
  for (const box of all) box.checked = checked;
  count();
});
on("change", 'input[name="edit"]', count);
document.addEventListener("DOMContentLoaded", count);
document.addEventListener("htmx:load", count);
