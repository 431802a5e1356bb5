// <section data-code>: the code of a site check is shown at the place, also where there is no signal. The device says when
// it showed it first; where there is a line the server keeps its own moment too.
import { on } from "../page.js";
import { cookie } from "./outbox.js";
import { person } from "./store.js";

const place = document.querySelector("[data-code]");

function show() {
  place.querySelector("[data-code-letters]").hidden = false;
  place.querySelector("[data-show-code]").hidden = true;
}

async function tell() {
  const headers = { Accept: "application/json", "X-CSRFToken": cookie("csrftoken"), "X-Guatu-Person": person };
  await fetch(place.dataset.codeUrl, { method: "POST", headers });
}

if (place) {
  const claim = place.querySelector("[name=shown_at]");
  on("click", "[data-show-code]", (event) => {
    event.preventDefault();
    show();
    claim.value ||= new Date().toISOString();
    claim.dispatchEvent(new Event("input", { bubbles: true })); // it is kept with the draft
    tell().catch(() => {}); // without a line the device's word remains
  });
  place.closest("form").addEventListener("guatu:restored", () => claim.value && show());
}
