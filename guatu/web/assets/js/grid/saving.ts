// Between the grid and the server: what was typed is looked at while it is typed, and saved at one press.
import { csrfToken } from "../page.js";
import type { Kept } from "./sheet";

export interface JudgedCell {
  item?: number;
  line?: string;
  measure?: number | null;
  field: string;
  means: string;
  problem: string;
  suggestions: string[];
  theirs: string | null;
}
export interface Judged {
  cells: JudgedCell[];
  problems: number;
  conflicts: number;
  moved: string[];
  lapsing: string[];
  items: number;
  new: number;
  message?: string;
  saved?: boolean;
}
export interface Answer { status: number; told: Judged | null; message: string }

const WHY: Record<number, string> = { 400: "内容太多，请分几次保存", 413: "文件太大", 500: "系统出错，已记下，请稍后再试" };

export async function send(url: string, mode: "check" | "save", changes: Kept, more: { key?: string; reason?: string; paper?: File | null } = {}): Promise<Answer> {
  const form = new FormData();
  form.set("data", JSON.stringify({ mode, ...changes, key: more.key ?? "", reason: more.reason ?? "" }));
  if (more.paper) form.set("paper", more.paper);
  try {
    const answer = await fetch(url, { method: "POST", body: form, headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" } });
    const isJson = answer.headers.get("content-type")?.includes("json") && !answer.redirected;
    const told = isJson ? await answer.json() : null;
    if (!told) return { status: answer.status, told: null, message: `没有保存成：${WHY[answer.status] ?? "登录可能已过期，请在新窗口登录后再试"}。内容还在` };
    return { status: answer.status, told, message: told.message ?? told.error?.message ?? "" };
  } catch {
    return { status: 0, told: null, message: "网络不通，没有保存。内容还在，联网后再试" };
  }
}
