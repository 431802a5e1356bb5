// What is typed and not yet saved, kept in this browser until the server has it: a reload loses nothing.
import type { Cell, Kept } from "./sheet";

export class Store {
  /** Cells of items that this grid does not show, left for the grid that does. */
  elsewhere: Cell[] = [];

  constructor(private key: string) {}

  read(): Kept | null {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
      return kept && Array.isArray(kept.cells) && Array.isArray(kept.rows) ? kept : null;
    } catch {
      return null;
    }
  }

  write({ cells, rows }: Kept): void {
    const all = { cells: [...cells, ...this.elsewhere], rows };
    try {
      if (all.cells.length + rows.length > 0) localStorage.setItem(this.key, JSON.stringify(all));
      else localStorage.removeItem(this.key);
    } catch {
      // the browser keeps nothing: what was typed still stands on the page
    }
  }
}
