// Loaded by my work, the route sheet and the forms of reports and site checks, and by other pages while something waits to be sent.
import { flush } from "./outbox.js";
import "./code.js";
import "./form.js";
import "./shelf.js";
import "./snap.js";
import "./solid.js";

const clock = new Intl.DateTimeFormat("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });

/** Whether this very page came from the device, and when it was kept. */
function keptAt(worker) {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage({ ask: "kept" }, [channel.port2]);
  });
}

async function begin() {
  const words = document.querySelector("[data-offline-words]");
  if (!("serviceWorker" in navigator)) {
    if (words) words.textContent = "断网也能存，联网后自动补交，只记一次。网址不是 HTTPS，断网时打不开新页面";
    return;
  }
  await navigator.serviceWorker.register("/worker.js");
  const { active } = await navigator.serviceWorker.ready;
  const at = await keptAt(active);
  const note = document.querySelector("[data-kept-page]");
  if (at && note) {
    note.hidden = false;
    note.querySelector(".grow").textContent = `没有信号，这是 ${clock.format(new Date(at))} 存下的页面。写的内容存在本机，联网后自动提交。`;
  } else if (!at) {
    const forms = [...document.querySelectorAll('.w-card .act a[href*="/acts/reported"]')].map((one) => one.getAttribute("href"));
    const field = [...document.querySelectorAll("a[data-field-form]")].map((one) => one.getAttribute("href"));
    const snap = [...document.querySelectorAll('.g-tabbar a[href="/work/snap"]')].map((one) => one.getAttribute("href"));
    active.postMessage({ keep: ["/work", ...snap, ...field.slice(0, 20), ...forms.slice(0, 12)] });
  }
}

begin().catch(() => {}); // a browser that forbids it: what is typed is kept all the same
flush().catch(() => {});
