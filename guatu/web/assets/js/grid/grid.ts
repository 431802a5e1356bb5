// The grid of a ledger: moved through, typed and pasted into like a sheet; loaded by that page alone.
import { Board } from "./board";
import { formatBlock, parseBlock } from "./clipboard";
import { closeReview, merge, review, say } from "./dialogs";
import { Editor } from "./editor";
import { send, type Judged } from "./saving";
import { Sheet, type Column, type Given, type Line, type Step } from "./sheet";
import { Store } from "./store";

const PAUSE = 350; // after the last key, before the server is asked
const PAGE = 12;
const element = <E extends HTMLElement = HTMLElement>(id: string) => document.getElementById(id) as E;

class Grid {
  private sheet: Sheet;
  private board: Board;
  private editor: Editor;
  private store: Store;
  private timer = 0;
  private asked = 0;

  constructor(private given: Given) {
    this.sheet = new Sheet(given);
    this.store = new Store(given.store);
    const kept = this.store.read();
    if (kept) this.store.elsewhere = this.sheet.restore(kept);
    this.board = new Board(element<HTMLTableElement>("grid"), this.sheet);
    this.editor = new Editor(element<HTMLTextAreaElement>("grid-editor"), element("grid-hits"), this.board, given.units, (text) => this.typed(text));
    this.listen();
    this.tellKept();
    this.board.select({ row: 0, column: 1 });
    this.editor.rest();
    this.changed([]);
    this.editor.field.focus({ preventScroll: true });
  }

