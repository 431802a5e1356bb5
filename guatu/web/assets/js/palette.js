// Ctrl K: a field that asks the server for hits; arrows choose, Enter goes. Hits are links with data-hit.
import { openDialog } from "./dialogs.js";
import { on } from "./page.js";

const hitsOf = (palette) => [...palette.querySelectorAll("[data-hit]")];

function choose(palette, hit) {
  for (const other of palette.querySelectorAll(".is-at")) {
    other.classList.remove("is-at");
    other.removeAttribute("aria-current");
  }
  hit?.classList.add("is-at");
  hit?.setAttribute("aria-current", "true");
  hit?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
  const palette = document.getElementById("palette");
  if (!palette) return;
  event.preventDefault();
  if (palette.open) return palette.close();
  openDialog(palette);
  const field = palette.querySelector("input");
  field.focus();
  field.select();
  return undefined;
});

on("keydown", "#palette", (event, palette) => {
  const hits = hitsOf(palette);
  const at = hits.findIndex((hit) => hit.classList.contains("is-at"));
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (steps[event.key] && hits.length > 0) {
    event.preventDefault();
    choose(palette, hits[(at + steps[event.key] + hits.length) % hits.length]);
  } else if (event.key === "Enter" && at >= 0 && !event.isComposing) {
    event.preventDefault();
    hits[at].click();
  }
});

document.addEventListener("htmx:afterSwap", () => {
  const palette = document.getElementById("palette");
  if (palette?.open && !palette.querySelector(".is-at")) choose(palette, hitsOf(palette)[0]);
});
