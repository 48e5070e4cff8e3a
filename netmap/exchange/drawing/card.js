// Makes the handed-out card one that can be clicked through: views, marks, their details. Asks for nothing.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const views = all(".view");
  const details = document.querySelector("aside");

  const show = (name) => {
    for (const view of views) view.classList.toggle("shown", view.id === `view-${name}`);
    for (const button of all("nav button")) button.setAttribute("aria-pressed", String(button.dataset.view === name));
  };

  const choose = (number) => {
    const chosen = number !== null;
    details.classList.toggle("filled", chosen);
    for (const article of all("article", details)) {
      article.classList.toggle("shown", chosen && article.dataset.entry === number);
    }
    for (const svg of all(".view svg")) mark(svg, number);
  };

  const mark = (svg, number) => {
    const marks = all(".mark", svg);
    const found = number !== null && marks.some((one) => one.dataset.entry === number);
    svg.classList.toggle("chosen", found && svg.classList.contains("net"));
    const near = new Set([number]);
    for (const thread of all(".thread", svg)) {
      const ends = thread.dataset.ends.split(" ");
      const touches = found && ends.includes(number);
      thread.classList.toggle("near", touches);
      if (touches) ends.forEach((end) => near.add(end));
    }
    for (const tie of all(".tie", svg)) tie.classList.toggle("near", tie.dataset.entry === number);
    for (const one of marks) {
      one.classList.toggle("near", near.has(one.dataset.entry));
      one.setAttribute("aria-pressed", String(found && one.dataset.entry === number));
    }
  };

  const step = (from, by) => {
    const marks = all(".mark", from.closest("svg"));
    const at = by === "first" ? 0 : by === "last" ? marks.length - 1 : marks.indexOf(from) + by;
    const next = marks[(at + marks.length) % marks.length];
    for (const one of marks) one.setAttribute("tabindex", one === next ? "0" : "-1");
    next.focus();
  };

  const keys = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: "first", End: "last" };

  for (const button of all("nav button")) button.addEventListener("click", () => show(button.dataset.view));
  for (const one of all(".mark")) {
    one.addEventListener("click", (event) => {
      event.stopPropagation();
      for (const other of all(".mark", one.closest("svg"))) other.setAttribute("tabindex", other === one ? "0" : "-1");
      choose(one.dataset.entry);
      one.focus({ preventScroll: true });
    });
    one.addEventListener("keydown", (event) => {
      if (event.key in keys) step(one, keys[event.key]);
      else if (event.key === "Enter" || event.key === " ") choose(one.dataset.entry);
      else return;
      event.preventDefault();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") choose(null);
  });
  for (const svg of all(".view svg")) svg.addEventListener("click", () => choose(null));
  show(root.dataset.view);
})();
