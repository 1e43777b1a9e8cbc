// Keyboard of the desk. A page adds keys of its own with data-key="a" on a button or link: it is clicked on "a"; with
// data-key-focus it only gets the focus.
"use strict";
(() => {
  const rows = () => Array.from(document.querySelectorAll("[data-queue] [data-row]"));
  const active = () => document.querySelector("[data-row][data-active]");
  const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open]");
  // A link within the page counts by where it leads: the parts of a case have keys also where their links are not drawn.
  const place = (element) => (element.hash && document.getElementById(element.hash.slice(1))) || element;
  const shown = (element) => place(element).getClientRects().length > 0 && !element.disabled;
  function go(step) {
    const list = rows();
    if (!list.length) return false;
    const now = list.findIndex((row) => row.hasAttribute("data-active"));
    const next = Math.min(list.length - 1, Math.max(0, now + step));
    list.forEach((row) => row.removeAttribute("data-active"));
    list[next].setAttribute("data-active", "");
    list[next].querySelector("[data-row-link]").focus();
    return true;
  }
  function pick() {
    const box = active()?.querySelector("[data-select]");
    box?.click();
    return Boolean(box);
  }
  function search() {
    const box = document.querySelector("[data-search]");
    box?.focus();
    box?.select();
    return Boolean(box);
  }
  function help() {
    const dialog = document.getElementById("keys-help");
    if (!dialog) return false;
    const list = dialog.querySelector("[data-keys-more]");
    const more = Array.from(document.querySelectorAll("[data-key]")).filter(shown).map((element) => {
      const line = document.createElement("div");
      const key = document.createElement("kbd");
      key.textContent = element.dataset.key;
      line.append(document.createElement("dt"), document.createElement("dd"));
      line.firstChild.append(key);
      line.lastChild.textContent = element.dataset.keyLabel || element.textContent.trim();
      return line;
    });
    list.replaceChildren(...more);
    dialog.showModal();
    return true;
  }
  // What a key does; the answer says whether there was anything to do.
  const KEYS = { j: () => go(1), k: () => go(-1), x: pick, "/": search, "?": help };
  function press(key) {
    const found = Array.from(document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)).find(shown);
    found?.focus();
    if (found && !("keyFocus" in found.dataset)) found.click();
    if (found?.hash) {
      const part = place(found);
      if (part.tabIndex < 0) part.tabIndex = -1; // or it could not get the focus
      part.focus({ preventScroll: true });
    }
    return Boolean(found);
  }
  // After a form was sent the reading goes on with what was said, not at the top of the page.
  const said = document.querySelector("[data-said]");
  if (said && document.activeElement === document.body) {
    said.tabIndex = -1;
    said.focus({ preventScroll: Boolean(location.hash) });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    const link = active()?.querySelector("[data-row-link]");
    if (event.key === "Enter") {
      if (link && event.target === document.body) link.click();
      return;
    }
    if (event.key.length !== 1 || event.key === " ") return;
    if ((KEYS[event.key] || press)(event.key)) event.preventDefault();
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-select-all]")) return;
    const table = event.target.closest("table");
    table.querySelectorAll("[data-select]").forEach((box) => {
      if (box.checked === event.target.checked) return;
      box.checked = event.target.checked;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
})();
