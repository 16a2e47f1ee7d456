// Shows at once what an answer comes to, and keeps the answers while one goes to and fro.
// The server works everything out and writes it: this puts its parts in their places. Without it the form is sent.
"use strict";

(() => {
  const form = document.getElementById("questionnaire");
  if (!form) return;
  const preview = document.querySelector(".preview");
  const states = new Map(Array.from(form.querySelectorAll("[data-state]"), (one) => [one.dataset.state, one]));
  const SLOW = 500; // milliseconds until it is worth saying that there is something to wait for
  const PATIENCE = 20000; // milliseconds until nobody waits any more
  const KEPT = "portolan.answers";

  document.documentElement.classList.add("live");

  // --- what is said about how things are ---------------------------------------------------------------------------

  const say = (...names) => {
    for (const [name, one] of states) {
      const hidden = !names.includes(name);
      if (one.hidden !== hidden) one.hidden = hidden;
    }
  };

  // --- answers that outlive the page --------------------------------------------------------------------------------

  const answers = () => {
    const said = new URLSearchParams(new FormData(form));
    for (const [name, value] of Array.from(said)) if (!value || name === "lang") said.delete(name, value);
    return said.toString();
  };

  const written = () => {
    const said = new URLSearchParams();
    for (const field of form.elements) {
      if (!field.name || field.name === "lang" || field.type === "submit") continue;
      const value =
        field.type === "radio" || field.type === "checkbox"
          ? field.defaultChecked && field.value
          : field.tagName === "SELECT"
            ? Array.from(field.options).find((option) => option.defaultSelected)?.value
            : field.defaultValue;
      if (value) said.append(field.name, value);
    }
    return said.toString();
  };

  const from = form.dataset.from ?? "";

  const keep = () => {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ from, said: answers() }));
    } catch {
      // Private windows may keep nothing: the answers live as long as the page.
    }
  };

  const kept = () => {
    try {
      const found = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
      return found && found.from === from && typeof found.said === "string" ? found.said : null;
    } catch {
      return null;
    }
  };

  const fill = (text) => {
    const said = new URLSearchParams(text);
    for (const field of form.elements) {
      if (!field.name || field.name === "lang") continue;
      const values = said.getAll(field.name);
      if (field.type === "radio") field.checked = values.length ? values.includes(field.value) : field.value === "";
      else if (field.type === "checkbox") field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
    }
    // Of products that are not offered yet the answer is carried along until they are.
    for (const place of form.querySelectorAll("[data-options]")) {
      const offered = new Set(Array.from(place.querySelectorAll("input"), (field) => field.value));
      for (const value of said.getAll(place.dataset.options)) {
        if (value === "-" || offered.has(value)) continue;
        const field = Object.assign(document.createElement("input"), { type: "checkbox", name: place.dataset.options, value });
        Object.assign(field, { checked: true, hidden: true });
        place.append(field);
      }
    }
    for (const name of new Set(said.keys())) {
      const question = document.getElementById(`q-${name}`);
      for (let at = question?.parentElement.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    }
  };

  // --- what the server says of them ---------------------------------------------------------------------------------

  const put = (place, text) => {
    if (place && place.innerHTML.trim() !== text.trim()) place.innerHTML = text;
  };

  const slots = () => new Map(Array.from(preview.querySelectorAll("[data-slot]"), (box) => [box.dataset.slot, box]));

  const showPicture = (picture) => {
    const before = new Map(Array.from(slots(), ([slot, box]) => [slot, box.textContent]));
    const areas = preview.querySelector(".areas");
    const at = { left: areas.scrollLeft, top: areas.scrollTop };
    const pictured = document.importNode(picture, true);
    preview.replaceChildren(...pictured.childNodes);
    preview.querySelector(".areas").scrollTo({ ...at, behavior: "instant" });
    const changed = [];
    for (const [slot, box] of slots()) {
      if (before.get(slot) === box.textContent) continue;
      box.classList.add("changed");
      changed.push(box.querySelector(".box-title").textContent);
    }
    return changed;
  };

  const showMistakes = (page) => {
    for (const old of form.querySelectorAll("[data-live]")) old.remove();
    for (const one of form.querySelectorAll(".question.wrong")) one.classList.remove("wrong");
    for (const one of form.querySelectorAll(".question > .mistake")) one.remove();
    for (const one of form.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
    const wrong = page.querySelectorAll("[data-wrong]");
    for (const mistake of wrong) {
      const question = document.getElementById(`q-${mistake.dataset.wrong}`);
      const field = form.elements[mistake.dataset.wrong];
      const said = document.importNode(mistake, true);
      said.dataset.live = "";
      if (question) {
        question.classList.add("wrong");
        question.querySelector(".hint").after(said);
      } else if (field instanceof Element) {
        field.closest("label").append(said);
      }
      if (field instanceof Element) field.setAttribute("aria-invalid", "true");
    }
    return wrong.length > 0;
  };

  const values = (place) => Array.from(place.querySelectorAll("input:not([hidden])"), (field) => field.value).join();

  const showOptions = (options) => {
    const place = form.querySelector(`[data-options="${options.dataset.optionsOf}"]`);
    if (values(place) === values(options) && !place.querySelector("[hidden]")) return;
    const checked = new Set(Array.from(place.querySelectorAll("input:checked"), (field) => field.value));
    place.innerHTML = options.innerHTML;
    for (const field of place.querySelectorAll("input")) field.checked = checked.has(field.value);
  };

  const show = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    if (showMistakes(page)) {
      say("wrong");
      return;
    }
    const picture = page.querySelector("[data-part=preview]");
    if (!picture) throw new Error("no picture");
    for (const part of page.querySelectorAll("[data-part]")) {
      if (part !== picture) put(document.querySelector(`[data-part="${part.dataset.part}"]`), part.innerHTML);
    }
    for (const about of page.querySelectorAll("[data-about]")) {
      const question = document.getElementById(`q-${about.dataset.about}`);
      question.dataset.standing = about.dataset.standing;
      put(question.querySelector("[data-why]"), about.innerHTML);
    }
    for (const options of page.querySelectorAll("[data-options-of]")) showOptions(options);
    const changed = showPicture(picture);
    states.get("changed").querySelector("b").textContent = changed.join(", ");
    say(...(changed.length ? ["changed"] : []));
  };

  // --- asking it ----------------------------------------------------------------------------------------------------

  let asking = null;
  // What the page shows was worked out from: the fields as they were written, not as a browser has filled them in.
  let asked = written();

  const ask = async (and = []) => {
    asking?.abort();
    const mine = (asking = new AbortController());
    asked = answers();
    const slow = setTimeout(() => {
      say("pending");
      preview.classList.add("waiting");
      preview.setAttribute("aria-busy", "true");
    }, SLOW);
    const patience = setTimeout(() => mine.abort("too slow"), PATIENCE);
    try {
      const answer = await fetch(form.dataset.outlook, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "text/html" },
        signal: mine.signal,
      });
      if (asking !== mine) return;
      if (answer.status === 401 || answer.status === 403) {
        say("refused");
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      if (asking !== mine) return;
      show(text);
      for (const name of and) states.get(name).hidden = false;
    } catch {
      if (asking !== mine) return;
      asked = null;
      say("failed");
    } finally {
      clearTimeout(slow);
      clearTimeout(patience);
      if (asking === mine) {
        preview.classList.remove("waiting");
        preview.removeAttribute("aria-busy");
      }
    }
  };

  const follow = () => {
    keep();
    if (answers() !== asked) ask();
  };

  // "None of these" and any of these exclude each other.
  const none = (field) => {
    if (field.type !== "checkbox" || !field.name || !field.checked) return;
    for (const other of form.querySelectorAll(`input[name="${CSS.escape(field.name)}"]`)) {
      if ((other.value === "-") !== (field.value === "-")) other.checked = false;
    }
  };

  form.addEventListener("change", (event) => {
    none(event.target);
    follow();
  });
  form.addEventListener("input", keep);
  // The answer that a jump leads to is not to be folded away.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#q-"]');
    const question = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!question) return;
    event.preventDefault();
    for (let at = question.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    question.scrollIntoView({ block: "start" });
    question.querySelector("input:checked, input, textarea, summary")?.focus({ preventScroll: true });
  });
  form.addEventListener("click", (event) => {
    const wanted = event.target.dataset.do;
    if (wanted === "retry") ask();
    if (wanted === "restart") {
      fill("");
      keep();
      ask();
    }
  });
  window.addEventListener("online", () => {
    if (asked === null) ask();
  });
  document.getElementById("profile-file")?.addEventListener("change", (event) => {
    if (event.target.files.length) event.target.form.requestSubmit();
  });

  // --- the beginning: a page that was just sent says what counts, any other what was there before -------------------

  const begin = () => {
    if ("given" in form.dataset) keep();
    else {
      const before = kept();
      if (before !== null) fill(before);
      if (answers() !== asked) ask(answers() ? ["back"] : []);
    }
  };

  begin();
  // A browser may bring a page back with its fields filled in, after this has run.
  window.addEventListener("pageshow", follow);
})();
