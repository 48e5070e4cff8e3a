/** The buttons that bring the picture nearer, farther, and whole into sight. */
import type cytoscape from "cytoscape";
import { h } from "../shared/dom";
import type { Words } from "../shared/strings";

/** `fit` brings all into sight; `cy` is asked for when somebody presses. */
export function zoomButtons(words: Words, cy: () => cytoscape.Core, fit: () => void): HTMLElement {
  const by = (factor: number) =>
    cy().zoom({ level: cy().zoom() * factor, renderedPosition: { x: cy().width() / 2, y: cy().height() / 2 } });
  const button = (key: string, label: string, press: () => void) =>
    h("button", { type: "button", class: "icon", "aria-label": words.say(key), title: words.say(key), onclick: press }, label);
  return h("div", { class: "zoom", role: "group", "aria-label": words.say("zoom") },
    button("zoom_in", "+", () => by(1.4)),
    button("zoom_out", "−", () => by(1 / 1.4)),
    button("zoom_whole", "○", fit));
}
