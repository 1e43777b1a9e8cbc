// While the page of a case is open and in view: keep the claim alive, and say what has changed meanwhile.
"use strict";
(() => {
  const EVERY = 60000;
  const form = document.querySelector("form[data-alive]");
  const news = document.querySelector("[data-alive-news]");
  if (!form || !news) return;
  async function tell() {
    if (document.visibilityState !== "visible") return;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
      const said = answer.status === 200 ? await answer.text() : "";
      if (news.textContent !== said) news.textContent = said;
    } catch {
      news.textContent = ""; // without connection: the next beat tells
    }
  }
  setInterval(tell, EVERY);
  document.addEventListener("visibilitychange", tell);
})();
