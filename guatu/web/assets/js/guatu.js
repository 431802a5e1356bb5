// The script of every page. Each module listens on the document, so what htmx swaps in works at once;
// without this script every page is still made of plain links and forms.
import "./requests.js";
import "./dialogs.js";
import "./toasts.js";
import "./menus.js";
import "./keys.js";
import "./rows.js";
import "./palette.js";
import "./dates.js";
import "./linked.js";
import "./keep.js";
import "./autosave.js";
import "./drop.js";
import "./paste.js";
import "./waiting.js";
import "./verify.js";
import "./alpine.js";
