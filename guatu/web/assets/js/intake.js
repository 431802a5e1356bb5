// The draft beside its source: fields grow with their text, arrows move from draft to draft, the source follows.
import "./drafting.js";
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

/** What the chosen ledger and entries ask for: its leaders where it is signed off first, a word on what is late. */
function fitSend(form) {
  const ledger = form.querySelector("[name=ledger]").selectedOptions[0];
  const leader = form.querySelector("[name=leader]");
  leader.required = ledger?.hasAttribute("data-sign-off") ?? false;
  form.querySelector("[data-leader]").hidden = !leader.required;
  form.querySelector("[data-required]").textContent = "必填";
  for (const option of leader.options) option.hidden = option.disabled = Boolean(option.dataset.office) && option.dataset.office !== ledger?.dataset.office;
  if (leader.selectedOptions[0]?.disabled) leader.value = "";
  const chosen = [...form.querySelectorAll("[name=only]:checked")];
  const late = chosen.filter((box) => box.hasAttribute("data-past")).map((box) => box.value);
  const note = form.querySelector("[data-past-note]");
  if (note) {
    note.hidden = late.length === 0;
    note.querySelector("[data-past-count]").textContent = late.length;
    for (const line of note.querySelectorAll("[data-past-of]")) line.hidden = !late.includes(line.dataset.pastOf);
  }
  form.querySelector("[data-words]").textContent = `${leader.required ? "送审签" : "交办"} ${chosen.length} 条`;
  form.querySelector("button.confirm").disabled = chosen.length === 0;
}

function fault(field, error, is) {
  field.setAttribute("aria-invalid", String(is));
  error.hidden = !is;
  if (is) field.focus();
  return is;
}

/** Whether something is still asked for; it is said at its field, and nothing is sent. */
function lacks(form) {
  const leader = form.querySelector("[name=leader]");
  const note = form.querySelector("[data-past-note]:not([hidden])");
  const agreed = note?.querySelector("[name=even_past]");
  const noLeader = leader && fault(leader, form.querySelector("#send-leader-error"), leader.required && !leader.value);
  return (agreed && fault(agreed, note.querySelector("#past-error"), !agreed.checked)) || noLeader;
}

const fitAll = () => document.querySelectorAll("form[data-send]").forEach(fitSend);

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-send]");
  if (!form) return;
  fitSend(form);
  if (event.target.matches("[name=leader], [name=even_past]")) lacks(form);
});
document.addEventListener(
  "submit",
  (event) => {
    if (!event.target.matches("form[data-send], form[data-late-form]") || !lacks(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);
document.addEventListener("htmx:afterSwap", fitAll);
document.addEventListener("DOMContentLoaded", fitAll);
document.addEventListener("DOMContentLoaded", follow);
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.closest?.("#drafts") || event.detail.target?.id === "drafts") follow();
});
