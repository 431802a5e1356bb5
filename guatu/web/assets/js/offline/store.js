// What a person writes on this device, until the server has taken it: one database for each person, so that
// nobody else who signs in here sees it, and signing out drops it whole (device.js).
export const person = document.body.dataset.person ?? "";

let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    if (!person) throw new Error("nobody is signed in");
    const request = indexedDB.open(`guatu-${person}`, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("papers", { keyPath: "address" });
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      request.result.onversionchange = () => {
        request.result.close();
        opening = null;
      };
      resolve(request.result);
    };
  });
  return opening;
}

async function run(mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction("papers", mode);
    const request = work(transaction.objectStore("papers"));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

async function changed() {
  const all = await run("readonly", (papers) => papers.getAll());
  const unsent = all.filter((one) => one.state !== "draft").length;
  try {
    localStorage.setItem(`guatu-unsent-${person}`, String(unsent));
  } catch {
    // other pages then do not know that something waits; this one does
  }
  document.dispatchEvent(new CustomEvent("guatu:papers", { detail: all }));
}

/** A paper is a report on its way: address, state (draft, waiting, signin, refused), key, values, files, writtenAt. */
export const papers = {
  all: () => run("readonly", (one) => one.getAll()),
  get: (address) => run("readonly", (one) => one.get(address)),
  async put(paper) {
    await run("readwrite", (one) => one.put(paper));
    await changed();
  },
  async drop(address) {
    await run("readwrite", (one) => one.delete(address));
    await changed();
  },
};

/** A key by which the server acts once. */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(18))].map((one) => one.toString(16).padStart(2, "0")).join("");
}
