// Toasts: what was done, with 撤回 for eight seconds; a refusal stays until it is closed.
// From the server: the header HX-Trigger {"guatu:toast": {"text": …, "undo": "/…", "bad": false, "link": …, "label": …}},
// or a toast partial swapped out of band into #toasts.
import { fromTemplate, on } from "./page.js";

const SECONDS = 8;

export function showToast({ text, undo, link, label, bad = false }) {
  const toast = fromTemplate(bad ? "toast-bad" : "toast-good");
  if (!toast) return;
  toast.querySelector("[data-text]").textContent = text;
  const form = toast.querySelector("form");
  if (undo) {
    form.action = undo;
    form.setAttribute("hx-post", undo);
  } else form.remove();
  const more = toast.querySelector("[data-more]");
  if (link) {
    more.href = link;
    more.textContent = label ?? "去看";
  } else more.remove();
  document.getElementById("toasts")?.append(toast);
  window.htmx?.process(toast);
}

function count(toast) {
  if (toast.dataset.counting || toast.classList.contains("bad")) return;
  toast.dataset.counting = "yes";
  let left = SECONDS;
  const tick = () => {
    if (!toast.isConnected) return clearInterval(clock);
    if (toast.matches(":hover, :focus-within")) return undefined;
    left -= 1;
    const seconds = toast.querySelector("[data-seconds]");
    if (seconds) seconds.textContent = `${left} 秒`;
    if (left <= 0) toast.remove();
    return undefined;
  };
  const clock = setInterval(tick, 1000);
}

function countAll() {
  for (const toast of document.querySelectorAll("#toasts > .g-toast")) count(toast);
}

export function watchToasts() {
  const host = document.getElementById("toasts");
  if (!host) return;
  new MutationObserver(countAll).observe(host, { childList: true });
  countAll();
}

document.addEventListener("guatu:toast", ({ detail }) => showToast(detail));
on("click", ".g-toast [data-close]", (event, button) => button.closest(".g-toast").remove());
on("submit", "#toasts .g-toast form", (event, form) => {
  // the toast has done its work once the undoing is on its way
  setTimeout(() => form.closest(".g-toast")?.remove(), 0);
});
document.addEventListener("DOMContentLoaded", watchToasts);
