// Keeps what somebody answered, and starts from it the next time.
"use strict";

const KEPT = "portolan-profile";
const known = localStorage.getItem(KEPT);

for (const advice of document.querySelectorAll("portolan-advice")) {
  if (known) advice.setAttribute("profile", known);
  advice.addEventListener("portolan-answer", ({ detail }) => localStorage.setItem(KEPT, JSON.stringify(detail.profile)));
  advice.addEventListener("portolan-decision", ({ detail }) => {
    document.title = `Portal · decision ${detail.id.slice(0, 8)}`;
  });
}
