// Keyboard of the desk: j and k move through the queue, Enter opens, / goes to the search.
"use strict";
(() => {
  const rows = () => Array.from(document.querySelectorAll("[data-queue] [data-row]"));
  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]");
  function go(step) {
    const list = rows();
    if (!list.length) return;
    const now = list.findIndex((row) => row.hasAttribute("data-active"));
    const next = Math.min(list.length - 1, Math.max(0, now + step));
    list.forEach((row) => row.removeAttribute("data-active"));
    list[next].setAttribute("data-active", "");
    list[next].querySelector("[data-row-link]").focus();
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "j" || event.key === "k") { event.preventDefault(); go(event.key === "j" ? 1 : -1); }
    const search = document.querySelector("[data-search]");
    if (event.key === "/" && search) { event.preventDefault(); search.focus(); search.select(); }
    const active = document.querySelector("[data-row][data-active] [data-row-link]");
    if (event.key === "Enter" && active && event.target === document.body) active.click();
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-select-all]")) return;
    const table = event.target.closest("table");
    table.querySelectorAll("[data-select]").forEach((box) => { box.checked = event.target.checked; });
  });
})();
