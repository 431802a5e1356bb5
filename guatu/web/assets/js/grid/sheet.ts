// What the grid holds: lines with what stood in their cells and what stands there now, and every step back.

export type Kind = "text" | "day" | "unit" | "units" | "figure" | "none";
export interface Column { code: string; label: string; width: number; kind: Kind }
export interface Unit { name: string; words: string }
export interface Given {
  columns: Column[];
  lines: { item: number; measure: number | null; first: boolean; cells: Record<string, string>; shut: Record<string, string> }[];
  units: Unit[];
  url: string;
  store: string;
  key: string;
}
export interface Line {
  id: string;
  item: number | null; // none yet: it is to become an item
  measure: number | null;
  first: boolean;
  shut: Record<string, string>;
  old: Record<string, string>;
  now: Record<string, string>;
}
export interface Step { line: Line; code: string; before: string; after: string }
export interface Cell { item: number; measure: number | null; field: string; old: string; text: string }
export interface Row { line: string; cells: Record<string, string> }
export interface Kept { cells: Cell[]; rows: Row[] }

const OF_MEASURE = new Set(["measure", "target", "quantity_unit", "measure_deadline"]);

export class Sheet {
  lines: Line[] = [];
  columns: Column[];
  private done: Step[][] = [];
  private undone: Step[][] = [];
  private made = 0;

  constructor(given: Given) {
    this.columns = given.columns;
    for (const { item, measure, first, cells, shut } of given.lines) {
      this.lines.push({ id: `${item}.${measure ?? ""}`, item, measure, first, shut, old: { ...cells }, now: { ...cells } });
    }
    this.addLine();
  }

  /** An empty line at the end, which becomes an item when something is written into it. */
  addLine(id = `new${(this.made += 1)}`): Line {
    const line: Line = { id, item: null, measure: null, first: true, shut: {}, old: {}, now: {} };
    this.lines.push(line);
    return line;
  }

  text(line: Line, code: string): string {
    return line.now[code] ?? "";
  }

  isDirty(line: Line, code: string): boolean {
    return this.text(line, code) !== (line.old[code] ?? "");
  }

  isFilled(line: Line): boolean {
    return Object.values(line.now).some((text) => text !== "");
  }

  /** Whether a cell only stands beside a further measure: what belongs there stands in the first line of the item. */
  isBeside(line: Line, column: Column): boolean {
    return !line.first && !OF_MEASURE.has(column.code);
  }

  /** Why a cell cannot be written; empty where it can. */
  closed(line: Line, column: Column): string {
    if (column.kind === "none") return "这一列不能改";
    if (this.isBeside(line, column)) return "在本事项的第一行改";
    return line.shut[column.code] ?? "";
  }

  /** The next line up or down in which the column has a cell of its own; the same one where there is none. */
  next(row: number, column: Column, by: number): number {
    let at = row + by;
    while (this.lines[at] && this.isBeside(this.lines[at], column)) at += by;
    return this.lines[at] ? at : row;
  }

  /** The lines onto which a pasted block falls.
   *
   * A block that is nothing of measures goes from item to item, unless it is empty beside the further measures: then
   * it was copied from a sheet with such lines. Past the end new lines are made for it.
   */
  under(top: number, columns: Column[], rows: string[][]): number[] {
    const ofItems = columns.every(({ code }) => !OF_MEASURE.has(code));
    const isBlank = (cells: string[]) => cells.every((text) => text.trim() === "");
    const straight = rows.map((_, down) => top + down);
    const fits = straight.every((at, down) => !this.lines[at] || this.lines[at].first || isBlank(rows[down]));
    if (!ofItems || fits) {
      while (this.lines.length <= top + rows.length) this.addLine();
      return straight;
    }
    const found: number[] = [];
    for (let at = top; found.length < rows.length; at += 1) {
      if ((this.lines[at] ?? this.addLine()).first) found.push(at);
    }
    return found;
  }

  /** Write many cells as one step; cells that cannot be written are left out, and counted. */
  write(wanted: { line: Line; column: Column; text: string }[]): { steps: Step[]; skipped: number } {
    const steps: Step[] = [];
    let skipped = 0;
    for (const { line, column, text } of wanted) {
      const before = this.text(line, column.code);
      const after = text.replace(/\r\n?/g, "\n").trim();
      if (before === after || (this.isBeside(line, column) && after === "")) continue;
      if (this.closed(line, column)) skipped += 1;
      else steps.push({ line, code: column.code, before, after });
    }
    for (const { line, code, after } of steps) line.now[code] = after;
    if (steps.length > 0) {
      this.done.push(steps);
      this.undone = [];
    }
    return { steps, skipped };
  }

  undo(): Step[] {
    const steps = this.done.pop() ?? [];
    for (const { line, code, before } of [...steps].reverse()) line.now[code] = before;
    if (steps.length > 0) this.undone.push(steps);
    return steps;
  }

  redo(): Step[] {
    const steps = this.undone.pop() ?? [];
    for (const { line, code, after } of steps) line.now[code] = after;
    if (steps.length > 0) this.done.push(steps);
    return steps;
  }

  /** All that differs from what was read, for the server and for the store of the browser. */
  changes(): Kept {
    const cells: Cell[] = [];
    const rows: Row[] = [];
    for (const line of this.lines) {
      if (line.item === null) {
        if (this.isFilled(line)) rows.push({ line: line.id, cells: { ...line.now } });
        continue;
      }
      for (const { code } of this.columns) {
        if (this.isDirty(line, code)) {
          cells.push({ item: line.item, measure: line.measure, field: code, old: line.old[code] ?? "", text: this.text(line, code) });
        }
      }
    }
    return { cells, rows };
  }

  find(item: number, measure: number | null): Line | undefined {
    return this.lines.find((line) => line.item === item && line.measure === measure)
      ?? (measure === null ? this.lines.find((line) => line.item === item && line.first) : undefined);
  }

  /** Take up what an earlier visit left behind; answers what belongs to no line of this grid. */
  restore(kept: Kept): Cell[] {
    const elsewhere: Cell[] = [];
    for (const cell of kept.cells) {
      const line = this.lines.find((one) => one.item === cell.item && one.measure === cell.measure);
      if (!line) elsewhere.push(cell);
      else if (this.text(line, cell.field) !== cell.text) {
        line.old[cell.field] = cell.old;
        line.now[cell.field] = cell.text;
      }
    }
    for (const row of kept.rows) {
      const last = this.lines[this.lines.length - 1];
      const line = last.item === null && !this.isFilled(last) ? last : this.addLine();
      line.now = { ...row.cells };
    }
    if (this.isFilled(this.lines[this.lines.length - 1])) this.addLine();
    return elsewhere;
  }

  /** Begin anew: nothing typed, nothing to take back. */
  forget(): void {
    this.lines = this.lines.filter((line) => line.item !== null);
    for (const line of this.lines) line.now = { ...line.old };
    this.done = [];
    this.undone = [];
    this.addLine();
  }
}
