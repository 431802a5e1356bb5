// Keys. Anything with data-key="n", "ctrl+enter", "arrowleft" is pressed by that key; several keys by spaces.
// Single letters and arrows do nothing while the person writes or a dialog lies above.
// What names a key with data-works="…" is shown where something matches that selector, so no page promises more than it does.
import { openDialog } from "./dialogs.js";
import { isShown, isTyping } from "./page.js";

function nameOf(event) {
  const held = [event.ctrlKey || event.metaKey ? "ctrl" : "", event.altKey ? "alt" : ""].filter(Boolean);
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  return [...held, key].join("+");
}

function openModal() {
  return [...document.querySelectorAll("dialog[open]")].filter((dialog) => !dialog.classList.contains("is-inline")).pop();
}

function pressed(name) {
  const within = openModal() ?? document;
  return [...within.querySelectorAll("[data-key]")].find(
    (element) => element.dataset.key.split(" ").includes(name) && isShown(element) && !element.disabled,
  );
}

function focusSearch() {
  const field = document.querySelector("[data-search]");
  field?.focus();
  field?.select();
}

function promise() {
  for (const named of document.querySelectorAll("[data-works]")) {
    named.hidden = ![...document.querySelectorAll(named.dataset.works)].some(isShown);
  }
}
document.addEventListener("DOMContentLoaded", promise);
document.addEventListener("htmx:afterSettle", promise);
window.addEventListener("resize", promise);

const HOUSE = {
  "/": focusSearch,
  "?": () => openDialog(document.getElementById("keys")),
};

document.addEventListener("keydown", (event) => {
  const name = nameOf(event);
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  if (isTyping(event.target) && !name.startsWith("ctrl+")) {
    if (name === "escape" && !openModal()) event.target.blur();
    return;
  }
  const element = pressed(name);
  if (!element && (openModal() || !HOUSE[name])) return;
  event.preventDefault();
  if (!element) HOUSE[name]();
  else if (isTyping(element)) element.focus();
  else element.click();
});
