// What makes a report more than words, said while it is written: figures, days, numbers of papers, photographs.
const LOOKS = {
  figure: /\d|[一二两三四五六七八九十百千万亿]+[处个户项份条座家次人公]/,
  day: /\d{1,2}月\d{1,2}日|\d{1,2}[-./]\d{1,2}|月(?:底|初|末|[上中下]旬)|[上中下]旬/,
  paper: /〔\d{4}〕|[第编文]?\s*\d+\s*号|[编文合][号同].{0,6}\d/,
};

function judge(line, text) {
  for (const one of line.querySelectorAll("[data-of]")) {
    const has = LOOKS[one.dataset.of].test(text);
    const words = one.querySelector("[data-has]");
    one.classList.toggle("has", has);
    words.textContent = has ? words.dataset.has : words.dataset.lacks;
  }
}

/** Photographs on their way count against those that are still wanted. */
function countPhotographs(note, list) {
  const left = Number(note.dataset.lacks) - list.querySelectorAll("li:not(.bad) > img").length;
  note.classList.toggle("is-met", left <= 0);
  note.querySelector("b").textContent = left > 0 ? `还缺 ${left} 张` : "够了";
}

const line = document.querySelector("[data-solid]");
const field = line && document.getElementById(line.dataset.solid);
if (field) {
  field.addEventListener("input", () => judge(line, field.value));
  field.form.addEventListener("guatu:restored", () => judge(line, field.value));
  judge(line, field.value);
}
const note = document.querySelector("[data-lacks] b")?.parentElement;
const list = document.querySelector(".item-upload > .g-files");
if (note && list) {
  new MutationObserver(() => countPhotographs(note, list)).observe(list, { childList: true, subtree: true });
  countPhotographs(note, list);
}
