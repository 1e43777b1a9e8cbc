// The viewer of papers: size, turning, pages and keys; and, on the page of a case, papers beside the answers.
"use strict";
(() => {
  const SIZES = [50, 75, 100, 125, 150, 200, 250, 300];
  const TICKET_MS = 29 * 60 * 1000;
  const KEPT = 6;
  const wide = window.matchMedia("(min-width: 1280px)");
  const turns = new Map();
  const typing = (target) => target.closest("input, textarea, select, [contenteditable], dialog[open]");

  class Viewer {
    constructor(root, reopen) {
      this.root = root;
      this.paper = root.dataset.viewer;
      this.pages = root.querySelector(".viewer-pages");
      this.sheets = Array.from(root.querySelectorAll(".viewer-sheet"));
      this.field = root.querySelector("[data-page-number]");
      this.reopen = reopen;
      this.size = 100;
      this.shown = 1;
      this.opened = Date.now();
      root.querySelector("[role=toolbar]").addEventListener("keydown", (event) => this.walk(event));
      this.tools().forEach((tool, place) => { tool.tabIndex = place ? -1 : 0; });
      if (!this.pages) return;
      root.querySelectorAll("[data-scripted]").forEach((group) => { group.hidden = false; });
      root.addEventListener("click", (event) => this.pressed(event));
      this.field?.addEventListener("change", () => this.goTo(Number(this.field.value)));
      this.sheets.forEach((sheet) => {
        const image = sheet.querySelector("img");
        image.addEventListener("error", () => this.failed(sheet));
        image.addEventListener("load", () => this.loaded(sheet));
        if (image.complete && image.src) image.naturalWidth ? this.loaded(sheet) : this.failed(sheet);
      });
      this.watch();
      this.turn(turns.get(this.paper) || 0);
      this.tools().forEach((tool, place) => { tool.tabIndex = place ? -1 : 0; });
    }
    // One stop of the Tab key for the toolbar; the arrows walk in it.
    tools() { return Array.from(this.root.querySelectorAll("[role=toolbar] :is(a, button, input)")).filter((tool) => !tool.closest("[hidden]")); }
    walk(event) {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step || event.target === this.field) return;
      const tools = this.tools();
      const next = tools[(tools.indexOf(event.target) + step + tools.length) % tools.length];
      event.preventDefault();
      tools.forEach((tool) => { tool.tabIndex = tool === next ? 0 : -1; });
      next.focus();
    }
    pressed(event) {
      const tool = event.target.closest("[data-tool]");
      if (!tool) return;
      const act = { smaller: () => this.step(-1), larger: () => this.step(1), fit: () => this.resize(100), turn: () => this.turnOn(),
        again: () => this.reopen(this.shown) }[tool.dataset.tool];
      if (act) act();
    }
    step(by) {
      const next = by > 0 ? SIZES.find((size) => size > this.size) : SIZES.findLast((size) => size < this.size);
      if (next) this.resize(next);
    }
    resize(size) {
      const before = this.pages.scrollHeight, at = this.pages.scrollTop + this.pages.clientHeight / 2;
      this.size = size;
      this.pages.style.setProperty("--zoom", size / 100);
      this.root.querySelector("[data-zoom]").textContent = `${size}%`;
      this.sharpen();
      // What was in the middle stays there.
      this.pages.scrollTop = at * (this.pages.scrollHeight / before) - this.pages.clientHeight / 2;
      this.pages.scrollLeft = (this.pages.scrollWidth - this.pages.clientWidth) / 2;
    }
    // The browser fetches the picture that is fine enough for the size; it never goes back to a coarser one.
    sharpen() {
      const width = this.sheets[0]?.clientWidth;
      if (width) this.sheets.forEach((sheet) => { sheet.querySelector("img").sizes = `${Math.round(width)}px`; });
    }
    turnOn() {
      this.turn(((turns.get(this.paper) || 0) + 90) % 360);
      const said = this.root.querySelector("[data-said]");
      said.textContent = said.dataset.words.replace("{n}", turns.get(this.paper));
    }
    turn(degrees) {
      turns.set(this.paper, degrees);
      this.pages.dataset.turn = degrees;
      this.goTo(this.shown, true);
    }
    loaded(sheet) {
      const image = sheet.querySelector("img");
      sheet.querySelector(".viewer-page").style.setProperty("--turned", `${image.naturalHeight} / ${image.naturalWidth}`);
      sheet.querySelector("[data-failed]").hidden = true;
    }
    failed(sheet) {
      // After half an hour the pages are asked for anew: that is another opening, and recorded as one.
      if (Date.now() - this.opened > TICKET_MS) this.reopen(this.shown);
      else sheet.querySelector("[data-failed]").hidden = false;
    }
    goTo(number, quietly) {
      const sheet = this.sheets[Math.min(Math.max(number || 1, 1), this.sheets.length) - 1];
      if (!sheet) return;
      if (!quietly || this.shown > 1) this.scrollTo(sheet);
      this.mark(Number(sheet.dataset.number));
    }
    // Beside the answers only the pages move, never the window around them.
    scrollTo(sheet) {
      if (this.root.closest("[data-place]")) this.pages.scrollTop += sheet.getBoundingClientRect().top - this.pages.getBoundingClientRect().top - 8;
      else sheet.scrollIntoView({ block: "start" });
    }
    mark(number) {
      this.shown = number;
      if (this.field) this.field.value = number;
    }
    // The page in the upper third is the one that is read. What the browser reports comes late and may be of before
    // the last key, so it is only the occasion to look where the pages are now.
    watch() {
      const root = this.root.closest("[data-place]") ? this.pages : null;
      const look = () => {
        const { top, height } = root ? root.getBoundingClientRect() : { top: 0, height: window.innerHeight };
        const on = this.sheets.findLast((sheet) => sheet.getBoundingClientRect().top <= top + height * 0.3);
        if (on) this.mark(Number(on.dataset.number));
      };
      const seen = new IntersectionObserver(look, { root, rootMargin: "-30% 0px -69% 0px" });
      this.sheets.forEach((sheet) => seen.observe(sheet));
    }
    // Returns whether the key was one of ours.
    key(event) {
      const press = (name) => { this.root.querySelector(`[data-tool="${name}"]`)?.click(); return true; };
      const scroll = () => this.root.contains(event.target) || event.target === document.body;
      const acts = { "[": () => press("before"), "]": () => press("after"), Escape: () => press("list") };
      if (this.sheets.length) {
        Object.assign(acts, { "+": () => press("larger"), "=": () => press("larger"), "-": () => press("smaller"), 0: () => press("fit"),
          r: () => press("turn"), n: () => this.leaf(1), p: () => this.leaf(-1) });
        if (scroll() && this.sheets.length > 1) Object.assign(acts, { PageDown: () => this.leaf(1), PageUp: () => this.leaf(-1) });
      }
      return acts[event.key] ? acts[event.key]() : false;
    }
    leaf(by) { this.goTo(this.shown + by); return true; }
    focus() { (this.pages || this.root.querySelector(".viewer-said h2")).focus({ preventScroll: true }); }
  }

  // The page of a case: a paper chosen in the list takes the list's place.
  class Desk {
    constructor(column) {
      this.grid = column.closest(".desk-case");
      this.list = column.querySelector("[data-list]");
      this.place = column.querySelector("[data-place]");
      this.kept = new Map();
      this.asked = 0;
      this.adapt();
      wide.addEventListener("change", () => { this.adapt(); if (!wide.matches) this.close(); });
      column.addEventListener("click", (event) => this.clicked(event));
    }
    links() { return Array.from(this.list.querySelectorAll("[data-paper-link]")); }
    // Beside the answers a paper opens here; on a narrow window in a tab of its own, as without this script.
    adapt() {
      this.links().forEach((link) => {
        if (wide.matches) link.removeAttribute("target"); else link.target = "_blank";
        link.querySelector("[data-new-tab]").hidden = wide.matches;
      });
    }
    clicked(event) {
      if (!wide.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      const link = event.target.closest("[data-paper-link], [data-tool=before], [data-tool=after], [data-tool=list]");
      if (!link) return;
      event.preventDefault();
      if (link.dataset.tool === "list") this.close();
      else if (link.dataset.tool) this.step(link.dataset.tool === "after" ? 1 : -1);
      else this.open(link);
    }
    step(by) {
      const links = this.links();
      const next = links[links.findIndex((each) => each.hasAttribute("aria-current")) + by];
      if (next) this.open(next);
    }
    async open(link, page = 1, anew = false) {
      const turn = ++this.asked, paper = link.dataset.paperLink;
      this.links().forEach((each) => { if (each === link) each.setAttribute("aria-current", "true"); else each.removeAttribute("aria-current"); });
      this.list.hidden = true;
      this.place.hidden = false;
      this.grid.dataset.reading = "";
      let viewer = anew ? null : this.kept.get(paper);
      if (viewer && Date.now() - viewer.opened > TICKET_MS) viewer = null;
      if (!viewer) {
        this.place.setAttribute("aria-busy", "true");
        const root = await this.fetched(link);
        if (turn !== this.asked) return;
        this.place.removeAttribute("aria-busy");
        if (!root) return;
        this.place.replaceChildren(root);
        viewer = new Viewer(root, (shown) => this.open(link, shown, true));
        if (root.dataset.viewer) this.kept.set(paper, viewer);
        if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
        if (page > 1) viewer.goTo(page);
      } else {
        this.place.removeAttribute("aria-busy");
        const at = viewer.at || 0;
        this.place.replaceChildren(viewer.root);
        if (viewer.pages) viewer.pages.scrollTop = at;
      }
      if (viewer.pages) {
        viewer.sharpen();
        viewer.pages.onscroll = () => { viewer.at = viewer.pages.scrollTop; };
      }
      this.viewer = viewer;
      viewer.focus();
    }
    async fetched(link) {
      try {
        const answer = await fetch(`${link.href}?part=viewer`, { credentials: "same-origin" });
        if (answer.redirected || ![200, 410, 503].includes(answer.status)) { window.location.assign(link.href); return null; }
        const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
        const root = parsed.querySelector("[data-viewer]") || this.said(parsed.body, link);
        return document.importNode(root, true);
      } catch {
        return this.said(document.querySelector("template[data-offline]").content.cloneNode(true), link);
      }
    }
    // A sentence instead of a paper, with the way back to the list.
    said(words, link) {
      const box = document.createElement("section");
      box.className = "viewer";
      const head = document.createElement("p"), said = document.createElement("div");
      head.className = "viewer-head viewer-title";
      head.textContent = link.firstChild.textContent;
      said.className = "viewer-said";
      said.append(...Array.from(words.childNodes));
      box.append(head, document.querySelector("template[data-back]").content.cloneNode(true), said);
      return box;
    }
    close() {
      if (this.list.hidden === false) return;
      this.asked += 1;
      this.place.hidden = true;
      this.place.replaceChildren();
      this.list.hidden = false;
      this.viewer = null;
      delete this.grid.dataset.reading;
      const link = this.links().find((each) => each.hasAttribute("aria-current"));
      link?.removeAttribute("aria-current");
      link?.focus();
    }
  }

  const column = document.querySelector("[data-papers]");
  const desk = column && new Desk(column);
  const own = document.querySelector("main > [data-viewer]");
  const alone = own && new Viewer(own, () => window.location.reload());
  const hints = document.querySelector("[data-viewer-hints]");
  if (hints && alone) hints.hidden = false;
  if (alone) { alone.sharpen(); window.addEventListener("resize", () => alone.sharpen()); }
  // Keys work in the viewer and where nothing has the focus: elsewhere they belong to what has it (WCAG 2.1.4).
  document.addEventListener("keydown", (event) => {
    const viewer = desk?.viewer || alone;
    if (!viewer || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const inside = viewer.root.contains(event.target);
    if (!inside && event.target !== document.body) return;
    if (typing(event.target) && event.key !== "Escape") return;
    if (viewer.key(event)) event.preventDefault();
  });
})();
