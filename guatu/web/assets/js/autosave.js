// data-autosave on what htmx sends by itself: the nearest [data-saved] (or the page's one) says when it was taken.
const clock = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

function say(element, text, bad) {
  const place = element.closest("form, [data-autosave-scope]")?.querySelector("[data-saved]") ?? document.querySelector("[data-saved]");
  if (!place) return;
  place.hidden = false;
  place.classList.toggle("is-bad", bad);
  (place.querySelector("[data-text]") ?? place).textContent = text;
}

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const element = detail.elt.closest?.("[data-autosave]");
  if (!element || detail.requestConfig.verb === "get") return;
  const { status } = detail.xhr;
  if (status >= 200 && status < 300) say(element, `已自动保存 ${clock.format(new Date())}`, false);
  else if (status === 422 || status === 409) say(element, "有一处没有保存，见红字", true);
  else say(element, "没有保存成，内容留在本机", true);
});