  private listen(): void {
    const { field } = this.editor;
    const table = element("grid");
    field.addEventListener("keydown", (event) => this.pressed(event));
    field.addEventListener("copy", (event) => this.copied(event));
    field.addEventListener("cut", (event) => {
      if (this.copied(event)) this.clear();
    });
    field.addEventListener("paste", (event) => this.pasted(event));
    table.addEventListener("mousedown", (event) => this.pointed(event));
    table.addEventListener("mouseover", (event) => {
      const place = event.buttons === 1 ? this.board.placeOf(event.target) : null;
      if (place) this.board.select(place, { extend: true });
    });
    table.addEventListener("dblclick", () => this.edit());
    element("grid-save").addEventListener("click", () => this.save());
    element("grid-undo").addEventListener("click", () => this.changed(this.sheet.undo(), { back: true }));
    element("grid-forget").addEventListener("click", () => this.forget());
    element("grid-told").addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (button) this.typed(button.textContent ?? "");
    });
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) void this.save();
    });
  }

  private pointed(event: MouseEvent): void {
    const place = this.board.placeOf(event.target);
    if (!place || event.button !== 0) return;
    event.preventDefault();
    this.editor.commit();
    this.go(place.row, place.column, event.shiftKey);
  }

  private go(row: number, column: number, extend = false): void {
    this.board.select({ row, column }, { extend });
    this.editor.rest();
    this.editor.field.focus({ preventScroll: true });
    this.tell();
  }

  private edit(): void {
    if (!this.editor.begin("edit", this.sheet.text(this.board.line, this.board.column.code))) this.tell();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    if (this.editor.mode === "move" ? this.moved(event) : this.written(event)) event.preventDefault();
  }

  /** Keys while nothing is typed; answers whether the key was one of them. */
  private moved(event: KeyboardEvent): boolean {
    const { row, column } = event.shiftKey && event.key !== "Tab" ? this.board.to : this.board.at;
    const [last, wide] = [this.sheet.lines.length - 1, this.sheet.columns.length - 1];
    const ctrl = event.ctrlKey || event.metaKey;
    const steps: Record<string, [number, number]> = {
      ArrowUp: [ctrl ? 0 : this.down(row, column, -1), column], ArrowDown: [ctrl ? last : this.down(row, column, 1), column],
      ArrowLeft: [row, ctrl ? 0 : column - 1], ArrowRight: [row, ctrl ? wide : column + 1],
      Home: [ctrl ? 0 : row, 0], End: [ctrl ? last : row, wide],
      PageUp: [row - PAGE, column], PageDown: [row + PAGE, column],
    };
    if (event.key in steps) {
      this.go(...steps[event.key], event.shiftKey);
      return true;
    }
    if (event.key === "Tab") return this.tab(event.shiftKey ? -1 : 1);
    const act = ctrl ? this.withCtrl(event) : this.plain(event);
    if (act) act();
    return Boolean(act);
  }

  private plain(event: KeyboardEvent): (() => void) | undefined {
    if (event.altKey && event.key === "Enter") return () => this.suggest();
    return { Enter: () => this.edit(), F2: () => this.edit(), Delete: () => this.clear(), Backspace: () => this.clear(), Escape: () => element("grid-save").focus() }[event.key];
  }

  private withCtrl(event: KeyboardEvent): (() => void) | undefined {
    const again = () => this.changed(this.sheet.redo(), { back: true });
    const acts: Record<string, () => void> = {
      z: event.shiftKey ? again : () => this.changed(this.sheet.undo(), { back: true }),
      y: again,
      d: () => this.fillDown(),
      a: () => {
        this.board.select({ row: 0, column: 0 });
        this.board.select({ row: this.sheet.lines.length - 1, column: this.sheet.columns.length - 1 }, { extend: true });
      },
    };
    return acts[event.key.toLowerCase()];
  }

  /** Keys while something is typed. Begun by typing, an arrow goes on to the next cell; after F2 it moves in the words. */
  private written(event: KeyboardEvent): boolean {
    const { row, column } = this.board.at;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by && this.editor.hits.step(by)) return true;
    if (event.key === "Enter" && event.altKey) {
      this.editor.field.setRangeText("\n", this.editor.field.selectionStart, this.editor.field.selectionEnd, "end");
      this.editor.field.dispatchEvent(new Event("input"));
      return true;
    }
    if (event.key === "Escape") {
      this.editor.rest();
      return true;
    }
    const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const isOver = event.key === "Enter" || event.key === "Tab" || (this.editor.mode === "type" && (by || sideways));
    if (!isOver) return false;
    this.editor.commit();
    if (event.key === "Tab") return this.tab(event.shiftKey ? -1 : 1);
    if (event.key === "Enter") this.go(this.down(row, column, event.shiftKey ? -1 : 1), column);
    else this.go(by ? this.down(row, column, by) : row, column + (sideways ?? 0));
    return true;
  }

  private down(row: number, column: number, by: number): number {
    return this.sheet.next(row, this.sheet.columns[column], by);
  }

  /** To the next cell, on to the next line; past the last one the focus leaves the grid. */
  private tab(by: number): boolean {
    const wide = this.sheet.columns.length;
    const next = this.board.at.row * wide + this.board.at.column + by;
    if (next < 0 || next >= wide * this.sheet.lines.length) return false;
    this.go(Math.floor(next / wide), next % wide);
    return true;
  }

  private copied(event: ClipboardEvent): boolean {
    if (this.editor.mode !== "move") return false;
    const { top, left, bottom, right } = this.board.block();
    const rows = this.sheet.lines.slice(top, bottom + 1).map((line) => this.sheet.columns.slice(left, right + 1).map(({ code }) => this.sheet.text(line, code)));
    event.clipboardData?.setData("text/plain", formatBlock(rows));
    event.preventDefault();
    return true;
  }

  private pasted(event: ClipboardEvent): void {
    if (this.editor.mode !== "move") return;
    event.preventDefault();
    const rows = parseBlock(event.clipboardData?.getData("text/plain") ?? "");
    const { top, left, bottom, right } = this.board.block();
    if (rows.length === 1 && rows[0].length === 1) {
      this.write(this.board.places().map((place) => ({ ...place, text: rows[0][0] })));
      return;
    }
    const before = this.sheet.lines.length;
    const wide = Math.max(...rows.map((cells) => cells.length));
    const under = this.sheet.under(top, this.sheet.columns.slice(left, left + wide), rows);
    this.board.drawNew();
    this.write(rows.flatMap((cells, down) => cells.map((text, over) => ({ row: under[down], column: left + over, text }))));
    this.board.select({ row: Math.max(bottom, under[under.length - 1]), column: Math.max(right, left + wide - 1) }, { extend: true });
    const more = under[under.length - 1] - before + 2;
    if (more > 0) this.toast(`有 ${more} 行超出表格，已放在末尾作为新增事项；不要的话按 Ctrl Z`);
  }

  private fillDown(): void {
    const { top } = this.board.block();
    const below = this.board.places().filter(({ row, column }) => row > top && !this.sheet.isBeside(this.sheet.lines[row], this.sheet.columns[column]));
    this.write(below.map(({ row, column }) => ({
      row, column, text: this.sheet.text(this.sheet.lines[top], this.sheet.columns[column].code),
    })));
  }

  private clear(): void {
    this.write(this.board.places().map((place) => ({ ...place, text: "" })));
  }

  private suggest(): void {
    const first = element("grid-told").querySelector("button");
    if (first) this.typed(first.textContent ?? "");
  }

  private typed(text: string): void {
    this.write([{ ...this.board.at, text }]);
    this.editor.field.focus({ preventScroll: true });
  }

  private write(cells: { row: number; column: number; text: string }[]): void {
    const wanted = cells.map(({ row, column, text }) => ({ line: this.sheet.lines[row], column: this.sheet.columns[column], text }));
    const { steps, skipped } = this.sheet.write(wanted.filter((one): one is { line: Line; column: Column; text: string } => Boolean(one.line && one.column)));
    if (skipped > 0) this.toast(`${skipped} 个格子不能改，已跳过`);
    this.changed(steps);
  }

  /** After every step: the cells are drawn, the browser keeps them, and soon the server is asked. */
  private changed(steps: Step[], { back = false } = {}): void {
    const last = this.sheet.lines[this.sheet.lines.length - 1];
    if (this.sheet.isFilled(last)) this.sheet.addLine();
    this.board.drawNew();
    for (const { line, code } of steps) {
      this.board.told.delete(`${line.id} ${code}`);
      this.board.draw(line, code);
      if (line.item === null) this.board.draw(line, "number");
    }
    if (back && steps[0]) this.go(this.sheet.lines.indexOf(steps[0].line), this.sheet.columns.findIndex(({ code }) => code === steps[0].code));
    const changes = this.sheet.changes();
    this.store.write(changes);
    const count = changes.cells.length + changes.rows.length;
    element("grid-count").textContent = count ? `${changes.cells.length} 个格子已改，${changes.rows.length} 行新增，还没有保存` : "没有改动";
    element<HTMLButtonElement>("grid-save").disabled = count === 0;
    this.editor.rest();
    this.tell();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.look(), PAUSE);
  }

  /** Ask what the server makes of it; of several questions the last answer counts. */
  private async look(): Promise<Judged | null> {
    clearTimeout(this.timer);
    const number = (this.asked += 1);
    const changes = this.sheet.changes();
    const { told, status, message } = await send(this.given.url, "check", changes);
    if (number !== this.asked) return null;
    if (!told || status !== 200) {
      this.toast(message, true);
      return null;
    }
    this.mark(told);
    return told;
  }

  private mark(told: Judged): void {
    const before = [...this.board.told.keys()];
    this.board.told.clear();
    for (const one of told.cells) {
      const line = one.line ? this.sheet.lines.find(({ id }) => id === one.line) : this.sheet.find(one.item as number, one.measure ?? null);
      if (line) this.board.told.set(`${line.id} ${one.field}`, one);
    }
    for (const key of new Set([...before, ...this.board.told.keys()])) {
      const [id, code] = key.split(" ");
      const line = this.sheet.lines.find((one) => one.id === id);
      if (line) this.board.draw(line, code);
    }
    this.tell();
  }

  /** What is to be said of the current cell, with what may be meant. */
  private tell(): void {
    const { line, column } = this.board;
    const told = this.board.told.get(`${line.id} ${column.code}`);
    const shut = this.sheet.closed(line, column);
    const place = element("grid-told");
    const where = `${line.now.number || "新增"} ${column.label}`;
    place.classList.toggle("is-bad", Boolean(told?.problem));
    place.replaceChildren(told?.problem ? `${where}：${told.problem}` : shut && column.kind !== "none" ? `${where}：${shut}` : "");
    for (const name of told?.suggestions ?? []) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "g-btn s", textContent: name });
      place.append(" ", button);
    }
    this.editor.field.setAttribute("aria-label", `${where}：${this.sheet.text(line, column.code) || "空"}`);
  }

  private async save(): Promise<void> {
    this.editor.commit();
    const told = await this.look();
    if (!told) return;
    if (told.conflicts > 0) this.merge(told);
    else if (told.problems > 0) this.toBad(told);
    else if (told.items + told.new === 0) this.toast("没有要保存的改动");
    else review(this.sheet, told, (given) => void this.send(given));
  }

  private async send(given: { reason: string; paper: File | null }): Promise<void> {
    const { status, told, message } = await send(this.given.url, "save", this.sheet.changes(), { key: this.given.key, ...given });
    if (status === 200 && told?.saved) {
      this.store.write({ cells: [], rows: [] });
      window.location.reload();
    } else if (status === 409 && told?.cells) {
      closeReview();
      this.mark(told);
      this.merge(told);
    } else {
      if (status === 409) void this.look();
      say(message);
    }
  }

  private merge(told: Judged): void {
    merge(this.sheet, told, (theirs) => {
      for (const one of told.cells.filter((cell) => cell.theirs !== null)) {
        const line = this.sheet.find(one.item as number, one.measure ?? null) as Line;
        line.old[one.field] = one.theirs ?? "";
        if (theirs.has(`${one.item}.${one.measure ?? ""}.${one.field}`)) line.now[one.field] = one.theirs ?? "";
        this.board.draw(line, one.field);
      }
      this.changed([]);
      void this.save();
    });
  }

  private toBad(told: Judged): void {
    const bad = told.cells.find(({ problem }) => problem);
    const row = this.sheet.lines.findIndex((line) => (bad?.line ? line.id === bad.line : line === this.sheet.find(bad?.item as number, bad?.measure ?? null)));
    this.go(row, this.sheet.columns.findIndex(({ code }) => code === bad?.field));
    this.toast(`还有 ${told.problems} 个格子要改，没有保存`, true);
  }

  private tellKept(): void {
    const { cells, rows } = this.sheet.changes();
    const note = element("grid-kept");
    note.hidden = cells.length + rows.length + this.store.elsewhere.length === 0;
    const others = this.store.elsewhere.length ? `；另有 ${this.store.elsewhere.length} 处在本表之外的事项` : "";
    (note.querySelector("[data-words]") as HTMLElement).textContent = `已找回上次没有保存的 ${cells.length} 个格子、${rows.length} 行新增${others}。`;
  }

  private forget(): void {
    this.store.elsewhere = [];
    this.store.write({ cells: [], rows: [] });
    window.location.reload();
  }

  private toast(text: string, bad = false): void {
    document.body.dispatchEvent(new CustomEvent("guatu:toast", { bubbles: true, detail: { text, bad } }));
  }
}

const source = document.getElementById("sheet");
if (source) new Grid(JSON.parse(source.textContent ?? "{}"));
