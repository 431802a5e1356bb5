// What is asked before a sheet is saved: what changes, why a deadline moves, and whose words stand where two wrote.
import type { Judged } from "./saving";
import type { Line, Sheet } from "./sheet";

const SHOWN = 60;
const element = (id: string) => document.getElementById(id) as HTMLElement;
const labelOf = (sheet: Sheet, code: string) => sheet.columns.find((one) => one.code === code)?.label ?? code;
const nameOf = (line: Line) => line.now.number || "新增";

function row(...cells: (string | Node)[]): HTMLTableRowElement {
  const made = document.createElement("tr");
  for (const cell of cells) {
    const one = document.createElement("td");
    one.append(cell || "（空）");
    made.append(one);
  }
  return made;
}

export interface Review { reason: string; paper: File | null }

/** The changes as the server understands them; answers when they are confirmed. */
export function review(sheet: Sheet, told: Judged, done: (given: Review) => void): void {
  const dialog = element("grid-review") as HTMLDialogElement;
  const form = dialog.querySelector("form") as HTMLFormElement;
  const means = new Map(told.cells.map((one) => [`${one.item ?? one.line}.${one.measure ?? ""}.${one.field}`, one.means]));
  const changes = sheet.changes();
  const rows = changes.cells.map((one) => {
    const line = sheet.find(one.item, one.measure) as Line;
    return row(nameOf(line), labelOf(sheet, one.field), one.old, means.get(`${one.item}.${one.measure ?? ""}.${one.field}`) || one.text);
  });
  const entered = changes.rows.filter((one) => one.cells.title).map((one) => row("新增", labelOf(sheet, "title"), "", one.cells.title));
  element("grid-review-rows").replaceChildren(...rows.slice(0, SHOWN), ...entered.slice(0, SHOWN));
  const more = rows.length > SHOWN ? `（下面列出前 ${SHOWN} 个）` : "";
  element("grid-review-count").textContent =
    `改动 ${told.items} 项的 ${rows.length} 个格子${more}，新增 ${told.new} 项草稿。全部保存，或一个也不保存。`;
  element("grid-review-table").hidden = rows.length + entered.length === 0;
  const lapsing = element("grid-review-lapsing");
  lapsing.hidden = told.lapsing.length === 0;
  (lapsing.querySelector("[data-words]") as HTMLElement).textContent = `${told.lapsing.join("、")} 已报销号，改动后原申请失效，须牵头单位重新申请。`;
  const moved = element("grid-review-moved");
  moved.hidden = told.moved.length === 0;
  (moved.querySelector("[data-words]") as HTMLElement).textContent = `${told.moved.join("、")} 已交办，调整时限要有理由和依据文件。`;
  form.onsubmit = (event) => {
    event.preventDefault();
    const reason = form.elements.namedItem("reason") as HTMLTextAreaElement;
    const paper = form.elements.namedItem("paper") as HTMLInputElement;
    done({ reason: reason.value.trim(), paper: paper.files?.[0] ?? null });
  };
  say("");
  dialog.showModal();
}

/** A refusal, told in the dialog in which it was asked. */
export function say(words: string): void {
  const note = element("grid-review-refused");
  note.hidden = words === "";
  (note.querySelector("[data-words]") as HTMLElement).textContent = words;
}

export function closeReview(): void {
  (element("grid-review") as HTMLDialogElement).close();
}

/** Cells that somebody else wrote meanwhile: whose words stand is chosen for each; answers with those taken from others. */
export function merge(sheet: Sheet, told: Judged, done: (theirs: Set<string>) => void): void {
  const dialog = element("grid-merge") as HTMLDialogElement;
  const form = dialog.querySelector("form") as HTMLFormElement;
  const both = told.cells.filter((one) => one.theirs !== null);
  const keyOf = (one: Judged["cells"][number]) => `${one.item}.${one.measure ?? ""}.${one.field}`;
  element("grid-merge-rows").replaceChildren(...both.map((one) => {
    const line = sheet.find(one.item as number, one.measure ?? null) as Line;
    const label = `${nameOf(line)} ${labelOf(sheet, one.field)}`;
    return row(label, line.old[one.field] ?? "", pick(keyOf(one), "theirs", one.theirs ?? "", `${label}用别人的`), pick(keyOf(one), "mine", sheet.text(line, one.field), `${label}用我的`));
  }));
  for (const button of dialog.querySelectorAll<HTMLButtonElement>("[data-all]")) {
    button.onclick = () => {
      for (const radio of form.querySelectorAll<HTMLInputElement>(`input[value=${button.dataset.all}]`)) radio.checked = true;
    };
  }
  form.onsubmit = (event) => {
    event.preventDefault();
    const given = new FormData(form);
    if (both.some((one) => !given.has(keyOf(one)))) {
      form.reportValidity();
      return;
    }
    dialog.close();
    done(new Set(both.map(keyOf).filter((key) => given.get(key) === "theirs")));
  };
  dialog.showModal();
}

function pick(name: string, value: string, words: string, label: string): Node {
  const made = document.createElement("label");
  made.className = "g-box";
  const radio = document.createElement("input");
  Object.assign(radio, { type: "radio", name, value, required: true, className: "g-check" });
  radio.setAttribute("aria-label", label);
  made.append(radio, words || "（空）");
  return made;
}
