(() => {
  "use strict";
  const root = document.documentElement;
  const $$ = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  const $ = (selector, from = document) => from.querySelector(selector);
  const cards = $$(".dr");
  const search = $(".find input");
  const state = { order: "confidence", show: "all", words: "", at: null };
  const isNarrow = matchMedia("(max-width:760px)");
  const isCalm = matchMedia("(prefers-reduced-motion:reduce)");
  root.classList.add("js");

  // Which elements speak of an item, and which of one of its measures.
  const ofItem = new Map(), ofMeasure = new Map();
  const keep = (map, key, element) => map.set(key, [...(map.get(key) || []), element]);
  for (const element of $$("[data-i]")) for (const key of element.dataset.i.split(" ")) keep(ofItem, key, element);
  for (const element of $$("[data-m]")) for (const key of element.dataset.m.split(" ")) keep(ofMeasure, key, element);
  for (const badge of $$(".no")) keep(ofItem, badge.hash.slice(2), badge);

  // Light up both sides.
  let lit = [];
  const put = (element, name) => { element.classList.add(name); lit.push([element, name]); };
  function unlight() {
    for (const [element, name] of lit) element.classList.remove(name);
    lit = [];
  }
  function lightItem(key) {
    for (const element of ofItem.get(key) || []) {
      if (element.matches(".para")) put(element, "on");
      else if (element.matches(".dr, mark, .no")) put(element, "lit");
    }
  }
  function lightMeasure(key) {
    for (const element of ofMeasure.get(key) || []) put(element, "lit");
    const item = key.split("-")[0];
    for (const element of ofItem.get(item) || []) {
      if (element.matches(".para")) put(element, "on");
      else if (element.matches(".dr, .no")) put(element, "lit");
    }
  }
  function light(target) {
    unlight();
    const near = target instanceof Element ? target.closest("[data-m],[data-i],.no") : null;
    if (!near) { if (state.at) lightItem(state.at.dataset.n); return; }
    if (near.dataset.m) near.dataset.m.split(" ").forEach(lightMeasure);
    else (near.dataset.i || near.hash.slice(2)).split(" ").forEach(lightItem);
  }
  document.addEventListener("pointerover", (event) => light(event.target));
  document.addEventListener("focusin", (event) => light(event.target));
  document.addEventListener("pointerleave", () => light(null));

  // Bring a place into view, one third from the top.
  function show(element) {
    const pane = element.closest(".pane");
    if (isNarrow.matches) tab(pane.id);
    const scroller = isNarrow.matches ? document.scrollingElement : pane;
    const edge = isNarrow.matches ? 0 : pane.getBoundingClientRect().top;
    const height = isNarrow.matches ? innerHeight : pane.clientHeight;
    const top = scroller.scrollTop + element.getBoundingClientRect().top - edge - height / 3;
    scroller.scrollTo({ top, behavior: isCalm.matches ? "auto" : "smooth" });
  }
  function tab(name) {
    root.dataset.tab = name;
    for (const link of $$(".switch a")) link.setAttribute("aria-current", String(link.hash === "#" + name));
  }
  function open(card, isOpen) {
    card.classList.toggle("is-open", isOpen);
    $(".head", card).setAttribute("aria-expanded", String(isOpen));
  }
  function goTo(card, { andOpen = false, andSource = false, andCard = true } = {}) {
    if (state.at) state.at.classList.remove("is-cursor");
    state.at = card;
    card.classList.add("is-cursor");
    if (andOpen) { cards.forEach((other) => open(other, other === card)); }
    if (andCard) show(card);
    if (andSource && !isNarrow.matches) {
      const first = (ofItem.get(card.dataset.n) || []).find((element) => element.matches(".para"));
      if (first) show(first);
    }
    light(card);
  }

  // Order, filter, search.
  const shown = () => cardsInOrder().filter((card) => !card.hidden);
  function cardsInOrder() {
    return $$(".dl > .dr");
  }
  function arrange() {
    const byConfidence = state.order === "confidence";
    const sorted = [...cards].sort((a, b) => byConfidence
      ? a.dataset.confidence - b.dataset.confidence || a.dataset.n - b.dataset.n : a.dataset.n - b.dataset.n);
    for (const card of sorted) {
      const group = !byConfidence ? "all" : card.dataset.band === "high" ? "high" : "check";
      $(`.dl[data-group=${group}]`).append(card);
      const isChecked = state.show === "all" || card.dataset.band !== "high";
      card.hidden = !isChecked || !card.textContent.toLowerCase().includes(state.words);
    }
    for (const group of ["check", "high", "all"]) {
      const count = $$(`.dl[data-group=${group}] > .dr:not([hidden])`).length;
      $(`.dl[data-group=${group}]`).hidden = group === "all" ? count === 0 && cards.length > 0 : count === 0;
      const heading = $(`.gh[data-group=${group}]`);
      if (heading) { heading.hidden = count === 0; $("span", heading).textContent = count; }
    }
    const count = cards.filter((card) => !card.hidden).length;
    $(".none").hidden = count > 0 || cards.length === 0;
    $("[role=status]").textContent = `显示 ${count} 项`;
    for (const button of $$("[data-order]")) button.setAttribute("aria-pressed", String(button.dataset.order === state.order));
    for (const button of $$("[data-show]")) button.setAttribute("aria-pressed", String(button.dataset.show === state.show));
  }
  search.addEventListener("input", () => { state.words = search.value.trim().toLowerCase(); arrange(); });

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = target && target.closest("button");
    const link = target && target.closest("a[href^='#']");
    if (button && button.dataset.order) { state.order = button.dataset.order; arrange(); return; }
    if (button && button.dataset.show) { state.show = button.dataset.show; arrange(); return; }
    if (button && "clear" in button.dataset) { search.value = state.words = ""; state.show = "all"; arrange(); return; }
    if (button && button.matches(".head")) {
      const card = button.closest(".dr"), isOpen = !card.classList.contains("is-open");
      open(card, isOpen);
      goTo(card, { andSource: isOpen, andCard: false });
      return;
    }
    if (link) { follow(event, link); return; }
    const mark = target && target.closest("mark[data-i]");
    if (mark) toCard(mark.dataset.i.split(" ")[0], mark.dataset.m && mark.dataset.m.split(" ")[0]);
  });
  function follow(event, link) {
    const element = document.getElementById(link.hash.slice(1));
    if (!element) return;
    event.preventDefault();
    if (element.matches(".pane")) { tab(element.id); scrollTo(0, 0); }
    else if (element.matches(".dr")) toCard(element.dataset.n);
    else { show(element); unlight(); if (element.dataset.i) light(element); }
  }
  function toCard(number, measure) {
    const card = document.getElementById("i" + number);
    if (card.hidden) { search.value = state.words = ""; state.show = "all"; arrange(); }
    goTo(card, { andOpen: true, andCard: !measure });
    if (measure) { show(document.getElementById("m" + measure)); unlight(); lightMeasure(measure); }
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = event.target instanceof Element && event.target.matches("input");
    if (event.key === "Escape" && isTyping) { search.value = state.words = ""; arrange(); search.blur(); }
    else if (event.key === "/" && !isTyping) { event.preventDefault(); if (isNarrow.matches) tab("items"); search.focus(); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event, event.key === "ArrowDown" ? 1 : -1);
  });
  function step(event, by) {
    const list = shown();
    if (!list.length || root.dataset.tab === "source" && isNarrow.matches) return;
    event.preventDefault();
    const from = state.at ? list.indexOf(state.at) : -1;
    const card = list[Math.min(list.length - 1, Math.max(0, from + by))];
    $(".head", card).focus({ preventScroll: true });
    goTo(card, { andSource: true });
  }

  cards.forEach((card) => open(card, false));
  arrange();
  tab("items");
  if (location.hash.startsWith("#p") || location.hash === "#source") tab("source");
  const first = shown()[0];
  if (first) open(first, true);
})();
