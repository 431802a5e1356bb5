// Acts on a draft go one by one: each carries the revision that the one before it has made, so nobody is told of a
// clash with himself; and what is being typed stays where it is typed when the answer to something earlier arrives.
import { showToast } from "./toasts.js";

const FIELDS = "input, textarea, select";
const waiting = [];
let isBusy = false;
let typed = null;

const pane = () => document.getElementById("drafts");
const within = (element) => element?.closest?.("#drafts") ?? null;
const isDrafts = ({ elt, verb, target }) => Boolean(within(elt)) && (verb !== "get" || target?.id === "drafts");

/** What an element is called: the same before and after the pane has been brought anew. */
function nameOf(element) {
  const value = element.matches(FIELDS) ? "" : element.value;
  return [element.tagName, element.name, value, element.getAttribute("hx-vals"), element.getAttribute("hx-get")].join("|");
}

function find(name) {
  return [...(pane()?.querySelectorAll(`${FIELDS}, button, a`) ?? [])].find((element) => nameOf(element) === name);
}

function wait(element) {
  const name = nameOf(element);
  const at = waiting.findIndex((one) => one.name === name);
  if (at >= 0) waiting.splice(at, 1);
  waiting.push({ name, value: element.matches(FIELDS) ? element.value : null });
}

function next() {
  isBusy = false;
  const one = waiting.shift();
  if (!one) return;
  const element = find(one.name);
  if (!element) {
    waiting.length = 0;
    showToast({ text: "上一步改动了这一条，刚才那一步没有做，请再试一次", bad: true });
  } else if (one.value === null) {
    element.click();
  } else {
    element.value = one.value;
    window.htmx.trigger(element, "change");
  }
}

document.addEventListener("htmx:confirm", (event) => {
  if (!isBusy || !isDrafts(event.detail)) return;
  event.preventDefault();
  wait(event.detail.triggeringEvent?.submitter ?? event.detail.elt);
});
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (isDrafts(detail.requestConfig)) isBusy = true;
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (isDrafts(detail.requestConfig)) next();
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const field = document.activeElement;
  typed = null;
  if (detail.target?.id !== "drafts" || !within(field) || !field.matches("input, textarea")) return;
  const isText = field.matches("textarea, input:not([type]), input[type=text]");
  typed = { name: nameOf(field), value: field.value, at: isText ? [field.selectionStart, field.selectionEnd] : null, isNew: isText && field.value !== field.defaultValue };
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target?.id !== "drafts" || !typed) return;
  const field = find(typed.name);
  if (field) {
    if (typed.isNew) {
      field.value = typed.value;
      field.dataset.typed = "";
    }
    field.focus({ preventScroll: true });
    if (typed.at) field.setSelectionRange(...typed.at);
  }
  typed = null;
});
// What was put back by the script is no change to the browser; leaving the field saves it all the same.
document.addEventListener("change", ({ target }) => delete target.dataset?.typed);
document.addEventListener("focusout", ({ target }) => {
  if (target.dataset?.typed === undefined || !target.isConnected) return;
  delete target.dataset.typed;
  if (target.value !== target.defaultValue) target.dispatchEvent(new Event("change", { bubbles: true }));
});
