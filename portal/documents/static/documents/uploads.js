// Sends files in pieces and goes on by itself after whatever breaks in between. Every page works without it.
"use strict";
(() => {
  const script = document.getElementById("uploads-js");
  const texts = JSON.parse(script.dataset.texts);
  const say = (key, values = {}) => texts[key].replace(/%\((\w+)\)s/g, (_, name) => values[name]);
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const root = document.documentElement;
  const AT_ONCE = 2, TIMEOUT = 30000, PAUSES = [1, 2, 4, 8, 15, 30], MOST = 1 << 20, LEAST = 1 << 16;
  const SECTION = "section.material", FORM = "form[data-upload]", TYPED = "input:not([type=file], [type=checkbox], [type=radio]), textarea, select, [contenteditable]";
  root.classList.add("uploads-js");

  // Signing in again in another tab changes the CSRF token: the present one is in the cookie.
  const token = () => (document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/) || [])[1] || "";

  // The answer as {status, …what its JSON holds}; 0 for none, 401 for signed out. hold.stop ends it.
  async function ask(address, options = {}, hold = {}) {
    const controller = new AbortController();
    hold.stop = () => controller.abort();
    const clock = setTimeout(hold.stop, TIMEOUT);
    const headers = { Accept: "application/json", ...(options.method ? { "X-CSRFToken": token() } : {}), ...options.headers };
    try {
      const answer = await fetch(address, { redirect: "manual", signal: controller.signal, ...options, headers });
      if (answer.type === "opaqueredirect") return { status: 401 };
      const told = answer.status === 204 ? {} : await answer.json().catch(() => null);
      return { ...told, status: told || !answer.ok ? answer.status : 0 };
    } catch {
      return { status: 0 };
    } finally {
      clearTimeout(clock);
    }
  }

  // --- what is told to screen readers: one sentence for each file, and not more often than one can listen ------
  const news = document.querySelector("[data-upload-news]");
  const heard = new Map();
  let speaking = 0;
  function tell(about, text) {
    heard.delete(about);
    heard.set(about, text);
    if (!speaking) speaking = setTimeout(speak, 300);
  }
  function speak() {
    news.textContent = Array.from(heard.values()).join(" ");
    heard.clear();
    speaking = setTimeout(() => { speaking = 0; if (heard.size) speak(); }, 2500);
  }
  const tip = document.querySelector("[data-upload-tip]");
  let fading = 0;
  function advise(text) {
    tip.textContent = text;
    clearTimeout(fading);
    fading = setTimeout(() => { tip.textContent = ""; }, 10000);
  }

  // --- one file on its way ---------------------------------------------------------------------------------
  const rows = new Set();
  const queue = [];
  const active = new Set();
  function next() {
    while (active.size < AT_ONCE && queue.length) {
      const one = queue.shift();
      active.add(one);
      one.send().finally(() => { active.delete(one); next(); });
    }
  }
  const size = (bytes) => bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`;

  class Sending {
    constructor(form, file, replaces) {
      Object.assign(this, { file, replaces, begin: form.dataset.begin, section: form.closest(SECTION) });
      Object.assign(this, { chunk: MOST, failures: 0, offset: 0, told: 0, url: "", id: "", hold: {}, wake: () => {} });
      this.row = document.getElementById("upload-row").content.firstElementChild.cloneNode(true);
      this.part = (name) => this.row.querySelector(`[data-${name}]`);
      this.part("name").textContent = file.name;
      this.part("size").textContent = size(file.size);
      this.bar = this.row.querySelector("progress");
      this.bar.setAttribute("aria-label", file.name);
      all("[data-of]", this.row).forEach((of) => { of.textContent = ` ${file.name}`; });
      this.part("again").addEventListener("click", () => this.again());
      this.part("cancel").addEventListener("click", () => this.cancel());
      listOf(this.section).append(this.row);
      rows.add(this);
      this.enter();
    }
    get risky() { return ["queued", "sending", "waiting", "signed_out"].includes(this.state); }
    get over() { return ["ready", "refused", "gone"].includes(this.state); }
    enter() {
      this.show("queued");
      queue.push(this);
      next();
    }
    show(state, text) {
      this.state = this.row.dataset.is = state;
      const focused = this.row.contains(document.activeElement) && document.activeElement;
      const percent = this.file.size ? Math.floor((100 * this.offset) / this.file.size) : 0;
      this.bar.value = percent;
      this.bar.hidden = ["checking", "ready", "refused", "failed"].includes(state);
      const words = text || say(state, { percent });
      if (this.part("words").textContent !== words) this.part("words").textContent = words;
      this.part("sign-in").hidden = state !== "signed_out";
      this.part("again").hidden = !["waiting", "signed_out", "failed"].includes(state);
      this.part("again-word").textContent = say(state === "signed_out" ? "go_on" : "again");
      this.part("cancel").hidden = ["ready", "gone"].includes(state);
      this.part("cancel-word").textContent = say(["refused", "failed"].includes(state) ? "remove" : "cancel");
      if (focused && focused.hidden) settle(this.section);
      const name = this.file.name;
      if (state === "sending") {
        const step = Math.floor(percent / 25);
        if (this.told === step && this.heard === "sending") return;
        tell(this, say("heard_sending", { name, percent }));
        this.told = step;
      } else if (!this.quiet && this.heard !== state + words && state !== "queued" && state !== "gone") tell(this, `${name}: ${words}`);
      this.heard = state === "sending" ? "sending" : state + words;
    }
    // Resolves after so many seconds, or as soon as somebody or the network says so.
    pause(seconds) {
      return new Promise((resolve) => {
        const clock = setTimeout(resolve, 1000 * seconds);
        this.wake = () => { clearTimeout(clock); resolve(); };
      });
    }
    again() {
      if (this.state === "waiting" || this.state === "checking") return this.wake();
      if (this.state === "failed") this.url = "";
      if (["failed", "signed_out"].includes(this.state)) { this.failures = 0; this.unsure = true; this.enter(); }
    }
    async send() {
      let answer = { state: "arriving" };
      if (this.over) return;
      this.show("sending");
      while (!this.over && answer.state === "arriving") {
        const before = this.offset;
        answer = await this.step();
        if (this.over) return;
        if (answer.status === 200 || answer.status === 409) {
          this.unsure = false;
          this.offset = answer.offset;
          answer.state = answer.state || "arriving";
          if (this.offset > before) { this.failures = 0; this.chunk = Math.min(MOST, 2 * this.chunk); }
          else if (answer.status === 409 && ++this.failures > 1) await this.pause(PAUSES[Math.min(this.failures, 5)]);
          if (answer.state === "arriving") this.show("sending");
        } else if (answer.status === 422) return this.end("refused", answer.error);
        else if (answer.status === 401) return this.show("signed_out");
        else if (answer.status === 0 || answer.status === 408 || answer.status === 429 || answer.status >= 500) {
          this.unsure = true;
          this.chunk = Math.max(LEAST, this.chunk / 2);  // a slow line carries a small piece in time
          const words = answer.error && answer.retry ? answer.error : say(navigator.onLine ? "waiting" : "offline");
          this.show("waiting", words);
          await this.pause(PAUSES[Math.min(this.failures++, 5)]);
          answer.state = "arriving";
        } else return this.show("failed", answer.error || say(answer.unread ? "unreadable" : "failed"));
      }
      this.judged(answer) || this.check();
    }
    // One request: announce the file, ask how far it is, or send the next piece.
    async step() {
      if (!this.url) {
        const { name, size: bytes, lastModified, type } = this.file;
        const body = new URLSearchParams({ name, size: bytes, modified: lastModified, type, replaces: this.replaces });
        const answer = await ask(this.begin, { method: "POST", body }, this.hold);
        if (answer.status === 200) {
          [this.url, this.id] = [answer.url, answer.id];
          tidy();
          if (this.state === "gone") this.forget();
        }
        return answer;
      }
      if (this.unsure) return ask(this.url, {}, this.hold);
      let piece;
      try {
        piece = await this.file.slice(this.offset, this.offset + this.chunk).arrayBuffer();
      } catch {
        return { status: -1, unread: true };
      }
      const headers = { "Content-Type": "application/octet-stream", "Upload-Offset": String(this.offset) };
      if (window.crypto && crypto.subtle) {
        const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", piece));
        headers["Content-Digest"] = `sha-256=:${btoa(String.fromCharCode(...hash))}:`;
      }
      return ask(this.url, { method: "POST", body: piece, headers }, this.hold);
    }
    // Every byte is there: ask until it is judged.
    async check() {
      this.show("checking");
      for (let pause = 1; !this.over; pause = Math.min(1.3 * pause, 8)) {
        await this.pause(pause);
        if (this.over) return;
        const answer = await ask(this.url, {}, this.hold);
        if (answer.status === 401) return this.show("signed_out");
        if (answer.status === 404 || answer.status === 410) return this.end("refused", answer.error || say("gone"));
        if (answer.status === 200 && this.judged(answer)) return;
        if (answer.waiting) this.show("checking", answer.waiting);
      }
    }
    judged(answer) {
      if (answer.state === "refused") this.end("refused", answer.error, true);
      else if (answer.state === "ready") this.end("ready", "", true);
      return this.over;
    }
    // listed: the page that the server draws shows it now, so this row is not needed any more.
    async end(state, words, listed) {
      const drawn = listed && this.section.querySelector("[data-files]");
      this.quiet = drawn;  // the list tells it
      this.show(state, words);
      const done = this.section.querySelector("[data-done]");
      if (done && state === "ready") done.hidden = false;
      if (drawn && await refresh()) this.leave();
    }
    leave() {
      const focused = this.row.contains(document.activeElement);
      const list = this.row.parentElement;
      this.row.remove();
      rows.delete(this);
      if (list && !list.children.length) list.hidden = true;
      if (focused) settle(this.section);
    }
    cancel() {
      const judged = this.over;
      this.show("gone", say("cancelled"));
      if (!judged) tell(this, say("heard_cancelled", { name: this.file.name }));
      if (this.url) this.hold.stop?.();  // else the answer is waited for, to know what to take away
      this.wake();
      this.leave();
      if (queue.includes(this)) queue.splice(queue.indexOf(this), 1);
      if (this.url) this.forget();
    }
    async forget() {
      await ask(`${this.url}cancel/`, { method: "POST" });
      if (this.section.querySelector("[data-files]")) refresh();
    }
  }

  function listOf(section) {
    let list = section.querySelector("[data-sending]");
    if (!list) {
      list = Object.assign(document.createElement("ul"), { className: "file-list" });
      list.dataset.sending = "";
      (section.querySelector("[data-files]") || section.querySelector(FORM)).after(list);
    }
    list.hidden = false;
    return list;
  }
  // The person goes on where a file is chosen when what had the focus is gone.
  function settle(section) {
    const place = all(`${FORM} input[type=file]`, section).find((input) => !input.closest("details:not([open])")) || section;
    place.focus({ preventScroll: true });
  }
  function take(form, files) {
    let replaces = (form.elements.replaces || {}).value || "";
    for (const file of files) {
      const same = (one) => one.file.name === file.name && one.file.size === file.size && one.file.lastModified === file.lastModified;
      if (Array.from(rows).some((one) => same(one) && !one.over && one.begin === form.dataset.begin)) continue;
      new Sending(form, file, replaces);
      replaces = "";
    }
  }

  // --- the lists that the server draws ------------------------------------------------------------------------
  const plain = (part) => part.innerHTML.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");
  const drawn = new Map(all("[data-part]").map((part) => [part.id, plain(part)]));
  let last = Promise.resolve();
  let coming = null;
  // Draw anew what the files of this page changed. Resolves to whether that was possible.
  function refresh() {
    coming = coming || (last = last.then(() => { coming = null; return load(); }));
    return coming;
  }
  async function load() {
    try {
      const answer = await fetch(location.pathname + location.search, { redirect: "manual", headers: { Accept: "text/html" } });
      if (!answer.ok) return false;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const known = new Set(all("[data-file], [data-refused]").map((item) => item.id));
      all("[data-part]").forEach((part) => swap(part, fresh.getElementById(part.id)));
      all(SECTION).forEach((one) => { one.className = fresh.getElementById(one.id)?.className || one.className; });
      tidy();
      for (const item of all("[data-file], [data-refused]").filter((one) => !known.has(one.id))) {
        const { file: name, refused } = item.dataset;
        tell(item.id, name ? say("heard_listed", { name }) : refused);
      }
      const summary = document.querySelector("[data-error-summary]");
      const left = fresh.querySelector("[data-error-summary]");
      if (summary && left) summary.replaceChildren(...left.childNodes);
      else if (summary) { summary.remove(); document.title = fresh.title; }
      return true;
    } catch {
      return false;
    }
  }
  function swap(part, fresh) {
    const section = part.closest(SECTION);
    const now = fresh ? plain(fresh) : "";
    if (!fresh || drawn.get(part.id) === now) return;
    drawn.set(part.id, now);
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    const open = all("details[open][id]", part).map((one) => one.id);
    part.replaceChildren(...fresh.childNodes);
    open.map((id) => document.getElementById(id)).forEach((one) => { if (one) one.open = true; });
    if (!focused) return;
    const place = focused.id && document.getElementById(focused.id);
    const folded = place && place.closest("details:not([open])");
    if (place) (folded ? folded.querySelector("summary") : place).focus({ preventScroll: true });
    else settle(section);
  }
  // What this page itself sends is shown once, by its own row; when that goes, the list is drawn anew.
  function tidy() {
    const items = Array.from(rows).map((one) => one.id && !one.over && document.getElementById(`upload-${one.id}`));
    for (const item of items) if (item) { drawn.delete(item.closest("[data-part]").id); item.remove(); }
  }

  // --- what arrives from elsewhere: the phone, another tab ------------------------------------------------------
  let version = "", watching = 0, since = 0;
  const awaited = () => document.querySelector("[data-phone-panel], [data-busy]");
  document.addEventListener("files:awaited", watch);
  function watch() {
    since = Date.now();
    if (!watching) look();
  }
  async function look() {
    watching = 0;
    if (!script.dataset.state || document.hidden || !awaited()) return;
    watching = -1;
    const answer = await ask(script.dataset.state);
    if (answer.status === 200 && answer.version !== version && await refresh()) {
      version = answer.version;
      since = Date.now();
    }
    watching = answer.status === 401 ? 0 : setTimeout(look, Date.now() - since > 60000 ? 6000 : 2000);
  }

  // --- choosing, dropping, pasting, pressing -----------------------------------------------------------------------
  const formOf = (section) => section && all(FORM, section).find((form) => !form.elements.replaces);
  let used = null;
  for (const kind of ["focusin", "pointerdown"]) {
    document.addEventListener(kind, (event) => { if (formOf(event.target.closest?.(SECTION))) used = event.target.closest(SECTION); });
  }
  function chosen(input) {
    if (!input.form?.matches(FORM) || !input.files.length) return;
    take(input.form, Array.from(input.files));
    input.value = "";
  }
  document.addEventListener("change", (event) => { if (event.target.type === "file") chosen(event.target); });
  all(`${FORM} input[type=file]`).forEach(chosen);  // chosen before this script was there

  const carries = (event) => Boolean(event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files"));
  const clear = () => { root.classList.remove("dragging"); all(".drop-here").forEach((one) => one.classList.remove("drop-here")); };
  document.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    const section = event.target.closest(SECTION);
    const takes = Boolean(formOf(section));
    event.dataTransfer.dropEffect = takes ? "copy" : "none";
    clear();
    root.classList.add("dragging");
    if (takes) section.classList.add("drop-here");
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) clear(); });
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    clear();
    const form = event.target.closest(FORM) || formOf(event.target.closest(SECTION));
    if (form) take(form, Array.from(event.dataTransfer.files)); else advise(say("drop_where"));
  });
  document.addEventListener("paste", (event) => {
    const files = Array.from(event.clipboardData?.files || []);
    if (!files.length || document.activeElement?.matches(TYPED)) return;
    const sections = all(SECTION).filter(formOf);
    const here = document.activeElement?.closest(SECTION) || used;
    const form = formOf(sections.includes(here) ? here : sections.length === 1 ? sections[0] : null);
    if (!form) { if (sections.length) advise(say("paste_where")); return; }
    event.preventDefault();
    // Every picture in a clipboard has the same name.
    const named = (file) => file.name !== "image.png" ? file
      : new File([file], `${say("pasted")} ${new Date().toTimeString().slice(0, 8).replace(/:/g, "-")}.png`, { type: file.type });
    take(form, files.map(named));
  });
  // Taking away a file or an upload must not break off the others that are on their way.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-files] form") || event.defaultPrevented) return;
    event.preventDefault();
    const body = new FormData(form);
    body.set("csrfmiddlewaretoken", token());
    await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
    if (await refresh()) tell(form.action, say("heard_removed")); else form.submit();
  }, true);

  // --- the network, other tabs, leaving ------------------------------------------------------------------------------
  const wake = (states) => rows.forEach((one) => { if (states.includes(one.state)) one.again(); });
  window.addEventListener("online", () => wake(["waiting", "checking"]));
  window.addEventListener("beforeunload", (event) => { if (Array.from(rows).some((one) => one.risky)) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    wake(["signed_out"]);  // perhaps signed in again in the other tab
    watch();
  });
  watch();
})();
