// The few parts that hold a state of their own. Components live in files; pages name them with x-data only.
import Alpine from "@alpinejs/csp";

/** A count set by thumb: <div x-data="stepper"> with [data-step] buttons around one number field. */
Alpine.data("stepper", () => ({
  field: null,
  init() {
    this.field = this.$root.querySelector("input");
    this.$root.addEventListener("click", (event) => this.press(event.target.closest("[data-step]")));
    this.field.addEventListener("input", () => this.bound());
    this.bound();
  },
  press(button) {
    if (!button) return;
    this.field.value = String(Number(this.field.value || 0) + Number(button.dataset.step));
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  },
  bound() {
    const value = Number(this.field.value || 0);
    const [low, high] = [Number(this.field.min || 0), this.field.max === "" ? Infinity : Number(this.field.max)];
    for (const button of this.$root.querySelectorAll("[data-step]")) {
      const after = value + Number(button.dataset.step);
      button.disabled = after < low || after > high;
    }
  },
}));

window.Alpine = Alpine;
Alpine.start();
