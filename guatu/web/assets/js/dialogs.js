// Dialogs. A link or button with hx-target="#dialogs" gets a <dialog> from the server; it opens when it arrives.
// Without scripts the same address is a page with the same form.
import { on } from "./page.js";

const host = () => document.getElementById("dialogs");
let opener = null;

export function openDialog(dialog) {
  if (dialog.open) return;
  opener = document.activeElement;
  dialog.showModal();
}

function afterClosing(dialog) {
  if (host()?.contains(dialog)) dialog.remove();
  if (opener?.isConnected) opener.focus();
  opener = null;
}

document.addEventListener("htmx:afterSwap", () => {
  const dialog = host()?.querySelector("dialog:not([open])");
  if (dialog) openDialog(dialog);
});

// A refusal of a form in a dialog comes back into the dialog, whatever the form was to change.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const inside = detail.requestConfig.elt.closest?.("#dialogs dialog");
  if (!inside || ![403, 409, 422].includes(detail.xhr.status)) return;
  if (detail.xhr.status === 403 && !detail.serverResponse.includes("<dialog")) return;
  detail.shouldSwap = true;
  detail.isError = false;
  detail.target = host();
  detail.swapOverride = "innerHTML";
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const dialog = detail.elt.closest?.("#dialogs dialog");
  const done = detail.xhr.status >= 200 && detail.xhr.status < 300;
  if (dialog && done && detail.requestConfig.verb !== "get") dialog.close();
});

on("click", "[data-dialog]", (event, link) => {
  const dialog = document.getElementById(link.dataset.dialog);
  if (!(dialog instanceof HTMLDialogElement)) return;
  event.preventDefault();
  openDialog(dialog);
});

on("click", "dialog [data-close]", (event, button) => {
  event.preventDefault();
  button.closest("dialog").close();
});

on("mousedown", "dialog", (event, dialog) => {
  if (event.target === dialog && !("sticky" in dialog.dataset)) dialog.close();
});

document.addEventListener("close", (event) => afterClosing(event.target), true);
document.addEventListener("guatu:close-dialog", () => host()?.querySelector("dialog[open]")?.close());
