// htmx as this house uses it: no evaluated text, refusals are answers, and every failure says what to do.
import htmx from "htmx.org";
import { csrfToken } from "./page.js";
import { showToast } from "./toasts.js";

Object.assign(htmx.config, {
  allowEval: false,
  includeIndicatorStyles: false,
  historyCacheSize: 0, // no page of a ledger stays behind in the browser
  refreshOnHistoryMiss: true,
  selfRequestsOnly: true,
  allowScriptTags: false,
  scrollBehavior: "auto",
  defaultSettleDelay: 0,
  attributesToSettle: ["class"], // a style that a browser or an extension has set is not carried over: the policy forbids it
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "409|422", swap: true, error: false },
    { code: "...", swap: false, error: true },
  ],
});
window.htmx = htmx;

const FAILURES = {
  0: "网络不通。内容还在，联网后再试",
  401: "登录已过期，请在新窗口登录后再试。内容还在",
  403: "这一步不归您办，或登录已过期。刷新后再试",
  404: "这一项已不在，或您看不到它",
  413: "文件太大，没有保存",
  429: "操作太快，请稍后再试",
  503: "数据库暂时没有应答。内容还在，请稍后再试",
};

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb !== "get") detail.headers["X-CSRFToken"] = csrfToken();
});

for (const type of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(type, ({ detail }) => {
    const status = detail.xhr?.status ?? 0;
    const what = detail.requestConfig?.verb === "get" ? "没有取到" : "没有保存成";
    showToast({ text: FAILURES[status] ?? `${what}：系统出错，已记下。请稍后再试`, bad: true });
  });
}

// A session that ended answers with the whole sign-in page: go there, do not put it into a table cell.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const whole = /^\s*<!doctype html/i.test(detail.serverResponse ?? "");
  if (whole && detail.xhr.status === 200 && detail.target !== document.body && !detail.boosted) {
    detail.shouldSwap = false;
    window.location.assign(detail.xhr.responseURL);
  }
});

let running = 0;
let timer = 0;
const hair = () => document.getElementById("hair");

document.addEventListener("htmx:beforeRequest", () => {
  running += 1;
  if (running === 1) timer = setTimeout(() => hair()?.classList.add("is-on"), 300);
});
document.addEventListener("htmx:afterRequest", () => {
  running = Math.max(0, running - 1);
  if (running > 0) return;
  clearTimeout(timer);
  hair()?.classList.remove("is-on");
});

export { htmx };
