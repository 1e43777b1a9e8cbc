// Suggests officers while an @ and a name are typed into a note, and puts the chosen one in.
"use strict";
(() => {
  const BEGUN = /(?:^|[^0-9A-Za-z._%+-])[@＠]([^\s@＠]{0,60})$/;
  let wait = 0;
  function begun(area) {
    const found = area.value.slice(0, area.selectionStart).match(BEGUN);
    return found ? found[1] : null;
  }
  document.addEventListener("input", (event) => {
    const area = event.target;
    if (!area.matches("textarea[data-mentions]")) return;
    const box = area.form.querySelector("[data-people]");
    const name = begun(area);
    window.clearTimeout(wait);
    if (name === null) { box.replaceChildren(); return; }
    wait = window.setTimeout(() => {
      box.setAttribute("data-hx-vals", JSON.stringify({ begun: name }));
      window.htmx.trigger(box, "mention");
    }, 200);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-mention]");
    if (!button) return;
    const area = button.closest("form").querySelector("textarea[data-mentions]");
    const name = begun(area);
    const end = area.selectionStart;
    const start = end - (name === null ? 0 : name.length);
    const text = `${name === null ? "@" : ""}${button.dataset.mention} `;
    area.setRangeText(text, start, end, "end");
    button.closest("[data-people]").replaceChildren();
    area.focus();
  });
})();
