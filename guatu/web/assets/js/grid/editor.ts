// The one field in which everything is typed. It lies over the current cell and always has the focus, unseen until
// something is typed: so an input method composes where its words will stand, and copying needs no permission.
import type { Board } from "./board";
import { Hits } from "./units";
import type { Unit } from "./sheet";

export type Mode = "move" | "type" | "edit";

export class Editor {
  mode: Mode = "move";
  readonly hits: Hits;

  constructor(readonly field: HTMLTextAreaElement, list: HTMLElement, private board: Board, units: Unit[], private done: (text: string) => void) {
    this.hits = new Hits(list, units, (name) => {
      this.field.value = name;
      this.commit();
    });
    field.addEventListener("compositionstart", () => this.begin("type"));
    field.addEventListener("input", () => {
      this.begin("type");
      if (this.board.column.kind === "unit") this.hits.show(field.value);
      this.fit();
    });
    field.addEventListener("blur", () => this.commit());
  }

  /** Over the current cell, empty and unseen. */
  rest(): void {
    this.mode = "move";
    this.field.value = "";
    this.field.classList.remove("is-on");
    this.hits.hide();
    this.fit();
  }

  /** Why nothing can be typed here is told by the cell; then nothing begins. */
  begin(mode: Mode, text?: string): boolean {
    if (this.mode !== "move") return true;
    if (this.board.isShut()) {
      this.field.value = "";
      return false;
    }
    this.mode = mode;
    if (text !== undefined) this.field.value = text;
    this.field.classList.add("is-on");
    this.fit();
    return true;
  }

  commit(): void {
    if (this.mode === "move") return;
    const text = this.hits.chosen || this.field.value;
    this.rest();
    this.done(text);
  }

  private fit(): void {
    const cell = this.board.cellAt(this.board.at);
    if (!cell) return;
    const { style } = this.field;
    style.left = `${cell.offsetLeft}px`;
    style.top = `${cell.offsetTop}px`;
    style.width = `${cell.offsetWidth}px`;
    style.height = `${cell.offsetHeight}px`;
    if (this.mode !== "move") style.height = `${Math.max(cell.offsetHeight, Math.min(this.field.scrollHeight + 2, 220))}px`;
    this.hits.place(cell.offsetLeft, cell.offsetTop + this.field.offsetHeight);
  }
}
