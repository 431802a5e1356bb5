// Names of units to pick from while one is typed: by full name, short name, or the first letters of the pinyin.
import type { Unit } from "./sheet";

const MOST = 8;

export class Hits {
  private at = -1;
  private names: string[] = [];

  constructor(private list: HTMLElement, private units: Unit[], private pick: (name: string) => void) {
    list.addEventListener("mousedown", (event) => {
      const hit = event.target instanceof Element ? event.target.closest("li") : null;
      event.preventDefault();
      if (hit) this.pick(hit.textContent ?? "");
    });
  }

  get chosen(): string { return this.names[this.at] ?? ""; }

  show(text: string): void {
    const wanted = text.trim().toLowerCase();
    const found = wanted ? this.units.filter(({ words }) => words.toLowerCase().includes(wanted)) : [];
    this.names = found.slice(0, MOST).map(({ name }) => name);
    this.at = -1;
    this.draw();
  }

  hide(): void {
    this.names = [];
    this.at = -1;
    this.draw();
  }

  /** Whether there was something to step to. */
  step(by: number): boolean {
    if (this.names.length === 0) return false;
    this.at = (this.at + by + this.names.length + (this.at < 0 && by < 0 ? 1 : 0)) % this.names.length;
    this.draw();
    return true;
  }

  place(left: number, top: number): void {
    this.list.style.left = `${left}px`;
    this.list.style.top = `${top}px`;
  }

  private draw(): void {
    this.list.hidden = this.names.length === 0;
    this.list.replaceChildren(...this.names.map((name, at) => {
      const hit = document.createElement("li");
      hit.textContent = name;
      hit.setAttribute("role", "option");
      hit.setAttribute("aria-selected", String(at === this.at));
      hit.classList.toggle("is-at", at === this.at);
      return hit;
    }));
  }
}
