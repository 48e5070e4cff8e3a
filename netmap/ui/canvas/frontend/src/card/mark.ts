/** One entry on the Netzwerkkarte: its shape, its name, the ring around it and the handle to connect. */
import { s, set, setText } from "../shared/dom";
import { drawing, type Point } from "./geometry";
import { LINE, NOTE, type Label, type Name } from "./labels";
import type { Alter } from "./types";

const SIGNS = drawing.signs;
const LINK = "M-4,0H4M0,-4V4";

export interface Look {
  radius: number;
  ink: string;
  selected: boolean;
  highlighted: boolean;
  dimmed: boolean;
  unsaved: boolean;
  target: boolean;
  handle: boolean;
  /** What a screen reader says; `null` in the very first drawing, whose words follow in the next frame. */
  spoken: string | null;
  roleDescription: string;
  inTabOrder: boolean;
}

export interface MarkNode {
  item: SVGGElement;
  button: SVGGElement;
  show(alter: Alter, look: Look): void;
  moveTo(point: Point): void;
  tint(ink: string): void;
  letter(name: Name, label: Label): void;
}

export function markNode(id: string): MarkNode {
  let shape: SVGElement = s("circle", { class: "shape" });
  const button = s("g", { class: "mark", role: "button", "data-id": id }, shape);
  const item = s("g", { role: "listitem" }, button);
  // what few marks have is made when it is first needed: the browser styles and lays out every node that is there
  let halo: SVGCircleElement | null = null;
  let leader: SVGPathElement | null = null;
  let glyph: SVGPathElement | null = null;
  let waiting: SVGGElement | null = null;
  let text: SVGTextElement | null = null;
  let handle: SVGGElement | null = null;
  let handleAt = "";
  let radius = drawing.mark_radius;
  let hollow = false;

  const sign = (d: string, heart: boolean) => {
    if (d && !glyph) shape.after((glyph = s("path")));
    if (!glyph) return;
    set(glyph, "d", d);
    set(glyph, "class", heart ? "glyph heart" : "glyph");
    set(glyph, "transform", `scale(${(radius / 13).toFixed(2)})`);
  };

  const wait = (unsaved: boolean) => {
    if (unsaved && !waiting) {
      waiting = s("g", { class: "waiting" }, s("circle", { r: 7 }), s("path", { d: "M-3,0h.1M0,0h.1M3,0h.1" }));
      (glyph ?? shape).after(waiting);
    }
    if (!waiting) return;
    set(waiting, "display", unsaved ? null : "none");
    set(waiting, "transform", `translate(${(radius * 0.8).toFixed(1)} ${(-radius * 0.8).toFixed(1)})`);
  };

  const offerHandle = (wanted: boolean) => {
    if (wanted && !handle) {
      handle = s("g", { class: "handle", transform: handleAt }, s("circle", { r: 16, fill: "transparent" }), s("circle", { r: 9.5, class: "handle-mark" }), s("path", { d: LINK }));
      button.append(handle);
    }
    if (handle) set(handle, "display", wanted ? null : "none");
  };

  const reshape = (alter: Alter, r: number) => {
    const wanted = alter.human ? "circle" : "rect";
    if (shape.tagName !== wanted) {
      const fresh = s(wanted, { class: "shape" });
      shape.replaceWith(fresh);
      shape = fresh;
    }
    if (alter.human) set(shape, "r", r.toFixed(1));
    else {
      const half = r * 0.93;
      for (const [name, value] of [["x", -half], ["y", -half], ["width", 2 * half], ["height", 2 * half], ["rx", drawing.corner]] as const) {
        set(shape, name, value.toFixed(1));
      }
    }
  };

  const tint = (ink: string) => {
    set(shape, "fill", hollow ? "#fff" : ink);
    set(shape, "stroke", hollow ? ink : "#fff");
    if (!glyph) return;
    const heart = glyph.getAttribute("class") === "glyph heart";
    set(glyph, "fill", heart ? (hollow ? ink : "#fff") : "none");
    set(glyph, "stroke", heart ? "none" : hollow ? ink : "#fff");
  };

  return {
    item,
    button,
    show(alter, look) {
      radius = look.radius;
      hollow = alter.deceased || alter.lost;
      reshape(alter, radius);
      set(shape, "stroke-width", 2);
      set(shape, "stroke-dasharray", alter.deceased ? "3 3" : null);
      sign(alter.care ? SIGNS.care : alter.lost ? SIGNS.lost : alter.far_away ? SIGNS.far_away : "", Boolean(alter.care));
      tint(look.ink);
      // the ring around it is seen when it is pointed at, chosen or lit
      const soon = look.spoken === null && !look.selected && !look.highlighted && !look.target;
      if (!halo && !soon) shape.before((halo = s("circle", { class: "halo", fill: "none" })));
      if (halo) set(halo, "r", (radius + 5).toFixed(1));
      const states = [
        ["selected", look.selected],
        ["highlighted", look.highlighted],
        ["dimmed", look.dimmed],
        ["unsaved", look.unsaved],
        ["target", look.target],
      ] as const;
      set(button, "class", ["mark", ...states.filter(([, on]) => on).map(([name]) => name)].join(" "));
      if (look.spoken !== null) set(button, "aria-label", look.spoken);
      set(button, "aria-roledescription", look.roleDescription);
      set(button, "aria-pressed", String(look.selected));
      set(button, "tabindex", look.inTabOrder ? 0 : -1);
      offerHandle(look.handle);
      wait(look.unsaved);
    },
    moveTo(point) {
      set(button, "transform", `translate(${point.x.toFixed(1)} ${point.y.toFixed(1)})`);
    },
    tint,
    letter(name, label) {
      if (!text) {
        text = s("text", { class: "name" });
        if (handle) handle.before(text);
        else button.append(text);
      }
      if (label.leader && !leader) button.prepend((leader = s("path", { class: "leader" })));
      writeLabel(text, leader, name, label);
      set(button, "data-unlettered", label.hidden || null);
      const away = label.side === 0 ? (label.box.y > name.y ? [0, -1] : [0, 1]) : [-label.side, 0];
      const reach = radius + 15;
      handleAt = `translate(${((away[0] ?? 0) * reach).toFixed(1)} ${((away[1] ?? 0) * reach).toFixed(1)})`;
      if (handle) set(handle, "transform", handleAt);
    },
  };
}

