// Lists: J K move, X ticks, Enter opens, Space previews, Escape lets go; ticked rows bring up the bulk bar.
// <… data-list> holds rows [data-row]; in a row: a[data-open], [data-preview], input[data-tick].
import { isShown, isTyping, on } from "./page.js";

const list = () => [...document.querySelectorAll("[data-list]")].find(isShown);
const rowsOf = (within) => [...within.querySelectorAll("[data-row]")].filter(isShown);
const ticksOf = (within) => [...within.querySelectorAll("input[data-tick]")];
let lastTicked = null;

function moveTo(row) {
  for (const other of document.querySelectorAll(".is-cursor")) other.classList.remove("is-cursor");
  row.classList.add("is-cursor");
  row.scrollIntoView({ block: "nearest" });
  if (!row.hasAttribute("tabindex")) row.tabIndex = -1;
  row.focus({ preventScroll: true });
}

function step(within, by) {
  const rows = rowsOf(within);
  const at = rows.findIndex((row) => row.classList.contains("is-cursor"));
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by));
  if (rows[next]) moveTo(rows[next]);
}

const ACTS = {
  j: (within) => step(within, 1),
  k: (within) => step(within, -1),
  x: (within, row) => row?.querySelector("input[data-tick]")?.click(),
  enter: (within, row) => row?.querySelector("a[data-open]")?.click(),
  " ": (within, row) => row?.querySelector("[data-preview]")?.click(),
  escape: (within) => tickAll(within, false),
};

document.addEventListener("keydown", (event) => {
  const within = list();
  const act = ACTS[event.key.toLowerCase()];
  if (!within || !act || event.defaultPrevented || event.isComposing || isTyping(event.target)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]:not(.is-inline)")) return;
  const row = within.querySelector(".is-cursor");
  const onControl = event.target.closest?.("a, button, summary, input, [data-list] [role=button]");
  if ((event.key === "Enter" || event.key === " ") && (!row || (onControl && !event.target.matches("[data-row]")))) return;
  event.preventDefault();
  act(within, row);
});

function tickAll(within, checked) {
  for (const tick of ticksOf(within)) tick.checked = checked;
  show(within);
}

function tickBetween(within, first, last) {
  const ticks = ticksOf(within);
  const [from, to] = [ticks.indexOf(first), ticks.indexOf(last)].sort((one, other) => one - other);
  if (from < 0) return;
  for (const tick of ticks.slice(from, to + 1)) tick.checked = last.checked;
}

/** Bring rows, the box over them and the bulk bar in line with what is ticked. */
function show(within) {
  const ticks = ticksOf(within);
  const ticked = ticks.filter((tick) => tick.checked);
  for (const tick of ticks) tick.closest("[data-row]")?.classList.toggle("is-selected", tick.checked);
  for (const all of within.querySelectorAll("input[data-tick-all]")) {
    all.checked = ticks.length > 0 && ticked.length === ticks.length;
    all.indeterminate = ticked.length > 0 && ticked.length < ticks.length;
  }
  const bar = document.querySelector(within.dataset.bulk ? `#${within.dataset.bulk}` : "[data-bulk-bar]");
  bar?.classList.toggle("is-on", ticked.length > 0);
  const count = bar?.querySelector("[data-count]");
  if (count) count.textContent = String(ticked.length);
}

on("click", "[data-list] input[data-tick]", (event, tick) => {
  const within = tick.closest("[data-list]");
  if (event.shiftKey && lastTicked?.isConnected) tickBetween(within, lastTicked, tick);
  lastTicked = tick;
  show(within);
});
on("click", "[data-list] input[data-tick-all]", (event, all) => tickAll(all.closest("[data-list]"), all.checked));
on("click", "[data-untick]", () => {
  for (const within of document.querySelectorAll("[data-list]")) tickAll(within, false);
});

function showAll() {
  for (const within of document.querySelectorAll("[data-list]")) show(within);
}
document.addEventListener("DOMContentLoaded", showAll);
document.addEventListener("htmx:afterSettle", showAll);
window.addEventListener("pageshow", showAll);
