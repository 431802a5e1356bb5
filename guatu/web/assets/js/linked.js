// Source and draft: elements with a common word in data-link light up together, on hover and on focus.
// An element with data-link-jump scrolls its counterpart in the other [data-link-pane] to one third from the top.
import { on } from "./page.js";

const wordsOf = (element) => element.dataset.link.split(" ").filter(Boolean);

function light(words) {
  for (const element of document.querySelectorAll("[data-link]")) {
    element.classList.toggle("is-linked", wordsOf(element).some((word) => words.includes(word)));
  }
}

for (const type of ["mouseover", "focusin"]) {
  on(type, "[data-link]", (event, element) => light(wordsOf(element)));
}
for (const type of ["mouseout", "focusout"]) {
  on(type, "[data-link]", (event, element) => {
    if (!element.contains(event.relatedTarget)) light([]);
  });
}

export function scrollToThird(pane, element) {
  const top = element.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
  pane.scrollTo({ top: Math.max(0, top - pane.clientHeight / 3), behavior: "smooth" });
}

on("click", "[data-link-jump]", (event, element) => {
  const word = element.dataset.linkJump || wordsOf(element.closest("[data-link]"))[0];
  const here = element.closest("[data-link-pane]");
  const there = [...document.querySelectorAll(`[data-link~="${CSS.escape(word)}"]`)].find(
    (other) => other.closest("[data-link-pane]") && other.closest("[data-link-pane]") !== here,
  );
  if (!there) return;
  event.preventDefault();
  light([word]);
  scrollToThird(there.closest("[data-link-pane]"), there);
});
