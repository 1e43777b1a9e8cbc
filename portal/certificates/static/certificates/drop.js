// Lets a file be dropped on the form that sends it. Without it the file is chosen by the button of the browser.
"use strict";
(() => {
  const form = document.querySelector("form[data-drop]");
  const input = form.querySelector("input[type=file]");
  const holds = (event) => event.dataTransfer && event.dataTransfer.types.includes("Files");
  form.querySelector("[data-drop-hint]").hidden = false;
  form.addEventListener("dragover", (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    form.classList.add("dropping");
  });
  form.addEventListener("dragleave", (event) => { if (!form.contains(event.relatedTarget)) form.classList.remove("dropping"); });
  form.addEventListener("drop", (event) => {
    form.classList.remove("dropping");
    if (!holds(event)) return;
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
})();
