// <form data-drop>: files dropped, chosen or photographed travel one by one; each succeeds or fails alone.
// Or a part of a larger form with data-drop and data-drop-url: there each line that comes back brings the hidden
// field by which the form keeps its file, and [data-drop-line] takes a line away again.
// The server answers each file with its line (file_line.html); without scripts the form sends all at once.
import { csrfToken, fromTemplate, on } from "./page.js";
import { showToast } from "./toasts.js";

const AT_ONCE = 2;
const waiting = [];
const requests = new Set();
let travelling = 0;

/** Tell the form what becomes of a file; false where it will see to it itself. */
function tell(form, what, detail) {
  return form.dispatchEvent(new CustomEvent(`guatu:file-${what}`, { bubbles: true, cancelable: true, detail }));
}

function lineFor(file, form) {
  const line = fromTemplate("file-line");
  line.querySelector("[data-name]").textContent = file.name;
  if (file.type.startsWith("image/")) {
    const picture = document.createElement("img");
    picture.alt = "";
    picture.src = URL.createObjectURL(file);
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
    line.querySelector("svg").replaceWith(picture);
  }
  listOf(form).append(line);
  return line;
}

function listOf(form) {
  const list = document.getElementById(form.dataset.drop) ?? form.querySelector(".g-files");
  list.hidden = false;
  return list;
}

function fail(line, words) {
  line.classList.add("bad");
  line.querySelector("progress")?.remove();
  line.querySelector("[data-words]").textContent = "";
  const problem = line.querySelector("[data-problem]");
  problem.hidden = false;
  problem.textContent = words;
}

function tooLarge(file, form) {
  const limit = Number(form.dataset.limitMb ?? 0);
  return limit > 0 && file.size > limit * 1024 * 1024 ? `超过 ${limit} MB，没有上传` : "";
}

function progress(line, began, event) {
  if (!event.lengthComputable) return;
  const share = event.loaded / event.total;
  const seconds = Math.ceil(((Date.now() - began) / 1000) * (1 / share - 1));
  line.querySelector("progress").value = share;
  line.querySelector("[data-words]").textContent =
    share < 1 ? `${Math.floor(share * 100)}%，还要 ${seconds} 秒` : "已传完，正在处理";
}

function arrive(request, { file, line, form }) {
  const answer = document.createElement("template");
  answer.innerHTML = request.responseText.trim();
  const row = answer.content.firstElementChild;
  if ([200, 201, 409, 422].includes(request.status) && row?.matches("li")) {
    const picture = line.querySelector("img");
    line.replaceWith(row); // first: a picture that changes its document would be fetched again
    if (picture) row.querySelector("svg")?.replaceWith(picture);
    window.htmx?.process(row);
    tell(form, "arrived", { file, line, row });
  } else if (request.status === 413 || tell(form, "unsent", { file, line })) fail(line, request.status === 413 ? "文件太大，没有上传" : "没有上传成，请再试一次");
  form.dispatchEvent(new CustomEvent("guatu:file-done", { bubbles: true }));
}

function send(one) {
  const { file, form, line } = one;
  const request = new XMLHttpRequest();
  const body = new FormData();
  const began = Date.now();
  const typed = form instanceof HTMLFormElement ? new FormData(form) : [];
  for (const [name, value] of typed) if (!(value instanceof File)) body.append(name, value);
  body.append(form.querySelector("input[type=file]").name, file);
  request.upload.addEventListener("progress", (event) => progress(line, began, event));
  request.addEventListener("load", () => arrive(request, one));
  request.addEventListener("error", () => {
    if (tell(form, "unsent", { file, line })) fail(line, "网络不通，没有上传。联网后再试");
  });
  request.addEventListener("abort", () => line.remove());
  requests.add(request);
  request.addEventListener("loadend", () => {
    requests.delete(request);
    travelling -= 1;
    next(form);
  });
  line.querySelector("[data-cancel]").addEventListener("click", () => request.abort());
  request.open("POST", form.dataset.dropUrl ?? form.action);
  request.setRequestHeader("X-CSRFToken", csrfToken());
  request.setRequestHeader("HX-Request", "true");
  request.send(body);
}

function next(form) {
  while (travelling < AT_ONCE && waiting.length > 0) {
    travelling += 1;
    send(waiting.shift());
  }
  if (travelling === 0) form.dispatchEvent(new CustomEvent("guatu:files-done", { bubbles: true }));
}

/** Send these files with this form, each on its own. */
export function upload(files, form) {
  for (const file of files) {
    const line = lineFor(file, form);
    const refused = tooLarge(file, form);
    if (refused) fail(line, refused);
    else {
      tell(form, "chosen", { file, line });
      waiting.push({ file, form, line });
    }
  }
  next(form);
}

const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

function take(field) {
  upload([...field.files], field.closest("[data-drop]"));
  field.value = "";
}

on("change", "[data-drop] input[type=file]", (event, field) => take(field));
// on a slow line somebody chooses before the scripts are there: what was chosen by then is taken now
document.addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll("[data-drop] input[type=file]")) if (field.files.length > 0) take(field);
});
for (const type of ["dragenter", "dragover"]) {
  document.addEventListener(type, (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault(); // a file let fall beside the zone must not replace the page
    for (const zone of document.querySelectorAll(".g-drop")) zone.classList.toggle("is-over", zone.contains(event.target));
  });
}
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.querySelector(".g-drop.is-over")?.classList.remove("is-over");
});
document.addEventListener("drop", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  document.querySelector(".g-drop.is-over")?.classList.remove("is-over");
  const zone = event.target instanceof Element ? event.target.closest("[data-drop]") : null;
  if (zone) upload([...event.dataTransfer.files], zone);
});
document.addEventListener(
  "submit",
  (event) => {
    if (travelling === 0 || !event.target.querySelector("[data-drop-url]") || event.target.matches("[data-draft]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    showToast({ text: "文件还在上传，传完再提交", bad: true });
  },
  true,
);
document.addEventListener("guatu:abandon", () => {
  waiting.length = 0; // the files go another way
  for (const request of requests) request.abort();
});
on("click", "[data-drop-line]", (event, button) => button.closest("li").remove());
window.addEventListener("beforeunload", (event) => {
  if (travelling > 0) event.preventDefault();
});
