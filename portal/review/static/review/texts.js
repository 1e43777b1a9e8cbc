// Puts the chosen standard text after what was typed. The portal fills it in: the form is sent as "insert", and of the
// page that comes back only that one field is taken.
"use strict";
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[name=insert]");
  if (!button || !button.form) return;
  const form = button.form;
  const chosen = form.querySelector("select[name=standard_text]");
  const field = form.elements[button.value];
  if (!chosen || !field) return;
  event.preventDefault();
  if (!chosen.value) { chosen.focus(); return; }
  const data = new FormData(form);
  data.set("insert", button.value);
  try {
    const answer = await fetch(form.action || location.href, { method: "POST", body: data, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const filled = page.querySelector(`[name="${CSS.escape(button.value)}"]`);
    if (!answer.ok || !filled) throw new Error(String(answer.status));
    field.value = filled.value;
    chosen.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  } catch (failure) {
    const plain = document.createElement("input");
    plain.type = "hidden";
    plain.name = "insert";
    plain.value = button.value;
    form.append(plain);
    form.submit();
  }
});
