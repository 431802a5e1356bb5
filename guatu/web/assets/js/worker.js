// The service worker: my work, the route sheet and the forms of reports and site checks open without a line. The network comes first; what is kept
// is the shell and one person's own pages, and it goes when he signs out or another signs in.
const SHELL = `guatu-shell-${VERSION}`; // VERSION is set by the build
const PAGES = "guatu-pages-";
const ASSETS = ["guatu.css", "field.css", "guatu.js", "first.js", "offline.js", "icons.svg", "brand.svg"].map((name) => `/static/guatu/${name}`);
const KEPT = /^\/(work|items\/\d+\/acts\/(reported|site-check-done)|site-checks\/(route|\d+\/record))$/;
const DOORS = /^\/sign-(in|out)\b/;
const PERSON = "X-Guatu-Person";
const MOST = 40;
const PATIENCE = 8000;
const FRESH = 2 * 3600 * 1000;
const servedFromHere = new Map(); // client → when its page was kept

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(ASSETS)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("guatu-shell-") && name !== SHELL;
  event.waitUntil(drop(old).then(() => self.clients.claim()));
});

async function drop(isUnwanted) {
  for (const name of await caches.keys()) if (isUnwanted(name)) await caches.delete(name);
}

const forget = () => drop((name) => name.startsWith(PAGES));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (DOORS.test(url.pathname)) event.waitUntil(forget());
  else if (request.method !== "GET") return;
  else if (ASSETS.includes(url.pathname)) event.respondWith(asset(request, url));
  else if (request.mode === "navigate" && KEPT.test(url.pathname)) event.respondWith(page(event, url));
});

/** My work is one page, whatever it is narrowed to. */
const nameOf = (url) => (url.pathname === "/work" ? "/work" : url.pathname + url.search);

function inTime(answer) {
  return new Promise((resolve, reject) => {
    setTimeout(reject, PATIENCE);
    answer.then(resolve, reject);
  });
}

async function asset(request, url) {
  const shell = await caches.open(SHELL);
  const kept = await shell.match(url.pathname);
  try {
    const answer = await (kept ? inTime(fetch(request)) : fetch(request));
    if (answer.ok) await shell.put(url.pathname, answer.clone());
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

async function page(event, url) {
  const kept = await find(url);
  try {
    const answer = await (kept ? inTime(fetch(event.request)) : fetch(event.request));
    if (answer.type === "opaqueredirect") await forget(); // signed out, or turned away
    else if (url.pathname !== "/work" || !url.search) await keep(url, answer.clone());
    return answer;
  } catch {
    if (!kept) return nothing();
    servedFromHere.set(event.resultingClientId, kept.headers.get("Date") ?? "");
    return kept;
  }
}

async function keep(url, answer) {
  const person = answer.headers.get(PERSON);
  if (!answer.ok || !person) return;
  await drop((name) => name.startsWith(PAGES) && name !== PAGES + person);
  const pages = await caches.open(PAGES + person);
  await pages.put(nameOf(url), answer);
  const names = await pages.keys();
  for (const name of names.slice(0, Math.max(0, names.length - MOST))) await pages.delete(name);
}

async function find(url) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PAGES)) continue;
    const found = await (await caches.open(name)).match(nameOf(url), { ignoreVary: true });
    if (found) return found;
  }
  return null;
}

function nothing() {
  const body = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>没有信号 · 挂图</title><link rel="stylesheet" href="/static/guatu/guatu.css"><main class="g-body"><h1>没有信号</h1>
<p>这一页没有存在本机，联网后再打开。</p><p><a class="g-btn" href="/work">回我的待办</a></p></main></html>`;
  return new Response(body, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

self.addEventListener("message", (event) => {
  const { ask, keep: addresses, person } = event.data ?? {};
  if (ask === "kept") event.ports[0].postMessage(servedFromHere.get(event.source?.id) ?? null);
  if (addresses) event.waitUntil(warm(addresses));
  if (person) event.waitUntil(drop((name) => name.startsWith(PAGES) && name !== PAGES + person));
});

/** Forms that somebody may want where there is no line. */
async function warm(addresses) {
  for (const address of addresses) {
    const url = new URL(address, self.location.origin);
    const kept = KEPT.test(url.pathname) && (await find(url));
    if (kept && Date.now() - new Date(kept.headers.get("Date") ?? 0) < FRESH) continue;
    const answer = await fetch(url, { headers: { Accept: "text/html" }, redirect: "manual" });
    if (!answer.ok) return;
    await keep(url, answer);
  }
}
