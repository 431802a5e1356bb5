// What a device holds of one person: dropped when he signs out, hidden from who comes after him, and looked after
// from every page while something of it waits to be sent.
import { on } from "./page.js";

const person = document.body?.dataset.person ?? "";
const SOON = 1500;

function unsent() {
  try {
    return Number(localStorage.getItem(`guatu-unsent-${person}`) ?? 0);
  } catch {
    return 0;
  }
}

function dropDatabase() {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(`guatu-${person}`);
    request.onsuccess = request.onerror = resolve;
    setTimeout(resolve, SOON); // another tab may hold it a moment longer
  });
}

async function forget() {
  try {
    sessionStorage.clear();
    localStorage.removeItem(`guatu-unsent-${person}`);
    await dropDatabase();
    for (const name of (await window.caches?.keys()) ?? []) if (name.startsWith("guatu-pages-")) await caches.delete(name);
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
}

on("submit", 'form[action$="/sign-out"]', async (event, form) => {
  if (!window.indexedDB) return;
  event.preventDefault();
  const count = unsent();
  if (count > 0 && !window.confirm(`还有 ${count} 份没有发出，退出后会从这台设备清掉。确定退出吗？`)) return;
  await forget();
  form.submit();
});

function begin() {
  if (!person) return;
  navigator.serviceWorker?.controller?.postMessage({ person });
  const own = document.querySelector('script[src$="/guatu.js"]');
  if (unsent() === 0 || !own || document.querySelector('script[src$="/offline.js"]')) return;
  const script = document.createElement("script");
  script.src = own.src.replace("guatu.js", "offline.js");
  document.head.append(script);
}
begin();
