// <textarea data-paste>: a block copied from a document or a sheet lands there, wherever on the page it is pasted;
// copied files and screenshots go to the page's drop form. [data-paste-count] says how much came.
import { upload } from "./drop.js";
import { isTyping, on } from "./page.js";

const place = () => document.querySelector("textarea[data-paste]");

function say(field) {
  const told = document.querySelector(`[data-paste-count="${field.id}"]`);
  if (!told) return;
  const letters = field.value.replace(/\s/g, "").length;
  const lines = field.value.split("\n").filter((line) => line.trim()).length;
  told.textContent = letters ? `${letters.toLocaleString("zh-CN")} 字，${lines} 段` : "";
}

document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  const form = [...document.querySelectorAll("[data-drop]")].pop();
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (files.length > 0 && !text && form) {
    event.preventDefault();
    upload(files, form);
    return;
  }
  const field = place();
  if (!field || isTyping(event.target) || !text) return;
  event.preventDefault();
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

on("input", "textarea[data-paste]", (event, field) => say(field));
document.addEventListener("DOMContentLoaded", () => {
  if (place()) say(place());
});
