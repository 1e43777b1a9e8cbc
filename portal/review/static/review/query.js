// Suggestions in the search box of the queue: a combobox with a listbox (WAI-ARIA). Without it the box just searches.
"use strict";
(() => {
  const input = document.querySelector("input[data-query]");
  if (!input) return;
  const list = document.createElement("ul");
  const status = document.createElement("p");
  list.id = "query-options";
  list.className = "query-options";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.label);
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.after(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) {
    input.setAttribute(name, value);
  }
  // Only words of the language are sent: no name and no number of a person leaves the box before it is searched for.
  const LANGUAGE = /^-?(@\S{0,30}|[a-z]{0,10}|(?!fact[:：][^<>=]*[<>=])[a-z]{2,10}[:：]\S{0,40})$/;
  let timer = 0;
  let asked = null;
  const options = () => Array.from(list.children);
  const chosen = () => list.querySelector("[aria-selected=true]");

  // The word at the cursor: from the last blank outside quotation marks.
  function word() {
    const before = input.value.slice(0, input.selectionStart);
    let start = 0;
    let quoted = false;
    for (let place = 0; place < before.length; place += 1) {
      if (/["“”]/.test(before[place])) quoted = !quoted;
      if (/\s/.test(before[place]) && !quoted) start = place + 1;
    }
    return { start, end: input.selectionStart, text: before.slice(start) };
  }
  function close() {
    list.hidden = true;
    list.replaceChildren();
    asked = null;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    status.textContent = "";
  }
  function choose(option) {
    options().forEach((one) => one.setAttribute("aria-selected", String(one === option)));
    if (!option) { input.removeAttribute("aria-activedescendant"); return; }
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }
  async function suggest() {
    const { text } = word();
    if (!LANGUAGE.test(text)) { close(); return; }
    if (text === asked && !list.hidden) return;
    asked = text;
    const url = new URL(input.dataset.query, document.baseURI);
    url.searchParams.set("q", text);
    const response = await fetch(url, { credentials: "same-origin" }).catch(() => null);
    if (!response || !response.ok || response.redirected || asked !== text || document.activeElement !== input) return;
    const drawn = new DOMParser().parseFromString(await response.text(), "text/html");
    list.replaceChildren(...drawn.body.querySelectorAll("[role=option]"));
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
    status.textContent = list.hidden ? "" : `${list.children.length} ${input.dataset.found}`;
  }
  function take(option) {
    const { start, end } = word();
    const text = option.dataset.insert;
    const open = /[:=]$/.test(text);
    const after = input.value.slice(end);
    input.value = input.value.slice(0, start) + text + (open || /^\s/.test(after) ? "" : " ") + after;
    const place = start + text.length + (open ? 0 : 1);
    input.setSelectionRange(place, place);
    close();
    if (open) suggest();
  }
  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(suggest, 150);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options();
    const place = all.indexOf(chosen());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) { suggest(); return; }
      const next = event.key === "ArrowDown" ? place + 1 : place < 0 ? all.length - 1 : place - 1;
      choose(all[next] || null);
    } else if ((event.key === "Enter" || event.key === "Tab") && place >= 0) {
      event.preventDefault();
      take(all[place]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
})();
