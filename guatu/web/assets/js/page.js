// Small helpers that several modules share.

/** Listen on the document for events that begin inside `selector`; the handler gets the event and that element. */
export function on(type, selector, handle, options) {
  document.addEventListener(
    type,
    (event) => {
      const element = event.target instanceof Element ? event.target.closest(selector) : null;
      if (element) handle(event, element);
    },
    options,
  );
}

/** Whether the person is writing, so that single letters are text and no commands. */
export function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target.matches("input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=file])");
}

export function isShown(element) {
  return element.getClientRects().length > 0;
}

/** A copy of what a <template id=…> holds. */
export function fromTemplate(id) {
  return document.getElementById(id)?.content.firstElementChild.cloneNode(true);
}

export function csrfToken() {
  return document.querySelector("meta[name=csrf-token]")?.content ?? "";
}

/** Storage that may be full or forbidden: then the page works on without it. */
export const kept = {
  read(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      sessionStorage.setItem(key, JSON.stringify(value));
    } catch {
      // nothing to be done: the text still stands in the form
    }
  },
  drop(key) {
    try {
      sessionStorage.removeItem(key);
    } catch {
      // as above
    }
  },
};
