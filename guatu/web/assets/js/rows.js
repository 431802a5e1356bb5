// Lists: J K move, X ticks, Enter opens, Space previews, Escape lets go; ticked rows bring up the bulk bar.
// <… data-list> holds rows [data-row]; in a row: a[data-open], input[data-tick]; on it data-preview (an address)
// and data-able (what may be done with it). J K run through all lists of a page as if they were one.
import { isShown, isTyping, on } from "./page.js";

const rows = () => [...document.querySelectorAll("[data-list] [data-row]")].filter(isShown);
const current = () => rows().find((row) => row.classList.contains("is-cursor"));
const ticksOf = (within) => [...within.querySelectorAll("input[data-tick]")];
const previewed = () => document.querySelector("#dialogs dialog[data-preview-of][open]");
let lastTicked = null;

function moveTo(row) {
  for (const other of document.querySelectorAll(".is-cursor")) other.classList.remove("is-cursor");
  row.classList.add("is-cursor");
  row.scrollIntoView({ block: "nearest" });
  if (!row.hasAttribute("tabindex")) row.tabIndex = -1;
  row.focus({ preventScroll: true });
}

function step(by) {
  const all = rows();
  const at = all.indexOf(current());
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by));
  if (next === at || !all[next]) return;
  moveTo(all[next]);
  if (previewed()) preview(all[next]);
}

/** The essentials of a row beside the list; it follows J and K, and Space or Escape closes it. */
function preview(row) {
  if (!row?.dataset.preview) return;
  row.setAttribute("hx-sync", "#dialogs:replace"); // of quick presses the last one counts
  window.htmx.ajax("GET", row.dataset.preview, { source: row, target: "#dialogs", swap: "innerHTML" });
}

function tickAllShown(checked) {
  for (const within of document.querySelectorAll("[data-list]")) tickAll(within, checked);
}

const ACTS = {
  j: () => step(1),
  k: () => step(-1),
  x: () => current()?.querySelector("input[data-tick]")?.click(),
  enter: () => current()?.querySelector("a[data-open]")?.click(),
  " ": () => preview(current()),
  escape: () => tickAllShown(false),
};
const IN_PREVIEW = { j: ACTS.j, k: ACTS.k, enter: ACTS.enter, " ": () => previewed().close() };

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || isTyping(event.target)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || !document.querySelector("[data-list]")) return;
  const open = previewed();
  if (!open && document.querySelector("dialog[open]:not(.is-inline)")) return;
  const act = (open ? IN_PREVIEW : ACTS)[event.key.toLowerCase()];
  if (!act) return;
  const onControl = event.target.closest?.("a, button, summary, input, [data-list] [role=button]");
  const presses = event.key === "Enter" || event.key === " ";
  if (presses && (!current() || (onControl && !event.target.matches("[data-row]")))) return;
  event.preventDefault();
  act();
});

document.addEventListener(
  "close",
  (event) => {
    if (!event.target.matches("dialog[data-preview-of]")) return;
    const row = current();
    if (row) moveTo(row);
  },
  true,
);

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
  const able = new Set(ticked.flatMap((tick) => tick.closest("[data-row]")?.dataset.able?.split(" ") ?? []));
  for (const act of bar?.querySelectorAll("[data-needs]") ?? []) act.hidden = ticked.length > 0 && !able.has(act.dataset.needs);
}

on("click", "[data-list] input[data-tick]", (event, tick) => {
  const within = tick.closest("[data-list]");
  if (event.shiftKey && lastTicked?.isConnected) tickBetween(within, lastTicked, tick);
  lastTicked = tick;
  show(within);
});
on("click", "[data-list] input[data-tick-all]", (event, all) => tickAll(all.closest("[data-list]"), all.checked));
on("click", "[data-untick]", () => tickAllShown(false));

function showAll() {
  for (const within of document.querySelectorAll("[data-list]")) show(within);
}
document.addEventListener("DOMContentLoaded", showAll);
document.addEventListener("htmx:afterSettle", showAll);
window.addEventListener("pageshow", showAll);
