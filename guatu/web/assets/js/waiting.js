// <… data-waiting="3" data-waiting-at="/work">: what htmx brings says how much waits; rail and tabs follow it.
const places = (address) => document.querySelectorAll(`:is(.g-nav a, .g-tabbar a, .g-bell)[href="${CSS.escape(address)}"]`);

function tell(link, count) {
  let told = link.querySelector(".n");
  if (!told && count > 0) {
    told = document.createElement("span");
    told.className = "n hot";
    link.append(told);
  }
  if (!told) return;
  told.textContent = String(count);
  told.hidden = count === 0;
}

document.addEventListener("htmx:afterSwap", () => {
  const list = document.querySelector("[data-waiting]");
  if (!list) return;
  for (const link of places(list.dataset.waitingAt)) tell(link, Number(list.dataset.waiting));
  if (document.activeElement === document.body) list.querySelector("h1")?.focus({ preventScroll: true });
});
