// Opens the page with the QR code for the phone in place, below what it is for, and draws it anew in time.
"use strict";
(() => {
  const SECTION = "section.material";
  const opened = () => document.querySelector("[data-phone-panel]");

  async function fetched(address) {
    const answer = await fetch(`${address}?panel=1`, { redirect: "manual" }).catch(() => null);
    return answer && answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").body : null;
  }
  function fill(box, fresh) {
    const focused = box.contains(document.activeElement) && document.activeElement.id;
    box.replaceChildren(...fresh.childNodes);
    box.dataset.until = Date.now() + 1000 * Number(box.querySelector("[data-seconds]").dataset.seconds);
    if (focused) (document.getElementById(focused) || box).focus({ preventScroll: true });
  }
  function close(box) {
    const inside = box.contains(document.activeElement);
    const section = box.closest(SECTION);
    box.remove();
    if (inside) (section.querySelector("a[data-phone]") || section).focus({ preventScroll: true });
  }
  async function open(link) {
    const address = link.getAttribute("href");
    const section = link.closest(SECTION);
    const fresh = await fetched(address);
    if (!fresh || !fresh.querySelector("[data-seconds]")) { location.assign(address); return; }
    if (opened()) close(opened());
    const box = Object.assign(document.createElement("div"), { className: "panel phone-panel", tabIndex: -1 });
    box.dataset.phonePanel = address;
    section.append(box);
    fill(box, fresh);
    box.focus({ preventScroll: true });
    box.scrollIntoView({ block: "nearest" });
    document.dispatchEvent(new Event("files:awaited"));
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-phone-close]")) close(opened());
    const link = event.target.closest("a[data-phone]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
  // A link that has run out is no use to anybody who looks at it.
  setInterval(async () => {
    const box = opened();
    if (!box || document.hidden || Date.now() < Number(box.dataset.until)) return;
    box.dataset.until = Date.now() + 30000;
    const fresh = await fetched(box.dataset.phonePanel);
    if (fresh && box.isConnected && fresh.querySelector("[data-seconds]")) fill(box, fresh);
  }, 5000);
})();
