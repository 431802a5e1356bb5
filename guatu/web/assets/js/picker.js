// Units by name: <input data-pick="one|many"> offers the entries of [data-units] by name, short name or the first
// letters of the pinyin; what stands in the field is plain text, several names with 、 between them.
// And lists that are searched in place: [data-searched] with [data-search-in] hides entries [data-words].
import { on } from "./page.js";

const MOST = 8;
const BETWEEN = /[、，,;；]/;
let open = null;
let count = 0;

function found(typed, taken) {
  const asked = typed.trim().toLowerCase();
  if (!asked) return [];
  const hits = [];
  for (const entry of document.querySelectorAll("[data-units] li")) {
    const words = entry.dataset.words.toLowerCase().split(" ");
    const place = Math.min(...words.map((word) => (word.startsWith(asked) ? 0 : word.includes(asked) ? 1 : 9)));
    if (place < 9 && !taken.includes(entry.textContent)) hits.push([place, entry.textContent]);
  }
  return hits.sort((one, other) => one[0] - other[0]).slice(0, MOST).map(([, name]) => name);
}

const namesIn = (field) => (field.dataset.pick === "one" ? [field.value] : field.value.split(BETWEEN));

function close() {
  if (!open) return;
  open.list.remove();
  open.field.removeAttribute("aria-activedescendant");
  open.field.setAttribute("aria-expanded", "false");
  open = null;
}

function choose(at) {
  const options = [...open.list.children];
  open.at = (at + options.length) % options.length;
  for (const [place, option] of options.entries()) option.setAttribute("aria-selected", String(place === open.at));
  open.field.setAttribute("aria-activedescendant", options[open.at].id);
  options[open.at].scrollIntoView({ block: "nearest" });
}

function take(name) {
  const { field } = open;
  const before = namesIn(field).slice(0, -1).map((one) => one.trim());
  field.value = [...before.filter(Boolean), name].join("、") + (field.dataset.pick === "one" ? "" : "、");
  close();
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
}

function offer(field) {
  close();
  const typed = namesIn(field).map((one) => one.trim());
  const names = found(typed.pop(), typed);
  if (names.length === 0 || (names.length === 1 && names[0] === field.value)) return;
  const list = document.createElement("ul");
  count += 1;
  list.className = "g-pop g-menu pick-list";
  list.id = `pick-${count}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "可选单位");
  for (const [place, name] of names.entries()) {
    const option = document.createElement("li");
    option.id = `${list.id}-${place}`;
    option.setAttribute("role", "option");
    option.textContent = name;
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(name);
    });
    list.append(option);
  }
  field.parentElement.classList.add("has-picks");
  field.after(list);
  open = { field, list, at: -1 };
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "true");
  field.setAttribute("aria-controls", list.id);
  choose(0);
}

on("input", "input[data-pick]", (event, field) => {
  if (!event.isComposing) offer(field);
});
document.addEventListener("compositionend", ({ target }) => {
  if (target instanceof HTMLElement && target.matches("input[data-pick]")) offer(target);
});
document.addEventListener("focusout", ({ target }) => {
  if (!(target instanceof HTMLElement) || !target.matches("input[data-pick]")) return;
  close();
  target.value = target.value.replace(/、+\s*$/, "");
});
document.addEventListener(
  "keydown",
  (event) => {
    if (!open || event.target !== open.field || event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (steps[event.key]) choose(open.at + steps[event.key]);
    else if (event.key === "Enter" || event.key === "Tab") take(open.list.children[open.at].textContent);
    else if (event.key === "Escape") close();
    else return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  },
  true,
);

on("input", "[data-search-in]", (event, field) => {
  const asked = field.value.trim().toLowerCase();
  for (const entry of field.closest("[data-searched]").querySelectorAll("[data-words]")) {
    entry.hidden = asked !== "" && !entry.dataset.words.toLowerCase().includes(asked);
  }
});
on("keydown", "[data-search-in]", (event, field) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const first = [...field.closest("[data-searched]").querySelectorAll("[data-words]")].find((entry) => !entry.hidden);
  first?.querySelector("a, input")?.click();
});
