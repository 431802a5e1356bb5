// <form data-draft="address">: what is typed and chosen is kept on this device from the first letter on, survives a
// restart of the browser, and goes by way of the outbox.
import { fromTemplate, on } from "../page.js";
import { send } from "./outbox.js";
import { newKey, papers } from "./store.js";

const form = document.querySelector("form[data-draft]");
const SKIPPED = ["hidden", "password", "file", "submit", "button"];
const clock = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
const idOf = new WeakMap(); // line of a file → its id
const touched = new Set(); // fields of this page, which what was kept before does not overwrite
let paper = null;
let ready = null; // what was kept before has been looked up
let timer = 0;

const keyField = () => form.elements.namedItem("form_key");
const fields = () => [...form.elements].filter((one) => one.name && one.name !== "csrfmiddlewaretoken" && !SKIPPED.includes(one.type));
const linesOf = () => form.querySelector(".g-files");

function valuesOf() {
  return fields().map((one) => {
    const told = { name: one.name, value: one.value, first: one.defaultValue ?? "" };
    return one.type === "checkbox" || one.type === "radio" ? { ...told, checked: one.checked } : told;
  });
}

function fresh() {
  const { draft, number, title } = form.dataset;
  return { address: draft, number, title, state: "draft", key: keyField().value || newKey(), values: [], files: [], why: "" };
}

async function save() {
  clearTimeout(timer);
  await ready;
  paper ??= fresh();
  Object.assign(paper, { values: valuesOf(), savedAt: Date.now() });
  try {
    await papers.put(paper);
    said(`草稿已存 ${clock.format(new Date())}`);
  } catch {
    said("本机存不下，请尽快提交");
  }
}

function soon(event) {
  touched.add(event.target);
  clearTimeout(timer);
  timer = setTimeout(save, 250);
}

function said(words) {
  const place = form.querySelector("[data-saved]");
  place.hidden = false;
  place.querySelector("[data-text]").textContent = words;
}

function put(told) {
  const same = fields().filter((one) => one.name === told.name);
  if (same.some((one) => touched.has(one))) return;
  if ("checked" in told) {
    for (const one of same) if (one.value === told.value) one.checked = told.checked;
  } else if (same[0]) same[0].value = told.value === told.first ? same[0].value || told.value : told.value;
}

function restore() {
  for (const one of paper.values) put(one);
  keyField().value = paper.key;
  for (const stepper of form.querySelectorAll(".g-stepper input")) stepper.dispatchEvent(new Event("input"));
  showFiles();
  form.dispatchEvent(new Event("guatu:restored"));
}

/** Lines for files that have none: those that a restart left in the paper, those of uploads that were given up. */
function showFiles() {
  const shown = new Set([...linesOf().children].map((line) => idOf.get(line)));
  for (const file of paper.files) {
    if (shown.has(file.id)) continue;
    const line = fromTemplate("file-line");
    line.querySelector("[data-name]").textContent = file.name;
    if (file.blob && file.type.startsWith("image/")) line.querySelector("svg").replaceWith(picture(file.blob));
    idOf.set(line, file.id);
    linesOf().append(line);
    rest(line, file.word ? "已上传" : "存在本机");
  }
  linesOf().hidden = linesOf().children.length === 0;
}

function picture(blob) {
  const drawn = document.createElement("img");
  drawn.alt = "";
  drawn.src = URL.createObjectURL(blob);
  drawn.addEventListener("load", () => URL.revokeObjectURL(drawn.src), { once: true });
  return drawn;
}

/** The line no longer travels: it says where the file is, and can be taken away. */
function rest(line, words) {
  line.querySelector("progress")?.remove();
  line.querySelector("[data-words]").textContent = words;
  const button = line.querySelector("[data-cancel]");
  if (!button) return;
  button.removeAttribute("data-cancel");
  button.setAttribute("data-drop-line", "");
  button.setAttribute("aria-label", `去掉 ${line.querySelector("[data-name]").textContent}`);
}

async function chosen({ file, line }) {
  navigator.storage?.persist?.(); // ask not to be cleared when the phone is short of room
  const id = newKey();
  idOf.set(line, id);
  await ready;
  paper ??= fresh();
  paper.files.push({ id, name: file.name, type: file.type, blob: file, word: null, wordAt: 0 });
  save();
}

/** A file that the server keeps already, and that came before this script listened. */
function adopt(row, blob) {
  const kept = row.querySelector("[name=kept]:not(:disabled)");
  if (!kept || idOf.has(row)) return;
  paper ??= fresh();
  const id = newKey();
  idOf.set(row, id);
  kept.disabled = true; // the paper brings it
  paper.files.push({ id, name: row.querySelector(".name").textContent, type: blob?.type ?? "", blob, word: kept.value, wordAt: Date.now() });
  save();
}

async function arrived({ file: blob, line, row }) {
  await ready;
  const file = paper?.files.find((one) => one.id === idOf.get(line));
  if (!file) return adopt(row, blob);
  const word = row.querySelector("[name=kept]")?.value;
  if (!word) paper.files = paper.files.filter((one) => one !== file); // refused: the line says why
  else {
    idOf.set(row, file.id);
    row.querySelector("[name=kept]").disabled = true; // the paper brings it
    Object.assign(file, { word, wordAt: Date.now() });
  }
  save();
}

