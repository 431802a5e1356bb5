// A list remembers its rows when one of them is opened; the item's page then walks through these rows, and its
// way back leads to the list as it was filtered.
import { kept, on } from "./page.js";

const HERE = () => window.location.pathname + window.location.search;

on("click", "[data-list] a[data-open]", (event, link) => {
  const list = link.closest("[data-list]");
  const rows = [...list.querySelectorAll("a[data-open]")].map((one) => one.getAttribute("href"));
  const page = list.querySelector("[data-total]")?.dataset;
  kept.write("walk", { back: HERE(), rows, first: Number(page?.first ?? 1), total: Number(page?.total ?? rows.length) });
});

function lead(link, address) {
  if (address) {
    link.href = address;
    link.removeAttribute("aria-disabled");
    link.removeAttribute("role");
  } else {
    link.removeAttribute("href");
    link.setAttribute("aria-disabled", "true");
    link.setAttribute("role", "link");
  }
}

function walk() {
  const nav = document.querySelector("[data-walk]");
  const { back, rows, first, total } = kept.read("walk") ?? {};
  const at = nav && Array.isArray(rows) ? rows.indexOf(HERE()) : -1;
  if (at < 0) return;
  lead(nav.querySelector("[rel=prev]"), rows[at - 1]);
  lead(nav.querySelector("[rel=next]"), rows[at + 1]);
  nav.querySelector("[data-walk-at]").textContent = `第 ${first + at} 项，共 ${total} 项`;
  for (const link of document.querySelectorAll(".g-crumb a")) {
    if (link.pathname === back.split("?")[0]) link.href = back;
  }
}

document.addEventListener("DOMContentLoaded", walk);
