// <details data-menu>: one open at a time, closed by Escape, a click elsewhere, or the focus leaving.
import { on } from "./page.js";

const open = () => document.querySelectorAll("details[data-menu][open]");

function closeAll(except) {
  for (const menu of open()) if (menu !== except) menu.open = false;
}

document.addEventListener("click", (event) => {
  closeAll(event.target instanceof Element ? event.target.closest("details[data-menu]") : null);
});

document.addEventListener("keydown", (event) => {
  const menu = [...open()].pop();
  if (event.key !== "Escape" || !menu) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  menu.open = false;
  menu.querySelector("summary").focus();
});

on("focusout", "details[data-menu]", (event, menu) => {
  if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
});

on("keydown", "details[data-menu][open]", (event, menu) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const entries = [...menu.querySelectorAll(".g-menu a, .g-menu button, .g-menu input")];
  const at = entries.indexOf(document.activeElement);
  const step = event.key === "ArrowDown" ? 1 : -1;
  if (entries.length === 0 || document.activeElement.matches("input[type=date]")) return;
  event.preventDefault();
  entries[(at + step + entries.length) % entries.length].focus();
});
