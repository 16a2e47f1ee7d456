// Walks through a proof: zooms, moves, and follows what a box rests on and what rests on it.
// Everything it shows is in the drawing already. Without it the drawing scrolls, and its links lead on.
"use strict";

(() => {
  const graph = document.querySelector(".graph");
  if (!graph) return;
  const words = JSON.parse(graph.dataset.words);
  const view = graph.querySelector(".graph-view");
  const said = graph.querySelector(".graph-said");
  const svg = view.querySelector("svg");
  const [, , fullWidth, fullHeight] = svg.getAttribute("viewBox").split(" ").map(Number);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const boxes = Array.from(svg.querySelectorAll("[data-box]"));
  const lines = Array.from(svg.querySelectorAll("[data-from]"), (element) => ({
    element,
    from: Number(element.dataset.from),
    to: Number(element.dataset.to),
    kind: element.dataset.kind,
    void: element.dataset.standing === "defeated",
  }));
  const slot = Math.max(0, boxes.findIndex((box) => box.dataset.kind === "slot"));
  const LARGEST = 3;
  const LEGIBLE = 0.8;
  const EDGE = 24;
  const STEP = 60;

  // --- where one looks: the middle, in units of the drawing, and pixels to a unit --------------------------------

  let at = { x: fullWidth / 2, y: fullHeight / 2, scale: 1 };
  let gliding = 0;

  const whole = () => Math.min(view.clientWidth / fullWidth, view.clientHeight / fullHeight, 1);
  const between = (low, value, high) => Math.min(Math.max(value, low), high);

  // The drawing never leaves the window by more than its edge; what is smaller than the window stands in its middle.
  const within = (middle, seen, full) =>
    seen > full ? full / 2 : between(seen / 2 - EDGE, middle, full - seen / 2 + EDGE);

  const show = (x, y, scale) => {
    const fitting = between(Math.min(whole(), LEGIBLE), scale, LARGEST);
    const width = view.clientWidth / fitting;
    const height = view.clientHeight / fitting;
    at = { x: within(x, width, fullWidth), y: within(y, height, fullHeight), scale: fitting };
    svg.setAttribute("viewBox", `${at.x - width / 2} ${at.y - height / 2} ${width} ${height}`);
  };

  const glide = (x, y, scale) => {
    cancelAnimationFrame(gliding);
    if (still.matches) return show(x, y, scale);
    const start = { ...at };
    const began = performance.now();
    const step = (now) => {
      const part = Math.min(1, (now - began) / 180);
      const eased = part * (2 - part);
      const mixed = (from, to) => from + (to - from) * eased;
      show(mixed(start.x, x), mixed(start.y, y), mixed(start.scale, scale));
      if (part < 1) gliding = requestAnimationFrame(step);
    };
    gliding = requestAnimationFrame(step);
  };

  const fit = () => glide(fullWidth / 2, fullHeight / 2, whole());

  // Around a place in the window, which stays where it is.
  const zoom = (factor, clientX, clientY) => {
    const frame = view.getBoundingClientRect();
    const aside = clientX === undefined ? 0 : clientX - frame.left - frame.width / 2;
    const down = clientY === undefined ? 0 : clientY - frame.top - frame.height / 2;
    const scale = between(Math.min(whole(), LEGIBLE), at.scale * factor, LARGEST);
    const shift = 1 / at.scale - 1 / scale;
    show(at.x + aside * shift, at.y + down * shift, scale);
  };

  const move = (x, y) => show(at.x + x / at.scale, at.y + y / at.scale, at.scale);

  const middle = (number) => {
    const spot = boxes[number].transform.baseVal.consolidate().matrix;
    const size = boxes[number].getBBox();
    return { x: spot.e + size.x + size.width / 2, y: spot.f + size.y + size.height / 2 };
  };

  // --- following ------------------------------------------------------------------------------------------------

  const told = (number) => boxes[number].querySelector("title").textContent;

  // Everything that a box rests on, what was set aside on the way too; or everything that rests on it.
  const reached = (number, start, end, passes) => {
    const found = new Set([number]);
    const next = [number];
    while (next.length) {
      const one = next.pop();
      for (const line of lines) {
        if (line[start] === one && passes(line) && !found.has(line[end])) {
          found.add(line[end]);
          next.push(line[end]);
        }
      }
    }
    return found;
  };

  const light = (number) => {
    const below = reached(number, "to", "from", () => true);
    const above = reached(number, "from", "to", (line) => line.kind !== "sets-aside");
    boxes.forEach((box, i) => {
      box.classList.toggle("pd-on", below.has(i) || above.has(i));
      box.classList.toggle("pd-chosen", i === number);
    });
    for (const line of lines) {
      const joins = (set) => set.has(line.from) && set.has(line.to);
      line.element.classList.toggle("pd-on", joins(below) || joins(above));
    }
    svg.classList.add("pd-following");
  };

  const group = (word, numbers) => {
    if (!numbers.length) return [];
    const heading = document.createElement("h3");
    heading.textContent = words[word];
    const list = document.createElement("ul");
    for (const number of new Set(numbers)) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = told(number);
      button.addEventListener("click", () => choose(number, true));
      list.append(document.createElement("li"));
      list.lastChild.append(button);
    }
    return [heading, list];
  };

  const addresses = (number) => {
    const list = document.createElement("p");
    const seen = new Set();
    for (const link of boxes[number].querySelectorAll("a")) {
      const address = link.getAttribute("href");
      if (seen.has(address)) continue;
      seen.add(address);
      const copy = document.createElement("a");
      copy.href = address;
      copy.textContent = `${words.open}: ${link.textContent}`;
      if (seen.size > 1) list.append(document.createElement("br"));
      list.append(copy);
    }
    return seen.size ? [list] : [];
  };

  const describe = (number) => {
    const into = lines.filter((line) => line.to === number);
    const out = lines.filter((line) => line.from === number);
    const of = (kind, isVoid = false) =>
      into.filter((line) => line.kind === kind && (line.void === isVoid || kind === "sets-aside"));
    const from = (found) => found.map((line) => line.from);
    const heading = document.createElement("h2");
    heading.tabIndex = -1;
    heading.textContent = told(number);
    said.replaceChildren(
      heading,
      ...addresses(number),
      ...group("sets-aside", from(of("sets-aside"))),
      ...group("supports", from(of("supports"))),
      ...group("opposes", from(of("opposes"))),
      ...group("void", from([...of("supports", true), ...of("opposes", true)])),
      ...group("cites", from(of("cites"))),
      ...group("notes", from(of("notes"))),
      ...group("setting-aside", out.filter((line) => line.kind === "sets-aside").map((line) => line.to)),
      ...group("onward", out.filter((line) => line.kind !== "sets-aside").map((line) => line.to)),
    );
    said.scrollTop = 0;
  };

  const choose = (number, goThere) => {
    light(number);
    describe(number);
    if (goThere) {
      const place = middle(number);
      glide(place.x, place.y, Math.max(at.scale, LEGIBLE));
      said.querySelector("h2").focus({ preventScroll: true });
    }
  };

  const clear = () => {
    svg.classList.remove("pd-following");
    for (const box of boxes) box.classList.remove("pd-chosen");
    describe(slot);
  };

  const home = () => {
    const place = middle(slot);
    glide(place.x, place.y, Math.max(at.scale, LEGIBLE));
  };

  // --- hands and keys -------------------------------------------------------------------------------------------

  const pointers = new Map();
  let dragged = 0;

  // Where two fingers are: the place between them, and how far they are apart.
  const grip = () => {
    const [one, other] = Array.from(pointers.values());
    const apart = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    return { x: (one.clientX + other.clientX) / 2, y: (one.clientY + other.clientY) / 2, apart: Math.max(apart, 1) };
  };

  view.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    pointers.set(event.pointerId, event);
    dragged = 0;
  });
  view.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const held = pointers.size === 2 ? grip() : undefined;
    pointers.set(event.pointerId, event);
    dragged += Math.abs(event.clientX - before.clientX) + Math.abs(event.clientY - before.clientY);
    if (dragged < 4) return;
    view.setPointerCapture(event.pointerId);
    if (held) {
      const now = grip();
      move(held.x - now.x, held.y - now.y);
      zoom(now.apart / held.apart, now.x, now.y);
    } else if (pointers.size === 1) {
      move(before.clientX - event.clientX, before.clientY - event.clientY);
    }
  });
  // Of the window: what is not held yet may be let go anywhere.
  for (const end of ["pointerup", "pointercancel"]) {
    window.addEventListener(end, (event) => pointers.delete(event.pointerId));
  }
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  view.addEventListener("click", (event) => {
    // A key that opens a link has dragged nothing: what was dragged before does not count.
    if (event.detail && dragged >= 4) return event.preventDefault();
    const box = event.target.closest("[data-box]");
    if (box && !event.target.closest("a")) choose(Number(box.dataset.box), false);
  });
  // Not of the drawing itself, which would become a stop of the Tab key.
  view.addEventListener("focusin", (event) => {
    const box = event.target.closest("[data-box]");
    if (!box || !event.target.matches(":focus-visible")) return;
    const place = middle(Number(box.dataset.box));
    choose(Number(box.dataset.box), false);
    show(place.x, place.y, Math.max(at.scale, LEGIBLE));
  });
  // A wheel scrolls the page until one is in the graph, so that nobody is caught in it.
  view.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !view.contains(document.activeElement)) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 500), event.clientX, event.clientY);
  }, { passive: false });

  const keys = {
    ArrowLeft: () => move(-STEP, 0),
    ArrowRight: () => move(STEP, 0),
    ArrowUp: () => move(0, -STEP),
    ArrowDown: () => move(0, STEP),
    "+": () => zoom(1.25),
    "=": () => zoom(1.25),
    "-": () => zoom(0.8),
    0: fit,
    Home: home,
  };
  view.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
  // From the list beside it as well.
  graph.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !svg.classList.contains("pd-following")) return;
    event.preventDefault();
    clear();
    view.focus();
  });
  const tools = { in: () => zoom(1.25), out: () => zoom(0.8), fit, clear };
  for (const button of graph.querySelectorAll("[data-do]")) {
    button.addEventListener("click", tools[button.dataset.do]);
  }
  let printing = false;
  window.addEventListener("resize", () => {
    if (!printing) show(at.x, at.y, at.scale);
  });
  // On paper there is the whole graph, as wide as the paper.
  window.addEventListener("beforeprint", () => {
    printing = true;
    svg.setAttribute("viewBox", `0 0 ${fullWidth} ${fullHeight}`);
  });
  window.addEventListener("afterprint", () => {
    printing = false;
    show(at.x, at.y, at.scale);
  });

  graph.classList.add("graph-live");
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  for (const hidden of graph.querySelectorAll("[hidden]")) hidden.hidden = false;
  describe(slot);
  if (whole() < LEGIBLE) show(middle(slot).x, middle(slot).y, LEGIBLE);
  else show(fullWidth / 2, fullHeight / 2, whole());
})();
