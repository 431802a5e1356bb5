// <button data-print>: the page goes to the printer of the browser.
import { on } from "./page.js";

on("click", "[data-print]", () => window.print());
