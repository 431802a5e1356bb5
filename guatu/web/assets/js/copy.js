// <button data-copy="id">: copies the text of that element, and says so in [data-copied].
import { on } from "./page.js";

/** On an address without HTTPS the clipboard is closed to scripts, but a selected text can still be copied. */
function select(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  return document.execCommand("copy");
}

on("click", "[data-copy]", async (event, button) => {
  const element = document.getElementById(button.dataset.copy);
  let done = false;
  try {
    await navigator.clipboard.writeText(element.textContent.trim());
    done = true;
  } catch {
    done = select(element);
  }
  button.querySelector("[data-copied]").textContent = done ? "已复制" : "已选中，请按 Ctrl C";
});