/** Writes a name where it stands, with its small words below and the line that leads to it. */
export function writeLabel(text: SVGTextElement, leader: SVGPathElement | null, name: Name, label: Label): void {
  const { box, side, size } = label;
  const x = box.x - name.x + (side === 1 ? 0 : side === -1 ? box.w : box.w / 2);
  set(text, "text-anchor", side === 1 ? "start" : side === -1 ? "end" : "middle");
  const spans = [...label.lines.map((line) => [line, size, ""] as const), ...label.notes.map((line) => [line, size * NOTE, "note"] as const)];
  while (text.children.length > spans.length) text.lastElementChild?.remove();
  while (text.children.length < spans.length) text.append(s("tspan"));
  let top = box.y - name.y;
  spans.forEach(([line, letters, kind], i) => {
    const span = text.children[i];
    if (!span) return;
    setText(span, line);
    set(span, "x", x.toFixed(1));
    set(span, "y", (top + letters * (LINE / 2 + 0.35)).toFixed(1));
    set(span, "class", kind || null);
    set(span, "font-size", letters.toFixed(1));
    top += letters * LINE;
  });
  if (!leader) return;
  const l = label.leader;
  const [dx, dy] = [name.x, name.y];
  set(leader, "d", l ? `M${(l.ax - dx).toFixed(1)},${(l.ay - dy).toFixed(1)}L${(l.bx - dx).toFixed(1)},${(l.by - dy).toFixed(1)}` : null);
}
