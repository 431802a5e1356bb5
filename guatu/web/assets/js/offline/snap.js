// <div data-snap>: photographs are taken first; the duty that is tapped then gets them into the draft of its report.
import { fromTemplate, on } from "../page.js";
import { showToast } from "../toasts.js";
import { newKey, papers } from "./store.js";

const place = document.querySelector("[data-snap]");
const taken = new Map(); // line → file

function show(file) {
  const line = fromTemplate("file-line");
  const drawn = document.createElement("img");
  drawn.alt = "";
  drawn.src = URL.createObjectURL(file);
  drawn.addEventListener("load", () => URL.revokeObjectURL(drawn.src), { once: true });
  line.querySelector("svg").replaceWith(drawn);
  line.querySelector("[data-name]").textContent = file.name;
  line.querySelector("progress").remove();
  line.querySelector("[data-cancel]").setAttribute("aria-label", `去掉 ${file.name}`);
  taken.set(line, file);
  place.querySelector("[data-snapped]").append(line);
}

function count() {
  place.querySelector("[data-snapped]").hidden = taken.size === 0;
  place.querySelector("[data-snap-say]").textContent = taken.size ? `这 ${taken.size} 张是哪一项` : "是哪一项";
}

const fresh = (address, { number, title }) => ({ address, number, title, state: "draft", key: newKey(), values: [], files: [], why: "" });

async function give(link) {
  const address = link.getAttribute("href");
  const paper = (await papers.get(address)) ?? fresh(address, link.dataset);
  if (paper.state !== "draft") return showToast({ text: "这一项的进展还没发出，发出后再放照片", bad: true });
  for (const file of taken.values()) paper.files.push({ id: newKey(), name: file.name, type: file.type, blob: file, word: null, wordAt: 0 });
  navigator.storage?.persist?.();
  await papers.put({ ...paper, savedAt: Date.now() });
  taken.clear();
  return window.location.assign(address);
}

if (place && window.indexedDB) {
  on("change", "[data-snap] input[type=file]", (event, field) => {
    for (const file of field.files) show(file);
    field.value = "";
    count();
  });
  on("click", "[data-snapped] [data-cancel]", (event, button) => {
    const line = button.closest("li");
    taken.delete(line);
    line.remove();
    count();
  });
  on("click", "[data-snap-to]", (event, link) => {
    if (taken.size === 0) return; // then it is a link like any other
    event.preventDefault();
    give(link).catch(() => showToast({ text: "本机存不下，请打开这一项直接上传", bad: true }));
  });
  window.addEventListener("beforeunload", (event) => {
    if (taken.size > 0) event.preventDefault();
  });
}
