"""The script of the page: search, folding, and unfolding for links and for print. Without it everything can be read.

`#search=jaeger` behind the address searches as the page opens.
"""

SCRIPT = """
(() => {
  "use strict";
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const box = document.getElementById("search");
  const found = document.getElementById("found");
  const slots = all("article.slot");
  const texts = new Map(slots.map((slot) => [slot, slot.textContent.toLowerCase()]));
  const products = document.querySelector("details.products");
  const before = new Map();

  const open = (details, how) => {
    if (!before.has(details)) before.set(details, details.open);
    details.open = how;
  };
  const restore = () => {
    before.forEach((was, details) => { details.open = was; });
    before.clear();
  };

  const mark = (words) => {
    if (!window.Highlight || !CSS.highlights) return;
    const ranges = [];
    if (words.length) {
      for (const slot of slots) {
        if (slot.hidden) continue;
        const walker = document.createTreeWalker(slot, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node && ranges.length < 2000; node = walker.nextNode()) {
          if (node.parentElement.closest("svg")) continue;
          const text = node.data.toLowerCase();
          for (const word of words) {
            for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
              const range = new Range();
              range.setStart(node, at);
              range.setEnd(node, at + word.length);
              ranges.push(range);
            }
          }
        }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  };

  const search = () => {
    const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const fits = (text) => words.every((word) => text.includes(word));
    restore();
    let shown = 0;
    for (const slot of slots) {
      slot.hidden = !fits(texts.get(slot));
      shown += slot.hidden ? 0 : 1;
    }
    for (const part of all(".area, .quiet, .contents .group")) {
      part.hidden = false;
    }
    for (const entry of all("[data-slot]")) {
      entry.hidden = document.getElementById(entry.dataset.slot).hidden;
    }
    for (const entry of all("[data-name]")) {
      entry.hidden = !fits(entry.dataset.name);
    }
    for (const part of all(".area, .quiet")) {
      part.hidden = all("article.slot", part).every((slot) => slot.hidden);
    }
    for (const part of all(".contents .group")) {
      part.hidden = all("[data-slot]", part).every((entry) => entry.hidden);
    }
    if (words.length) {
      open(products, all("[data-name]").some((entry) => !entry.hidden));
      for (const part of all(".quiet")) open(part, !part.hidden);
      for (const verdict of all("details.verdict")) {
        if (!verdict.closest("article").hidden && fits(verdict.textContent.toLowerCase())) open(verdict, true);
      }
    }
    mark(words);
    found.textContent = found.dataset.text.replace("{shown}", shown).replace("{all}", slots.length);
  };

  const reveal = () => {
    let place = location.hash.slice(1);
    try {
      place = decodeURIComponent(place);
    } catch {
      return;
    }
    if (place.startsWith("search=")) {
      box.value = place.slice("search=".length);
      search();
      return;
    }
    const target = document.getElementById(place);
    if (!target) return;
    if (target.closest("[hidden]")) {
      box.value = "";
      search();
    }
    for (let part = target; part; part = part.parentElement) {
      if (part.tagName === "DETAILS") part.open = true;
    }
    target.scrollIntoView();
  };

  const fold = (how) => {
    before.clear();
    for (const details of all("main details")) details.open = how;
  };

  box.addEventListener("input", search);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      box.value = "";
      search();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && document.activeElement !== box) {
      event.preventDefault();
      box.focus();
    }
  });
  document.getElementById("expand").addEventListener("click", () => fold(true));
  document.getElementById("collapse").addEventListener("click", () => fold(false));
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) reveal();
  });
  window.addEventListener("hashchange", reveal);

  const unfolded = [];
  window.addEventListener("beforeprint", () => {
    for (const details of all("details:not([open]):not(.tree):not(.drawing):not(.together):not(.open)")) {
      details.open = true;
      unfolded.push(details);
    }
  });
  window.addEventListener("afterprint", () => {
    for (const details of unfolded.splice(0)) details.open = false;
  });

  document.getElementById("controls").hidden = false;
  search();
  reveal();
})();
"""
