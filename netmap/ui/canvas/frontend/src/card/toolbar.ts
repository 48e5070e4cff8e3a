/** Above the drawing: the views, the state of saving, new entries, connecting, undo and redo; and the zoom. */
import { h, s, set, setAria, setText } from "../shared/dom";
import type { Surface } from "./surface";
import type { View } from "./types";

const VIEWS: readonly View[] = ["network", "fields", "list"];
const UNDO = "M9,5L4,10L9,15M4,10H14A5,5 0 0 1 14,20H10";
const REDO = "M15,5L20,10L15,15M20,10H10A5,5 0 0 0 10,20H14";

export class Toolbar {
  readonly element: HTMLElement;
  readonly zoom: HTMLElement;
  private readonly views = new Map<View, HTMLButtonElement>();
  private readonly state = h("span", { class: "save-state", role: "status" });
  private readonly connect: HTMLButtonElement;
  /** Lies beside the legend, not in the bar. */
  readonly supports: HTMLButtonElement;
  private readonly add: HTMLButtonElement;
  private readonly undo: HTMLButtonElement;
  private readonly redo: HTMLButtonElement;
  private readonly onMap: HTMLElement[];

  constructor(private readonly surface: Surface) {
    const { words } = surface;
    const button = (key: string, press: () => void, look = "button") =>
      h("button", { type: "button", class: look, onclick: press }, words.say(key));
    const sign = (key: string, path: string, press: () => void) =>
      h("button", { type: "button", class: "button sign", "aria-label": words.say(key), title: words.say(key), onclick: press },
        s("svg", { viewBox: "0 0 24 24", width: 20, height: 20, "aria-hidden": "true" }, s("path", { d: path, fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-linecap": "round", "stroke-linejoin": "round" })));
    for (const view of VIEWS) this.views.set(view, button(`view_${view}`, () => surface.show(view), ""));
    this.add = button("add_entry", () => surface.openPalette(null, null), "button main");
    this.connect = button("connect", () => surface.setConnecting(surface.connecting ? null : { from: surface.selected }));
    this.supports = button("show_supports", () => surface.toggleSupports(), "chip");
    this.undo = sign("undo", UNDO, () => surface.undo());
    this.redo = sign("redo", REDO, () => surface.redo());
    this.onMap = [this.connect];
    this.element = h(
      "div",
      { class: "toolbar", role: "toolbar", "aria-label": words.say("toolbar") },
      h("div", { class: "views-switch", role: "group", "aria-label": words.say("views") }, ...this.views.values()),
      this.state,
      h("span", { class: "spring" }),
      this.connect,
      this.undo,
      this.redo,
      this.add,
    );
    const glass = (key: string, label: string, press: () => void) =>
      h("button", { type: "button", class: "icon", "aria-label": words.say(key), title: words.say(key), onclick: press }, label);
    this.zoom = h(
      "div",
      { class: "zoom", role: "group", "aria-label": words.say("zoom") },
      glass("zoom_in", "+", () => surface.network.zoom(1.4)),
      glass("zoom_out", "−", () => surface.network.zoom(1 / 1.4)),
      glass("zoom_whole", "○", () => surface.network.whole()),
    );
  }

  update(unsaved: number, may: { undo: boolean; redo: boolean }): void {
    const { surface } = this;
    for (const [view, button] of this.views) setAria(button, "pressed", surface.view === view);
    for (const button of this.onMap) button.hidden = surface.view !== "network";
    setAria(this.connect, "pressed", surface.connecting !== null);
    setAria(this.supports, "pressed", surface.withSupports);
    for (const button of [this.connect, this.undo, this.redo, this.add]) button.hidden ||= surface.readOnly;
    this.undo.disabled = !may.undo;
    this.redo.disabled = !may.redo;
    setText(this.state, unsaved ? surface.words.count("unsaved", unsaved) : surface.words.say(surface.readOnly ? "read_only" : "saved"));
    set(this.state, "class", `save-state${unsaved ? " waiting" : ""}`);
  }
}
