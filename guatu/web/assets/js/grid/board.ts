// The table on the page: cells drawn from the sheet, the selection, and what the server says of each cell.
import type { Column, Line, Sheet } from "./sheet";

export interface Told { means: string; problem: string; suggestions: string[]; theirs: string | null }
export interface Place { row: number; column: number }

const html = <K extends keyof HTMLElementTagNameMap>(name: K, className = "", text = ""): HTMLElementTagNameMap[K] => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
};

export class Board {
  at: Place = { row: 0, column: 1 };
  to: Place = { row: 0, column: 1 };
  told = new Map<string, Told>();
  private body: HTMLTableSectionElement;
  private painted: Element[] = [];

  constructor(table: HTMLTableElement, private sheet: Sheet) {
    const columns = html("colgroup");
    const head = html("thead");
    const row = html("tr");
    for (const { label, width } of sheet.columns) {
      const column = html("col");
      column.setAttribute("width", String(width));
      columns.append(column);
      const cell = html("th", "", label);
      cell.scope = "col";
      row.append(cell);
    }
    head.append(row);
    this.body = html("tbody");
    table.setAttribute("width", String(sheet.columns.reduce((sum, { width }) => sum + width, 0)));
    table.append(columns, head, this.body);
    this.drawAll();
  }

  get line(): Line { return this.sheet.lines[this.at.row]; }
  get column(): Column { return this.sheet.columns[this.at.column]; }

  isShut(): boolean {
    return this.sheet.closed(this.line, this.column) !== "";
  }

  drawAll(): void {
    this.body.replaceChildren(...this.sheet.lines.map((line) => this.rowOf(line)));
    for (const line of this.sheet.lines) this.drawLine(line);
    this.paint();
  }

  /** Rows for lines that were added since. */
  drawNew(): void {
    for (const line of this.sheet.lines.slice(this.body.rows.length)) {
      this.body.append(this.rowOf(line));
      this.drawLine(line);
    }
  }

  private rowOf(line: Line): HTMLTableRowElement {
    const next = this.sheet.lines[this.sheet.lines.indexOf(line) + 1];
    const isOpen = line.item !== null && next?.item === line.item; // its item goes on below
    const row = html("tr", [line.item === null ? "is-new" : line.first ? "" : "is-more", isOpen ? "is-open" : ""].join(" ").trim());
    row.dataset.line = line.id;
    for (let count = 0; count < this.sheet.columns.length; count += 1) row.append(html("td"));
    return row;
  }

  drawLine(line: Line): void {
    for (const column of this.sheet.columns) this.draw(line, column.code);
  }

  draw(line: Line, code: string): void {
    const row = this.sheet.lines.indexOf(line);
    const at = this.sheet.columns.findIndex((one) => one.code === code);
    const cell = this.body.rows[row]?.cells[at];
    if (!cell) return;
    const column = this.sheet.columns[at];
    const isDirty = line.item === null ? this.sheet.text(line, code) !== "" : this.sheet.isDirty(line, code);
    const told = this.told.get(`${line.id} ${code}`);
    const isLabel = code === "number" && line.item === null;
    const isAgain = code === "number" && !line.first;
    const text = isLabel ? (this.sheet.isFilled(line) ? "新增" : "＋") : isAgain ? "" : this.sheet.text(line, code);
    cell.className = [
      column.kind === "figure" ? "num" : "",
      isDirty ? "is-dirty" : "",
      this.sheet.closed(line, column) ? "is-shut" : "",
      told?.problem ? "is-bad" : "",
      told?.theirs != null ? "is-theirs" : "",
    ].filter(Boolean).join(" ");
    cell.title = told?.problem || text;
    const words = html("span", "words", text);
    cell.replaceChildren(words);
    if (told?.problem) cell.append(html("span", "why", told.problem));
    else if (told?.theirs != null) cell.append(html("span", "why", `别人改成：${told.theirs || "（空）"}`));
    else if (told?.means && told.means !== text) cell.append(html("span", "means", `即 ${told.means}`));
    if (told?.problem) cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
    cell.setAttribute("aria-readonly", String(Boolean(this.sheet.closed(line, column))));
  }

  cellAt({ row, column }: Place): HTMLTableCellElement | undefined {
    return this.body.rows[row]?.cells[column];
  }

  placeOf(target: EventTarget | null): Place | null {
    const cell = target instanceof Element ? target.closest("td") : null;
    if (!cell || !this.body.contains(cell)) return null;
    return { row: (cell.parentElement as HTMLTableRowElement).sectionRowIndex, column: cell.cellIndex };
  }

  /** The selected block, from its upper left to its lower right. */
  block(): { top: number; left: number; bottom: number; right: number } {
    return {
      top: Math.min(this.at.row, this.to.row),
      bottom: Math.max(this.at.row, this.to.row),
      left: Math.min(this.at.column, this.to.column),
      right: Math.max(this.at.column, this.to.column),
    };
  }

  places(): Place[] {
    const { top, left, bottom, right } = this.block();
    const found: Place[] = [];
    for (let row = top; row <= bottom; row += 1) for (let column = left; column <= right; column += 1) found.push({ row, column });
    return found;
  }

  select(to: Place, { extend = false } = {}): void {
    const bounded = {
      row: Math.max(0, Math.min(this.sheet.lines.length - 1, to.row)),
      column: Math.max(0, Math.min(this.sheet.columns.length - 1, to.column)),
    };
    this.to = bounded;
    if (!extend) this.at = bounded;
    this.paint();
    this.cellAt(bounded)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  private paint(): void {
    for (const cell of this.painted) {
      cell.classList.remove("is-in", "is-at");
      cell.removeAttribute("aria-selected");
    }
    this.painted = this.places().map((place) => this.cellAt(place)).filter((cell): cell is HTMLTableCellElement => Boolean(cell));
    for (const cell of this.painted) {
      cell.classList.add("is-in");
      cell.setAttribute("aria-selected", "true");
    }
    this.cellAt(this.at)?.classList.add("is-at");
  }
}
