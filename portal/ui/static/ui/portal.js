// Makes pages of the portal quicker. Every page works without it (docs/design-system.md).
"use strict";
(() => {
  const script = document.getElementById("portal-js");
  const texts = JSON.parse(script.dataset.texts);
  const say = (key, values = {}) => texts[key].replace(/%\((\w+)\)s/g, (_, name) => values[name]);
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  document.documentElement.classList.add("js");

  // Signing in again in another tab changes the CSRF token: take the present one before anything is sent.
  function freshToken() {
    const found = document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/);
    if (found) all("form[method=post] input[name=csrfmiddlewaretoken]").forEach((input) => { input.value = found[1]; });
  }

  // --- conditional fields -------------------------------------------------------------------------------
  function valuesOf(form, name) {
    return all("input, select, textarea", form).filter((input) => input.name === name).flatMap((input) => {
      if (input.type === "radio") return input.checked ? [input.value] : [];
      if (input.type === "checkbox") return input.value !== "on" ? (input.checked ? [input.value] : []) : [input.checked ? "yes" : "no"];
      return [input.value];
    });
  }
  function ageOf(text) {
    const born = new Date(text);
    if (!text || Number.isNaN(born.getTime())) return NaN;
    const now = new Date();
    const before = now.getMonth() < born.getMonth() || (now.getMonth() === born.getMonth() && now.getDate() < born.getDate());
    return now.getFullYear() - born.getFullYear() - (before ? 1 : 0);
  }
  function meets(value, wanted) {
    return wanted.some((one) => {
      if (!one.startsWith("age:")) return one === value;
      const [least, most] = one.slice(4).split("-");
      const age = ageOf(value);
      return age >= Number(least) && (!most || age <= Number(most));
    });
  }
  function showConditions(form) {
    const boxes = all("[data-shown-when]", form);
    const hiddenNames = new Set();
    for (const box of boxes) {
      const shown = JSON.parse(box.dataset.shownWhen).every(([name, wanted]) =>
        !hiddenNames.has(name) && valuesOf(form, name).some((value) => meets(value, wanted)));
      box.hidden = !shown;
      if (!shown) all("[name]", box).forEach((input) => hiddenNames.add(input.name));
    }
    all("[data-shown-when-hint]", form).forEach((hint) => { hint.hidden = true; });
    // A group of which nothing is asked for would be a title over nothing.
    all("fieldset.group", form).forEach((group) => {
      const fields = all(".field", group);
      group.hidden = fields.length > 0 && fields.every((field) => field.hidden);
    });
  }
  for (const form of document.forms) {
    if (!form.querySelector("[data-shown-when]")) continue;
    showConditions(form);
    form.addEventListener("change", () => showConditions(form));
  }

  // --- autosave -----------------------------------------------------------------------------------------
  class Autosave {
    constructor(form) {
      this.form = form;
      this.changed = new Set();
      this.running = null;
      this.failures = 0;
      this.timer = 0;
      this.leaving = false;
      this.problem = "";
      this.status = document.querySelector("[data-autosave-status]");
      form.addEventListener("input", (event) => this.note(event.target, 1200));
      form.addEventListener("change", (event) => this.note(event.target, 100));
      window.addEventListener("online", () => { if (this.changed.size) this.later(0); });
      window.addEventListener("beforeunload", (event) => {
        if (!this.leaving && (this.changed.size || this.running)) event.preventDefault();
      });
      window.addEventListener("pageshow", () => { this.leaving = false; });
      // Closing the tab or switching to another app on a phone tells nothing else.
      document.addEventListener("visibilitychange", () => { if (document.hidden) this.save(); });
    }
    get busy() { return Boolean(this.changed.size || this.running); }
    // Save what is not saved yet; the answer is what stands in the way, or "".
    async settle() {
      clearTimeout(this.timer);
      await this.running;
      if (this.changed.size) await this.save();
      clearTimeout(this.timer);
      return this.problem;
    }
    note(input, delay) {
      if (!input.name || input.type === "file" || input.disabled) return;
      this.changed.add(input.name);
      this.tell("unsaved");
      this.later(delay);
    }
    later(delay) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), delay);
    }
    tell(key, values) { this.show(say(key, values), ["offline", "signed_out"].includes(key)); }
    // Trouble is also told at the button: on a phone the line beside the title is out of sight.
    show(text, trouble) {
      if (this.status) this.status.textContent = text;
      const place = this.form.querySelector("[data-submit-status]");
      if (!place) return;
      place.hidden = !trouble;
      if (trouble && place.textContent !== text) place.textContent = text;
    }
    body(names) {
      const sent = new FormData(this.form);
      const body = new URLSearchParams();
      for (const name of names) {
        const values = sent.getAll(name);
        if (!values.length) body.append(name, "");
        values.forEach((value) => body.append(name, value));
      }
      for (const [name, value] of sent) {
        if (name === "csrfmiddlewaretoken" || /-(TOTAL|INITIAL)_FORMS$/.test(name)) body.append(name, value);
      }
      return body;
    }
    save() {
      clearTimeout(this.timer);
      if (this.running) return this.running;
      if (!this.changed.size) return Promise.resolve();
      const names = new Set(this.changed);
      this.changed.clear();
      this.tell("saving");
      this.running = this.send(names).then((outcome) => {
        this.running = null;
        this.problem = outcome.problem || "";
        if (outcome.saved) {
          this.failures = 0;
          this.tell("saved", { time: outcome.saved });
          if (this.changed.size) this.later(300);
          return;
        }
        if (outcome.sentence) {
          this.show(outcome.sentence, true);
          return;
        }
        names.forEach((name) => this.changed.add(name));
        this.tell(outcome.problem);
        this.failures += 1;
        if (outcome.problem !== "signed_out") this.later(Math.min(60000, 1000 * 2 ** this.failures));
      });
      return this.running;
    }
    async send(names) {
      freshToken();
      const limit = new AbortController();
      const clock = setTimeout(() => limit.abort(), 15000);
      try {
        const response = await fetch(this.form.dataset.autosave, {
          method: "POST", body: this.body(names), credentials: "same-origin", signal: limit.signal,
          keepalive: document.hidden,
          headers: { "X-Requested-With": "autosave", Accept: "application/json" },
        });
        const isJson = (response.headers.get("Content-Type") || "").includes("json");
        if (response.status === 401 || (response.redirected && !isJson)) return { problem: "signed_out" };
        if (response.status === 409 && isJson) return { problem: "refused", sentence: (await response.json()).error };
        if (!response.ok || !isJson) return { problem: "failed" };
        return { saved: (await response.json()).saved_at };
      } catch (error) {
        if (error instanceof TypeError) return { problem: "offline" };
        if (error.name === "AbortError") return { problem: "failed" };
        throw error;
      } finally {
        clearTimeout(clock);
      }
    }
  }
  const savers = new Map(all("form[data-autosave]").map((form) => [form, new Autosave(form)]));

  // --- submit: once, after what was typed is saved, and never into a page that says "no connection" ---------
  function hold(form) {
    const place = form.querySelector("[data-submit-status]");
    if (!place) return false;
    place.hidden = false;
    place.textContent = say("not_sent");
    return true;
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog" || event.defaultPrevented) return;
    freshToken();
    if (form.dataset.sent) { event.preventDefault(); return; }
    const saver = savers.get(form);
    if (saver && saver.busy && !saver.leaving) {
      event.preventDefault();
      if (form.dataset.settling) return;
      form.dataset.settling = "1";
      const button = event.submitter;
      saver.settle().then((problem) => {
        if (problem === "offline" && hold(form)) { delete form.dataset.settling; return; }
        saver.leaving = true;
        form.requestSubmit(button);
      });
      return;
    }
    if (!navigator.onLine && hold(form)) { event.preventDefault(); return; }
    if (saver) {
      saver.leaving = true;
      clearTimeout(saver.timer);
    }
    form.dataset.sent = "1";
    // After this event, or the pressed button would not be sent.
    setTimeout(() => all("button:not([type=button])", form).forEach((button) => button.setAttribute("aria-disabled", "true")));
  });
  window.addEventListener("pageshow", () => {
    all("form[data-sent], form[data-settling]").forEach((form) => {
      delete form.dataset.sent;
      delete form.dataset.settling;
      all("button[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
    });
  });

  // --- leaving by a link (another language, another step): save first -------------------------------------
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const saver = Array.from(savers.values()).find((one) => one.busy);
    if (!link || !saver || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const next = new URL(link.href, document.baseURI);
    const here = next.pathname === location.pathname && next.search === location.search;
    if (link.target || link.hasAttribute("download") || next.origin !== location.origin || here) return;
    event.preventDefault();
    saver.settle().then((problem) => {
      saver.leaving = !problem;  // else the browser asks whether to leave
      location.assign(next);
    });
  });

  // --- error summary ------------------------------------------------------------------------------------
  document.querySelector("[data-error-summary]")?.focus();
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-error-summary] a[href^='#']");
    const target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    (target.closest(".field") || target).scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  });

  // --- copy, print, dialogs, step list -------------------------------------------------------------------------
  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      await navigator.clipboard.writeText(copy.dataset.copy);
      const before = copy.textContent;
      copy.setAttribute("aria-live", "polite");
      copy.textContent = copy.dataset.copied || say("copied");
      setTimeout(() => { copy.textContent = before; }, 2500);
    }
    if (event.target.closest("[data-print]")) {
      event.preventDefault();
      window.print();
    }
    const opener = event.target.closest("[data-dialog-open]");
    const dialog = opener && document.getElementById(opener.dataset.dialogOpen);
    if (dialog && dialog.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
  });
  const wide = window.matchMedia("(min-width: 60rem)");
  const fold = () => all("details[data-steps]").forEach((steps) => { steps.open = wide.matches; });
  fold();
  wide.addEventListener("change", fold);

  // --- an ID number tells date of birth and sex: fill them in while they are empty --------------------------
  document.addEventListener("change", (event) => {
    const input = event.target;
    const found = input.dataset && input.dataset.fillsBirth && input.value.replace(/\s/g, "").match(/^\d{6}(\d{4})(\d{2})(\d{2})\d{2}(\d)[\dXx]$/);
    if (!found) return;
    const [, year, month, day, last] = found;
    const prefix = input.name.replace(/[^-]+$/, "");
    const named = (name) => all("input", input.form).filter((one) => one.name === prefix + name && !one.disabled);
    const [birth] = named(input.dataset.fillsBirth);
    const sexes = named(input.dataset.fillsSex);
    const changed = [];
    if (birth && !birth.value) { birth.value = `${year}-${month}-${day}`; changed.push(birth); }
    const sex = sexes.find((one) => one.value === (Number(last) % 2 ? "1" : "2"));
    if (sex && !sexes.some((one) => one.checked)) { sex.checked = true; changed.push(sex); }
    changed.forEach((one) => one.dispatchEvent(new Event("change", { bubbles: true })));
  });

  // --- suggestions --------------------------------------------------------------------------------------
  for (const input of all("input[data-suggest-url]")) {
    let timer = 0;
    let asked = "";
    const suggest = async () => {
      const typed = input.value.trim();
      if (typed.length < 2 || typed === asked) return;
      asked = typed;
      const url = new URL(input.dataset.suggestUrl, document.baseURI);
      url.searchParams.set("q", typed);
      const response = await fetch(url, { credentials: "same-origin" }).catch(() => null);
      if (!response || !response.ok || asked !== typed) return;
      // Browsers hide what does not hold the typed text; an entry may be found by another name than it shows.
      const label = (text) => text.toLowerCase().includes(typed.toLowerCase()) ? text : `${text} (${typed})`;
      const options = (await response.json()).map((text) =>
        Object.assign(document.createElement("option"), { value: text, label: label(text) }));
      document.getElementById(input.getAttribute("list")).replaceChildren(...options);
    };
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(suggest, 250); });
  }
})();
