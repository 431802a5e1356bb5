// The outbox sends what waits: when the line is back, when somebody presses, when the page is looked at again.
// Each paper carries its key, so a lost answer never reports twice; what is refused stays with the reason.
import { papers, person, newKey } from "./store.js";

const PATIENCE = 180_000;
const AGAIN_AFTER = 30_000;
const WORD_LASTS = 20 * 3600 * 1000; // the server takes the word of a file for a day
const SIGN_IN = ["sign_in_needed", "password_needed", "code_needed", "another_person"];
const REASONS = {
  404: "这一项已不在，或您看不到它",
  413: "文件太大，请去掉一些再发",
};

export function cookie(name) {
  return document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}

/** What is sent: a day that was left as it stood is today's, whenever it is sent. */
function bodyOf(paper) {
  const body = new FormData();
  for (const one of paper.values) {
    const isLeft = one.name === "happened_on" && one.value === one.first;
    if (one.checked !== false && !isLeft) body.append(one.name, one.value);
  }
  body.append("form_key", paper.key);
  if (!paper.noClaim) body.append("written_at", paper.writtenAt);
  for (const file of paper.files) {
    if (file.word && (!file.blob || Date.now() - file.wordAt < WORD_LASTS)) body.append("kept", file.word);
    else body.append("file", file.blob, file.name);
  }
  return body;
}

async function post(paper, later) {
  const headers = { Accept: "application/json", "X-CSRFToken": cookie("csrftoken"), "X-Guatu-Person": person };
  if (later) headers["X-Guatu-Later"] = "1";
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(), PATIENCE);
  try {
    return await fetch(paper.address, { method: "POST", body: bodyOf(paper), headers, signal: ended.signal });
  } finally {
    clearTimeout(timer);
  }
}

async function told(answer) {
  try {
    return await answer.json();
  } catch {
    return null;
  }
}

/** Done or not, and why; the paper is kept, marked or dropped accordingly. */
async function attempt(paper, later) {
  const sent = JSON.stringify(paper.values) + paper.files.map((file) => file.id);
  let answer;
  let words;
  try {
    answer = await post(paper, later);
    words = await told(answer);
  } catch {
    // no line; or it broke before the answer came, when the key keeps it from being done twice
    await papers.put({ ...paper, state: "waiting", why: "", tried: paper.tried ?? sent });
    return { kind: "unsent" };
  }
  if (answer.ok && words?.done) return settle(paper, words, sent);
  const error = words?.error ?? {};
  if (answer.status >= 500 || answer.status === 429) {
    await papers.put({ ...paper, state: "waiting", why: "系统出错，稍后自动再发", tried: paper.tried ?? sent });
    return { kind: "unsent", why: "系统出错，稍后自动再发" };
  }
  if (SIGN_IN.includes(error.code) || !words && answer.status !== 404 && answer.status !== 413) {
    const why = error.message ?? "登录已过期，请重新登录";
    await papers.put({ ...paper, state: "signin", why });
    return { kind: "signin", why };
  }
  const why = error.message ?? REASONS[answer.status] ?? "没有收，请打开表单再看";
  const isAhead = Boolean(error.fields?.written_at) && Date.now() - new Date(paper.writtenAt) < 86_400_000;
  await papers.put({ ...paper, state: "refused", why, noClaim: isAhead });
  return { kind: answer.status === 422 ? "invalid" : "refused", why, fields: error.fields ?? {}, isAhead };
}

async function settle(paper, words, sent) {
  if (words.again && paper.tried && paper.tried !== sent) {
    const why = "上一次提交的已经收到，没有重复；后来改的还没有交，要再报一次请提交";
    await papers.put({ ...paper, state: "draft", why, key: newKey(), tried: undefined });
    return { kind: "refused", why, fields: {} };
  }
  await papers.drop(paper.address);
  return { kind: "done", words: words.done, address: words.address };
}

let queue = Promise.resolve();

/** Send one paper, after what is being sent just now. */
export function send(paper, { later = false } = {}) {
  const turn = queue.then(() => attempt(paper, later));
  queue = turn.catch(() => {});
  return turn;
}

const isWaiting = (paper) => paper.state === "waiting" || paper.state === "signin";
let flushing = false;

/** Send all that waits; what is done meanwhile is told. */
export async function flush() {
  if (flushing || !navigator.onLine) return;
  flushing = true;
  try {
    for (const { address } of (await papers.all()).filter(isWaiting)) {
      const paper = await papers.get(address);
      if (!paper || !isWaiting(paper)) continue;
      const outcome = await send(paper, { later: true });
      if (outcome.kind === "unsent") return;
      tell(paper, outcome);
    }
  } finally {
    flushing = false;
  }
}

function tell(paper, outcome) {
  const text = outcome.kind === "done" ? `${paper.number} ${outcome.words}` : `${paper.number} 没有发出：${outcome.why}`;
  const more = outcome.kind === "done" ? { link: outcome.address, label: "看这一项" } : {};
  document.dispatchEvent(new CustomEvent("guatu:toast", { detail: { text, bad: outcome.kind !== "done", ...more } }));
  if (outcome.kind === "done") document.dispatchEvent(new Event("guatu:sent"));
}

window.addEventListener("online", flush);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
setInterval(flush, AGAIN_AFTER);
