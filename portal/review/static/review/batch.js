// Says how many rows are selected, and keeps a batch without any from being sent (the server says so as well).
"use strict";
(() => {
  const form = document.querySelector("[data-batch]");
  if (!form) return;
  const count = form.querySelector("[data-batch-count]");
  const before = count.textContent;
  const boxes = () => Array.from(document.querySelectorAll("input[type=checkbox][data-select]"));
  let last = null;
  function tell() {
    const number = boxes().filter((box) => box.checked).length;
    count.textContent = number ? count.dataset.text.replace("{count}", number) : before;
    form.classList.toggle("batch-some", number > 0);
  }
  // With Shift all rows between the last box and this one follow it.
  document.addEventListener("click", (event) => {
    const box = event.target.closest("input[type=checkbox][data-select]");
    if (!box) return;
    const all = boxes();
    if (event.shiftKey && last && all.includes(last)) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      all.slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
    }
    last = box;
    tell();
  });
  document.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);
  tell();
})();
