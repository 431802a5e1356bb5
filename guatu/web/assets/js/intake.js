// The draft beside its source: fields grow with their text, arrows move from draft to draft, the source follows.
import { isTyping } from "./page.js";
import { scrollToThird } from "./linked.js";

const fields = () => document.querySelectorAll(".g-entry textarea.g-inline");

function grow(field) {
  field.rows = 1;
  const line = parseFloat(getComputedStyle(field).lineHeight);
  field.rows = Math.max(1, Math.round((field.scrollHeight - 6) / line));
}

/** Let the open entry and its place in the source stand where they are seen. */
function follow() {
  fields().forEach(grow);
  const entry = document.getElementById("open-entry");
  const pane = document.querySelector(".g-intake .source");
  if (!entry || !pane) return;
  entry.scrollIntoView({ block: "nearest" });
  const word = entry.dataset.link;
  for (const open of pane.querySelectorAll(".g-para.is-open")) open.classList.remove("is-open");
  const there = pane.querySelectorAll(`.g-para[data-link~="${CSS.escape(word)}"]`);
  for (const paragraph of there) paragraph.classList.add("is-open");
  if (there[0] && there[0].dataset.seen !== word) scrollToThird(pane, there[0]);
}

function step(by) {
  const rows = [...document.querySelectorAll(".g-drafts .g-draft[data-row]")];
  const at = rows.findIndex((row) => row.classList.contains("is-open"));
  rows[at + by]?.querySelector("a[data-open]")?.click();
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.(".g-entry textarea.g-inline")) grow(event.target);
});
document.addEventListener("keydown", (event) => {
  if (!document.querySelector(".g-intake") || event.defaultPrevented || isTyping(event.target)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]:not(.is-inline)")) return;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  step(by);
});
// Enter takes the first unit that is suggested, else keeps what was typed; a new line is made with Shift.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  if (!event.target.matches?.(".g-entry .g-inline, .g-entry .g-input")) return;
  event.preventDefault();
  const first = event.target.closest(".g-pick-unit")?.querySelector(".g-suggestions button");
  if (first) first.click();
  else event.target.blur();
});
document.addEventListener("DOMContentLoaded", follow);
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.closest?.("#drafts") || event.detail.target?.id === "drafts") follow();
});
