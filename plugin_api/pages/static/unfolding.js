// Slots of a decision unfold where they stand. Without this each is a link to a page of its own.
"use strict";

for (const link of document.querySelectorAll("a.unfold")) {
  const fold = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = link.textContent;
  const place = document.createElement("div");
  place.className = "unfolded-here";
  fold.className = "plain unfolding";
  fold.append(summary, place);
  fold.addEventListener("toggle", () => fold.open && fill(place, link));
  const line = link.parentElement;
  link.replaceWith();
  line.before(fold);
  if (!line.textContent.trim()) line.remove();
  else line.firstChild.textContent = line.firstChild.textContent.replace(/^\s*·\s*/, "");
}

// What the slot's own page says; where that cannot be had, the link to it.
async function fill(place, link) {
  if (place.hasChildNodes() || place.ariaBusy === "true") return;
  place.ariaBusy = "true";
  try {
    const response = await fetch(link.href, { headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(String(response.status));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const told = page.getElementById("told");
    if (!told) throw new Error("nothing is told there");
    place.replaceChildren(...told.childNodes);
  } catch {
    place.replaceChildren(link);
  }
  place.ariaBusy = "false";
}