async function takenAway(line) {
  await ready;
  const id = idOf.get(line);
  if (!paper || !id) return;
  paper.files = paper.files.filter((one) => one.id !== id);
  save();
}

function forgive() {
  for (const one of form.querySelectorAll("[data-told]")) one.remove();
  for (const one of form.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  form.querySelector("[data-refusal]").hidden = true;
}

function showWhy(words) {
  const note = form.querySelector("[data-refusal]");
  note.hidden = false;
  note.querySelector(".grow").textContent = words;
}

function showErrors({ why, fields: wrong, isAhead }) {
  let first = null;
  for (const [name, words] of Object.entries(wrong)) {
    const found = form.elements.namedItem(name);
    const control = found instanceof RadioNodeList ? found[0] : found;
    if (!control || control.type === "hidden") continue;
    const line = fromTemplate("field-error");
    line.querySelector("span").textContent = words;
    (control.closest(".g-field") ?? control.parentElement).append(line);
    control.setAttribute("aria-invalid", "true");
    control.closest("details")?.setAttribute("open", "");
    first ??= control;
  }
  if (!first) showWhy(isAhead ? `${why}；或再按一次提交，按系统收到的时间算` : why);
  (first ?? form.querySelector("[data-refusal]")).scrollIntoView({ block: "center" });
  first?.focus({ preventScroll: true });
}

const outcome = () => document.querySelector("[data-outcome]");

/** The form gives way to what became of it. */
function showOutcome(kind, words) {
  form.hidden = true;
  outcome().hidden = false;
  for (const one of outcome().querySelectorAll("[data-when]")) one.hidden = one.dataset.when !== kind;
  const told = outcome().querySelector("[data-words]");
  told.textContent = words ?? "";
  told.hidden = !words;
  outcome().querySelector("h2:not([hidden])")?.focus();
}

function showForm() {
  outcome().hidden = true;
  form.hidden = false;
}

async function submit() {
  const button = form.querySelector("button.primary");
  await ready;
  paper ??= fresh();
  forgive();
  Object.assign(paper, { values: valuesOf(), savedAt: Date.now(), writtenAt: new Date().toISOString(), state: "waiting", why: "" });
  try {
    await papers.put(paper);
  } catch {
    form.submit(); // nothing can be kept on this device: it goes as any form goes
    return;
  }
  document.dispatchEvent(new Event("guatu:abandon"));
  button.disabled = true;
  const came = await send(paper);
  button.disabled = false;
  if (came.kind === "done") return window.location.assign(came.address);
  paper = (await papers.get(paper.address)) ?? null;
  if (paper) keyField().value = paper.key;
  if (came.kind === "unsent" || came.kind === "signin") return showOutcome(came.kind, came.why);
  showFiles();
  return showErrors(came);
}

async function begin() {
  paper = (await papers.get(form.dataset.draft)) ?? null;
  if (!paper) return;
  restore();
  if (paper.state === "waiting" || paper.state === "signin") showOutcome(paper.state === "signin" ? "signin" : "unsent", paper.why);
  else if (paper.why) showWhy(paper.why);
  if (paper.state === "draft" && paper.values.length > 0) form.querySelector("[data-kept-note]").hidden = false;
  said("草稿在本机");
}

/** Typed or ticked before this script was there. */
const isChanged = (one) => one.checked !== one.defaultChecked || one.value !== (one.defaultValue ?? one.value);

if (form && window.indexedDB) {
  for (const one of fields().filter(isChanged)) touched.add(one);
  form.addEventListener("input", soon);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && timer && save());
  form.addEventListener("guatu:file-chosen", ({ detail }) => chosen(detail));
  form.addEventListener("guatu:file-arrived", ({ detail }) => arrived(detail));
  form.addEventListener("guatu:file-unsent", (event) => {
    event.preventDefault();
    rest(event.detail.line, "存在本机");
  });
  on("click", "form[data-draft] [data-cancel], form[data-draft] [data-drop-line]", (event, button) => takenAway(button.closest("li")), true);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  on("click", "form[data-draft] [data-forget]", async () => {
    await papers.drop(form.dataset.draft);
    window.location.reload();
  });
  on("click", "[data-take-back]", async () => {
    paper = (await papers.get(form.dataset.draft)) ?? paper;
    Object.assign(paper, { state: "draft", why: "" });
    await papers.put(paper);
    showForm();
  });
  document.addEventListener("guatu:papers", ({ detail }) => {
    const standing = detail.find((one) => one.address === form.dataset.draft);
    if (outcome().hidden) return;
    if (!standing) showOutcome("done");
    else if (standing.state === "refused") {
      paper = standing;
      showForm();
      showWhy(standing.why);
    } else showOutcome(standing.state === "signin" ? "signin" : "unsent", standing.why);
  });
  ready = begin().catch(() => {});
  ready.then(() => [...linesOf().children].forEach((row) => adopt(row, null)));
}
