// To verify: passing is open only while every line is met; the picture grows under the hand.
// <form data-verdict> holds lines [data-line] (data-is says what the machine found) and the three verdicts.
import { on } from "./page.js";

const GO = { pass: "通过", back: "退回补证", site: "派现场" };
const ASKS = { pass: "意见，可不填", back: "缺什么、几时再报", site: "去哪里、看什么" };

function stateOf(line) {
  return line.dataset.is ?? line.querySelector("input[type=radio]:checked")?.value ?? "";
}

function whyNot(lines) {
  const named = (wanted) => lines.filter((line) => wanted(stateOf(line))).map((line) => line.dataset.line);
  const unmet = named((state) => state === "unmet" || state === "doubtful");
  const open = named((state) => state === "");
  if (unmet.length > 0) return `第 ${unmet.join("、")} 条未过`;
  return open.length > 0 ? `第 ${open.join("、")} 条未判` : "";
}

function renew(form) {
  const lines = [...form.querySelectorAll("[data-line]")];
  const pass = form.querySelector("[name=verdict][value=pass]");
  const blocked = form.querySelector("textarea").disabled;
  const why = whyNot(lines) || pass.dataset.machine;
  form.querySelector("[data-met]").textContent = String(lines.filter((line) => stateOf(line) === "met").length);
  form.querySelector("[data-why]").textContent = why || "逐条符合";
  pass.disabled = blocked || why !== "";
  if (pass.disabled) pass.checked = false;
  const chosen = form.querySelector("[name=verdict]:checked")?.value ?? "";
  form.querySelector("[data-go]").textContent = GO[chosen] ?? "交结论";
  form.querySelector("textarea").placeholder = ASKS[chosen] ?? "意见";
}

function renewAll() {
  for (const form of document.querySelectorAll("form[data-verdict]")) renew(form);
}

on("change", "form[data-verdict]", (event, form) => renew(form));
on("guatu:restored", "form[data-verdict]", (event, form) => renew(form));
on("click", "form[data-verdict] [data-forget]", () => setTimeout(renewAll, 0));
document.addEventListener("DOMContentLoaded", renewAll);
window.addEventListener("pageshow", renewAll);

function zoom(figures, isOn) {
  figures.classList.toggle("is-zoomed", isOn);
  for (const pane of figures.querySelectorAll(".v-picture")) {
    pane.scrollTo((pane.scrollWidth - pane.clientWidth) / 2, (pane.scrollHeight - pane.clientHeight) / 2);
  }
  document.querySelector("[data-zoom]")?.setAttribute("aria-pressed", String(isOn));
}

on("click", "[data-zoom]", (event, button) => {
  zoom(document.querySelector(".v-figures"), button.getAttribute("aria-pressed") !== "true");
});

// A press on the picture grows it around that place; once grown, it is dragged.
let drag = null;
on("click", ".v-picture img", (event, picture) => {
  if (drag?.moved) return;
  const pane = picture.closest(".v-picture");
  const figures = pane.closest(".v-figures");
  const box = picture.getBoundingClientRect();
  const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  zoom(figures, !figures.classList.contains("is-zoomed"));
  pane.scrollTo(x * pane.scrollWidth - pane.clientWidth / 2, y * pane.scrollHeight - pane.clientHeight / 2);
});
on("pointerdown", ".is-zoomed .v-picture", (event, pane) => {
  if (event.pointerType !== "mouse") return;
  event.preventDefault();
  drag = { pane, x: event.clientX, y: event.clientY, left: pane.scrollLeft, top: pane.scrollTop, moved: false };
});
document.addEventListener("pointermove", (event) => {
  if (!drag || event.buttons === 0) return;
  const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
  drag.moved ||= Math.abs(dx) + Math.abs(dy) > 4;
  drag.pane.scrollTo(drag.left - dx, drag.top - dy);
});
document.addEventListener("pointerup", () => setTimeout(() => { drag = null; }, 0));

// The proof that is looked at stays in sight of its strip.
document.addEventListener("htmx:afterSwap", () => {
  document.querySelector(".v-strip [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
});

// Two pictures: side by side, one over the other with as much of each as is wanted, or in turn at a blink.
// Who wants no motion presses for each turn.
let blinking = 0;

function isCalm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function beat() {
  const over = document.querySelector(".v-figures[data-mode=blink] [data-over]");
  if (!over) return clearInterval(blinking);
  const isOwn = over.getAttribute("opacity") === "0";
  over.setAttribute("opacity", isOwn ? "1" : "0");
  document.querySelector("[data-shown]").textContent = isOwn ? "本项所传" : "别处已有";
}

function compare(mode) {
  const figures = document.querySelector(".v-figures");
  const stage = figures?.querySelector(".v-stage");
  if (!stage) return;
  clearInterval(blinking);
  if (mode !== "side") zoom(figures, false);
  figures.dataset.mode = mode;
  stage.hidden = mode === "side";
  for (const image of stage.querySelectorAll("image")) image.setAttribute("href", image.dataset.href);
  stage.querySelector("[data-over]").setAttribute("opacity", mode === "blink" ? "1" : stage.querySelector("[data-fade]").value / 100);
  stage.querySelector("[data-shown]").textContent = mode === "blink" ? "本项所传" : "本项所传叠在别处已有上";
  for (const button of document.querySelectorAll("[data-compare]")) {
    button.setAttribute("aria-pressed", String(button.dataset.compare === mode));
  }
  if (mode === "blink" && !isCalm()) blinking = setInterval(beat, 700);
}

on("click", "[data-compare]", (event, button) => {
  const isOn = button.getAttribute("aria-pressed") === "true";
  if (isOn && button.dataset.compare === "blink" && isCalm()) beat();
  else compare(isOn ? "side" : button.dataset.compare);
});
on("click", ".v-stage svg", () => beat());
on("input", "[data-fade]", (event, slider) => {
  slider.closest(".v-stage").querySelector("[data-over]").setAttribute("opacity", slider.value / 100);
});
