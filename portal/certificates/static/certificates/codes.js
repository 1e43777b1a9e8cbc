// Checks the signature in a QR code of a paper on the device: what portal/certificates/verification/payload.py writes.
// A classic script without imports, so that it works from a page that was saved to disk.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("codes-data").textContent);
  const { layout } = data;
  const form = document.getElementById("code-form");
  const text = document.getElementById("code-text");
  const result = document.getElementById("code-result");

  // --- reading ------------------------------------------------------------------------------------------
  function numberOf(characters) {
    let found = 0;
    for (const one of characters) {
      const value = layout.alphabet.indexOf(one);
      if (value < 0) throw new RangeError("not a character of a code");
      found = found * 32 + value;
    }
    return found;
  }
  // A day in ISO 8601, "" for none. Days are counted from the epoch, whose own number is 1.
  function dayOf(characters) {
    const count = numberOf(characters);
    return count ? new Date(Date.parse(layout.epoch) + (count - 1) * 86400000).toISOString().slice(0, 10) : "";
  }
  function bytesOf(characters) {
    const bytes = [];
    let bits = 0;
    let held = 0;
    for (const one of characters) {
      held = (held << 5) | numberOf(one);
      bits += 5;
      if (bits < 8) continue;
      bits -= 8;
      bytes.push(held >> bits);
      held &= (1 << bits) - 1;
    }
    if (held) throw new RangeError("bits are left over");
    return new Uint8Array(bytes);
  }
  function read(said) {
    const packed = said.replace(/\s/g, "").split(layout.mark).pop();
    const sizes = [layout.version.length, layout.number, layout.code, layout.day, layout.day, layout.kid];
    const signed = sizes.reduce((sum, size) => sum + size, 0);
    if (packed.length !== signed + layout.signature) throw new RangeError("not as long as a code");
    let at = 0;
    const [version, number, code, issued, ends, kid] = sizes.map((size) => packed.slice(at, (at += size)));
    if (version !== layout.version || !/^[A-Z]{2}[0-9]{16}[0-9X]$/.test(number)) throw new RangeError("not a code of ours");
    return {
      number, code, kid, issued: dayOf(issued), ends: dayOf(ends),
      signed: new TextEncoder().encode(packed.slice(0, signed)), signature: bytesOf(packed.slice(signed)),
    };
  }

  // --- judging ------------------------------------------------------------------------------------------
  const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());
  async function isRight(found, jwk) {
    const how = { name: "ECDSA", namedCurve: "P-256" };
    const key = await crypto.subtle.importKey("jwk", { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y }, how, false, ["verify"]);
    return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, found.signature, found.signed);
  }
  async function judge(said) {
    if (!window.crypto || !crypto.subtle) return ["unable"];
    let found;
    try {
      found = read(said);
    } catch (problem) {
      if (problem instanceof RangeError) return ["foreign"];
      throw problem;
    }
    const jwk = data.keys.find((key) => key.kid === found.kid);
    if (!jwk) return ["unknown"];
    if (!(await isRight(found, jwk))) return ["wrong"];
    return [found.ends && found.ends < today() ? "over" : "right", found];
  }

  // --- showing ------------------------------------------------------------------------------------------
  function written(day) {
    const { lang } = document.documentElement;
    const how = { year: "numeric", month: "long", day: "numeric", weekday: "long", timeZone: "UTC" };
    return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, how).format(new Date(day));
  }
  function show(answer, found) {
    const drawn = document.querySelector(`template[data-answer="${answer}"]`).content.cloneNode(true);
    if (found) {
      const type = found.number.slice(0, 2);
      const filled = {
        title: data.titles[type] || type, number: found.number, issued: written(found.issued),
        ends: found.ends && written(found.ends), kid: found.kid,
      };
      for (const place of drawn.querySelectorAll("[data-fill]")) place.textContent = filled[place.dataset.fill];
      if (!found.ends) drawn.querySelector('[data-part="ends"]').remove();
      const link = drawn.querySelector("[data-online]");
      link.href = `${link.getAttribute("href")}${found.number}/?code=${found.code}`;
    }
    result.replaceChildren(drawn);
    result.dataset.shown = answer;
    result.focus({ preventScroll: true });
    result.scrollIntoView({ block: "nearest" });
  }
  async function check(said) { show(...await judge(said)); }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check(text.value);
  });
  form.hidden = false;

  // --- camera and photo, where the browser reads codes itself -------------------------------------------------
  const camera = form.querySelector("[data-camera]");
  const photo = form.querySelector("[data-photo]");
  const viewer = form.querySelector("[data-viewer]");
  const video = viewer.querySelector("video");
  let detector;

  function taken(codes) {
    const ours = codes.find((code) => code.rawValue.includes(layout.mark)) || codes[0];
    text.value = ours.rawValue;
    check(ours.rawValue);
  }
  function stop() {
    if (video.srcObject) video.srcObject.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
    viewer.hidden = true;
  }
  async function look() {
    if (!video.srcObject) return;
    const codes = await detector.detect(video);
    if (codes.length) { stop(); taken(codes); } else setTimeout(look, 200);
  }
  async function open() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch (problem) {
      console.info(problem);
      show("closed");
      return;
    }
    viewer.hidden = false;
    video.srcObject = stream;
    await video.play();
    look();
  }
  async function readPhoto(event) {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    const picture = await createImageBitmap(file).catch(() => null);
    const codes = picture ? await detector.detect(picture) : [];
    if (codes.length) taken(codes); else show("unread");
  }
  async function prepare() {
    if (!("BarcodeDetector" in window)) return;
    if (!(await BarcodeDetector.getSupportedFormats()).includes("qr_code")) return;
    detector = new BarcodeDetector({ formats: ["qr_code"] });
    photo.hidden = false;
    photo.querySelector("input").addEventListener("change", readPhoto);
    camera.hidden = !(navigator.mediaDevices && navigator.mediaDevices.getUserMedia);
    camera.addEventListener("click", open);
    viewer.querySelector("[data-camera-stop]").addEventListener("click", stop);
    document.addEventListener("visibilitychange", () => { if (document.hidden) stop(); });
  }
  prepare();
})();
