// <ol data-order> of [data-order-item]: put in order by dragging, by buttons, or by Alt ↑ ↓ on what has the focus.
import { on } from "./page.js";

const itemOf = (element) => element.closest("[data-order-item]");
const nameOf = (item) => item.querySelector("label").textContent.trim();
let dragged = null;

function say(item) {
  const told = document.querySelector("[data-order-said]");
  const place = [...item.parentElement.children].indexOf(item) + 1;
  if (told) told.textContent = `${nameOf(item)}，第 ${place} 位`;
}

function move(item, by, focused) {
  const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  if (by < 0) other.before(item);
  else other.after(item);
  focused.focus();
  item.scrollIntoView({ block: "nearest" });
  say(item);
}

on("click", "[data-order-up]", (event, button) => move(itemOf(button), -1, button));
on("click", "[data-order-down]", (event, button) => move(itemOf(button), 1, button));
on("keydown", "[data-order-item]", (event, item) => {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  move(item, event.key === "ArrowUp" ? -1 : 1, document.activeElement);
});

// Only what is held by its grip is dragged: elsewhere a press ticks.
on("pointerdown", "[data-order-item] .grip", (event, grip) => (itemOf(grip).draggable = true));
on("dragstart", "[data-order-item]", (event, item) => (dragged = item));
on("dragover", "[data-order-item]", (event, item) => {
  if (!dragged || item === dragged || item.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  const box = item.getBoundingClientRect();
  if (event.clientY < box.top + box.height / 2) item.before(dragged);
  else item.after(dragged);
});
on("dragend", "[data-order-item]", (event, item) => {
  item.draggable = false;
  dragged = null;
  say(item);
});
