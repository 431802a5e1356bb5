// <section data-shelf>: what lies on this device, at the top of my work: drafts, what waits to be sent, what was refused.
import { fromTemplate, on } from "../page.js";
import { flush } from "./outbox.js";
import { papers } from "./store.js";

const STATES = { draft: ["work", "草稿"], waiting: ["wait", "待发送"], signin: ["wait", "待发送，请登录"], refused: ["back", "没有收"] };
const ORDER = ["refused", "signin", "waiting", "draft"];
const LABELS = { draft: "继续写", waiting: "打开", signin: "登录", refused: "打开" };
const clock = new Intl.DateTimeFormat("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });

function cardOf(paper) {
  const card = fromTemplate("shelf-card");
  const [code, word] = STATES[paper.state];
  const state = card.querySelector(".g-state");
  state.className = `g-state ${code}`;
  state.textContent = word;
  card.querySelector(".g-code").textContent = paper.number;
  const address = paper.state === "signin" ? `/sign-in?next=${encodeURIComponent("/work")}` : paper.address;
  const title = card.querySelector(".title");
  title.textContent = paper.title;
  title.href = paper.address;
  const files = paper.files.length ? `，${paper.files.length} 个文件` : "";
  card.querySelector(".what .meta").textContent = `${clock.format(new Date(paper.writtenAt ?? paper.savedAt))} 写在本机${files}`;
  const why = card.querySelector("[data-why]");
  why.hidden = !paper.why;
  why.querySelector("span").textContent = paper.why;
  const written = card.querySelector("[data-written]"); // the form may be out of reach by now; the words are not
  const said = paper.values.find((one) => one.name === "text" || one.name === "finding")?.value ?? "";
  written.hidden = paper.state !== "refused" || !said;
  written.querySelector("p").textContent = said;
  const open = card.querySelector("a.g-btn");
  open.textContent = LABELS[paper.state];
  open.href = address;
  open.setAttribute("aria-label", `${LABELS[paper.state]} ${paper.number}`);
  const drop = card.querySelector("[data-drop-paper]");
  drop.dataset.dropPaper = paper.address;
  drop.setAttribute("aria-label", `删掉 ${paper.number} 的${word}`);
  return card;
}

function show(all) {
  const shelf = document.querySelector("[data-shelf]");
  if (!shelf) return;
  const sorted = [...all].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || b.savedAt - a.savedAt);
  shelf.hidden = sorted.length === 0;
  shelf.querySelector("ul").replaceChildren(...sorted.map(cardOf));
  const waiting = sorted.filter((one) => one.state === "waiting" || one.state === "signin").length;
  const drafts = sorted.filter((one) => one.state === "draft").length;
  const count = (words, number) => (number ? `${words} ${number}` : "");
  shelf.querySelector("h2").textContent = [count("待发送", waiting), count("没有收", sorted.length - waiting - drafts), count("草稿", drafts)].filter(Boolean).join("，");
  shelf.querySelector("[data-send-now]").hidden = waiting === 0;
}

/** What was sent by itself changes the list below. */
document.addEventListener("guatu:sent", () => {
  if (document.querySelector("[data-shelf]")) window.htmx?.ajax("GET", "/work", { target: "#my-work", swap: "outerHTML" });
});
document.addEventListener("guatu:papers", ({ detail }) => show(detail));
document.addEventListener("htmx:afterSwap", async () => show(await papers.all()));
on("click", "[data-send-now]", async (event, button) => {
  button.disabled = true;
  await flush();
  button.disabled = false;
  const left = (await papers.all()).some((one) => one.state === "waiting");
  const text = "还没有信号，联网后自动发";
  if (left) document.dispatchEvent(new CustomEvent("guatu:toast", { detail: { text, bad: true } }));
});
on("click", "[data-drop-paper]", async (event, button) => {
  if (window.confirm("从本机删掉这份内容？删掉后找不回来。")) await papers.drop(button.dataset.dropPaper);
});
if (document.querySelector("[data-shelf]")) papers.all().then(show, () => {});
