// Shows one organisation with those it works with, in the picture and in the table. Asks for nothing.
"use strict";
(() => {
  const who = document.getElementById("who");
  const svg = document.querySelector("svg");
  const all = (selector) => [...document.querySelectorAll(selector)];

  const choose = (id) => {
    svg.classList.toggle("chosen", id !== "");
    const near = new Set([id]);
    for (const pair of all("svg .pair")) {
      const touches = pair.dataset.a === id || pair.dataset.b === id;
      pair.classList.toggle("near", touches);
      if (touches) near.add(pair.dataset.a).add(pair.dataset.b);
    }
    for (const actor of all("svg .actor")) actor.classList.toggle("near", near.has(actor.dataset.id));
    for (const row of all("tbody tr")) row.hidden = id !== "" && row.dataset.a !== id && row.dataset.b !== id;
  };

  who.addEventListener("change", () => choose(who.value));
  svg.addEventListener("click", (event) => {
    const id = event.target.dataset?.id ?? "";
    who.value = id;
    choose(id);
  });
})();
