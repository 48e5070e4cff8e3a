/** The map of areas and places: plain SVG, no tiles, nothing from outside; every area has a name and takes the focus. */
import { h, s, set, setText } from "../shared/dom";
import { component, type Arguments } from "../shared/streamlit";
import { Words } from "../shared/strings";
import { Zoom } from "../shared/zooming";
import { fit, type Sheet } from "./projecting";
import type { Area, MapData, Place, Selection, Tone } from "./types";

const MOST_PLACE_NAMES = 40;
/** Up to so many places the names of areas step aside for them; beyond, the map is full of them anyway. */
const MOST_SPOTS = 400;
/** Half the side of a place's mark, with a little air. */
const SPOT = 8;
/** How far a name may stand above or below the middle of its area, nearest first. */
const ASIDE = [0, -14, 14, -28, 28, -42, 42, -56, 56, -70, 70];

interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

class AreaMap {
  private readonly words: Words;
  private readonly svg = s("svg", { class: "map", role: "group" });
  private readonly shapes = s("g", { role: "list" });
  private readonly spots = s("g", { role: "list" });
  private readonly names = s("g", { "aria-hidden": "true" });
  private readonly patterns = s("defs");
  private readonly legend = h("ul", { class: "legend" });
  private readonly empty = h("p", { class: "hint empty" });
  private readonly paper = h("div", { class: "paper" });
  private readonly areas = new Map<string, SVGPathElement>();
  private readonly points = new Map<string, SVGElement>();
  private readonly zoom: Zoom;
  private readonly watch: ResizeObserver;
  private data: MapData;
  private sheet: Sheet | null = null;
  private size = { w: 0, h: 0 };
  private drawn = "";
  private current: Selection | null = null;
  private waiting = 0;

  constructor(
    private readonly root: HTMLElement,
    private given: Arguments<MapData>,
  ) {
    this.data = given.data;
    this.words = new Words(given.data.strings);
    this.svg.append(this.patterns, this.shapes, this.spots, this.names);
    this.zoom = new Zoom(this.svg, () => this.later());
    this.paper.append(this.svg, this.zoomButtons(), this.empty);
    this.root.replaceChildren(h("div", { class: "stage sheet" }, this.paper, this.legend));
    this.root.lang = document.documentElement.lang || "de";
    this.svg.addEventListener("click", (event) => this.choose(selectionOf(event.target)));
    this.svg.addEventListener("keydown", (event) => this.key(event));
    this.svg.addEventListener("focusin", (event) => this.focused(selectionOf(event.target)));
    this.watch = new ResizeObserver(() => this.draw());
    this.watch.observe(this.paper);
    this.draw();
  }

  update(given: Arguments<MapData>): void {
    this.given = given;
    this.data = given.data;
    this.draw();
  }

  leave(): void {
    this.watch.disconnect();
  }

  private zoomButtons(): HTMLElement {
    const button = (key: string, label: string, press: () => void) =>
      h("button", { type: "button", class: "icon", "aria-label": this.words.say(key), title: this.words.say(key), onclick: press }, label);
    return h("div", { class: "zoom", role: "group", "aria-label": this.words.say("zoom") },
      button("zoom_in", "+", () => this.zoom.by(1.5)),
      button("zoom_out", "−", () => this.zoom.by(1 / 1.5)),
      button("zoom_whole", "○", () => this.zoom.whole()));
  }

  private later(): void {
    this.waiting ||= requestAnimationFrame(() => {
      this.waiting = 0;
      this.stand();
    });
  }

  private draw(): void {
    this.root.style.setProperty("--map-height", `${this.data.height}px`);
    const w = this.paper.clientWidth;
    const hgt = this.paper.clientHeight;
    if (w < 20 || hgt < 20) return;
    const shapes = `${w}x${hgt} ${this.data.areas.map((area) => area.id).join()} ${this.data.points.length}`;
    if (shapes !== this.drawn) {
      this.drawn = shapes;
      this.size = { w, h: hgt };
      set(this.svg, "viewBox", `0 0 ${w} ${hgt}`);
      this.sheet = fit(this.data.areas, this.data.points, w, hgt);
    }
    this.empty.hidden = this.sheet !== null;
    setText(this.empty, this.words.say("no_shapes"));
    set(this.svg, "aria-label", this.data.title ?? this.words.say("map", { count: this.data.areas.length }));
    this.drawAreas();
    this.drawPoints();
    this.drawLegend();
    this.stand();
  }

  private drawAreas(): void {
    const shown = this.data.areas.filter((area) => area.geometry);
    set(this.shapes, "aria-label", shown.length ? this.words.say("areas") : null);
    set(this.shapes, "role", shown.length ? "list" : null);
    drop(this.areas, shown);
    if (!this.current && shown[0]) this.current = { kind: "area", id: shown[0].id };
    for (const area of shown) {
      let path = this.areas.get(area.id);
      if (!path) {
        path = s("path", { role: "button", "data-area": area.id, "vector-effect": "non-scaling-stroke" });
        this.areas.set(area.id, path);
        this.shapes.append(s("g", { role: "listitem" }, path));
      }
      set(path, "d", this.sheet?.outline(area) ?? "");
      set(path, "fill", this.fill(area.tone ?? "none", area.hatched ?? false));
      this.state(path, { kind: "area", id: area.id });
      set(path, "aria-label", [area.name, area.word, area.text].filter(Boolean).join(". "));
    }
  }

  private drawPoints(): void {
    set(this.spots, "aria-label", this.data.points.length ? this.words.say("places") : null);
    set(this.spots, "role", this.data.points.length ? "list" : null);
    drop(this.points, this.data.points);
    for (const point of this.data.points) {
      const before = this.points.get(point.id);
      let spot = before;
      // a place that is chosen now has another form: its mark is made anew where it stood, and keeps the keyboard
      if (!spot || (spot.tagName === "circle") !== (point.shape === "circle")) {
        spot = point.shape === "circle" ? s("circle", { r: 6 }) : s("rect", { x: -6, y: -6, width: 12, height: 12, rx: 3 });
        set(spot, "role", "button");
        set(spot, "data-point", point.id);
        set(spot, "class", "spot");
        this.points.set(point.id, spot);
        if (before) {
          const held = before === document.activeElement || before === (before.getRootNode() as ShadowRoot).activeElement;
          before.replaceWith(spot);
          if (point.shape !== "circle" && spot.parentElement) this.spots.append(spot.parentElement); // above its neighbours
          if (held) spot.focus();
        } else this.spots.append(s("g", { role: "listitem" }, spot));
      }
      set(spot, "fill", tone(point.tone ?? "petrol"));
      this.state(spot, { kind: "point", id: point.id });
      set(spot, "aria-label", [point.name, point.text].filter(Boolean).join(". "));
      if (!this.current) this.current = { kind: "point", id: point.id };
    }
  }

  private state(element: Element, here: Selection): void {
    set(element, "tabindex", same(this.current, here) ? 0 : -1);
    set(element, "aria-pressed", String(same(this.data.selected, here)));
  }

  /** Puts everything where the present pan and zoom want it. */
  private stand(): void {
    const { k, x, y } = this.zoom.view;
    set(this.shapes, "transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${k.toFixed(3)})`);
    for (const point of this.data.points) {
      const [px, py] = this.seen(this.sheet?.project(point.lon, point.lat) ?? [0, 0]);
      const spot = this.points.get(point.id);
      if (spot) set(spot, "transform", `translate(${px.toFixed(1)} ${py.toFixed(1)})`);
    }
    this.writeNames();
  }

  /** Names where there is room for them: chosen first, then the largest areas; none overlaps another. */
  private writeNames(): void {
    const { k } = this.zoom.view;
    const taken: Box[] = [];
    const texts: SVGElement[] = [];
    const isFree = (box: Box) =>
      taken.every((one) => box.x > one.x + one.w || box.x + box.w < one.x || box.y > one.y + one.h || box.y + box.h < one.y);
    const write = (name: string, word: string | undefined, px: number, py: number, room: number, look: string, force: boolean) => {
      const { w, h: hgt } = nameSize(name, word);
      const box = { x: px - w / 2, y: py - hgt / 2, w, h: hgt };
      const free = isFree(box);
      if (px < 0 || py < 0 || px > this.size.w || py > this.size.h) return;
      if (!force && (!free || room < w * 0.72)) return;
      taken.push(box);
      const text = s("text", { class: look, x: px.toFixed(1), y: (py - (word ? 3 : -5)).toFixed(1), "text-anchor": "middle" }, name);
      if (word) text.append(s("tspan", { class: "word", x: px.toFixed(1), dy: 18 }, word));
      texts.push(text);
    };
    const chosen = this.data.selected;
    const bySize = this.data.areas
      .filter((area) => area.geometry)
      .map((area) => ({ area, room: (this.sheet?.size(area)[0] ?? 0) * k, on: chosen?.kind === "area" && chosen.id === area.id }))
      .sort((a, b) => Number(b.on) - Number(a.on) || b.room - a.room || (a.area.id < b.area.id ? -1 : 1));
    const spots = this.data.points.length <= MOST_SPOTS ? this.data.points.map((point) => this.seen(this.sheet?.project(point.lon, point.lat) ?? [0, 0])) : [];
    for (const { area, room, on } of bySize) {
      const [px, py] = this.seen(this.sheet?.middle(area) ?? [0, 0]);
      if (!Number.isFinite(px)) continue;
      const size = nameSize(area.name, area.word);
      const covered = (dy: number) =>
        isFree({ x: px - size.w / 2, y: py + dy - size.h / 2, ...size })
          ? spots.filter(([sx, sy]) => Math.abs(sx - px) < size.w / 2 + SPOT && Math.abs(sy - py - dy) < size.h / 2 + SPOT).length
          : spots.length + 1;
      const tall = ((this.sheet?.size(area)[1] ?? 0) * k - size.h) / 2 - SPOT;
      const dy = calmest(ASIDE.filter((step) => Math.abs(step) <= Math.max(0, tall)), covered);
      write(area.name, area.word, px, py + dy, room, on ? "area-name chosen" : "area-name", on);
    }
    const near = this.data.points.length <= MOST_PLACE_NAMES || k > 3;
    for (const point of this.data.points) {
      const on = chosen?.kind === "point" && chosen.id === point.id;
      if (!near && !on) continue;
      const [px, py] = this.seen(this.sheet?.project(point.lon, point.lat) ?? [0, 0]);
      write(point.name, undefined, px, py + 19, 999, on ? "place-name chosen" : "place-name", on);
    }
    this.names.replaceChildren(...texts);
  }

  /** Where a point of the sheet is seen under the present pan and zoom. */
  private seen([px, py]: readonly [number, number]): [number, number] {
    const { k, x, y } = this.zoom.view;
    return [px * k + x, py * k + y];
  }

  private fill(name: Tone, hatched: boolean): string {
    if (!hatched) return tone(name);
    const id = `hatch-${name}`;
    if (!this.patterns.querySelector(`#${id}`)) {
      this.patterns.append(
        s("pattern", { id, width: 9, height: 9, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
          s("rect", { width: 9, height: 9, fill: "#fff" }),
          s("rect", { width: 5, height: 9, fill: tone(name) })),
      );
    }
    return `url(#${id})`;
  }

  private drawLegend(): void {
    this.legend.replaceChildren(
      ...this.data.legend.map((entry) =>
        h("li", {},
          s("svg", { width: 22, height: 16, viewBox: "0 0 22 16", "aria-hidden": "true" },
            entry.shape === "circle"
              ? s("circle", { cx: 11, cy: 8, r: 6, fill: tone(entry.tone) })
              : entry.shape === "square"
                ? s("rect", { x: 5, y: 2, width: 12, height: 12, rx: 3, fill: tone(entry.tone) })
                : s("rect", { x: 0.5, y: 0.5, width: 21, height: 15, rx: 3, fill: this.fill(entry.tone, entry.hatched ?? false), stroke: "#8b8577" })),
          entry.text),
      ),
    );
    set(this.legend, "aria-label", this.words.say("legend"));
    this.legend.hidden = this.data.legend.length === 0;
  }

  private choose(chosen: Selection | null): void {
    if (!chosen) return;
    this.focusOn(chosen);
    this.given.setTriggerValue("select", chosen);
  }

  private focused(chosen: Selection | null): void {
    if (!chosen) return;
    const old = this.current;
    this.current = chosen;
    for (const one of [old, chosen]) {
      const element = one && this.elementOf(one);
      if (element) set(element, "tabindex", one === chosen ? 0 : -1);
    }
  }

  private elementOf(chosen: Selection): SVGElement | undefined {
    return chosen.kind === "area" ? this.areas.get(chosen.id) : this.points.get(chosen.id);
  }

  private focusOn(chosen: Selection): void {
    this.focused(chosen);
    this.elementOf(chosen)?.focus({ preventScroll: true });
  }

  private key(event: KeyboardEvent): void {
    const here = selectionOf(event.target);
    if (!here) return;
    const ways: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = ways[event.key];
    if (way) {
      const next = this.neighbour(here, way);
      if (next) this.focusOn(next);
    } else if (event.key === "Enter" || event.key === " ") this.choose(here);
    else if (event.key === "PageDown" || event.key === "PageUp") this.swap(here);
    else if (event.key === "+") this.zoom.by(1.5);
    else if (event.key === "-") this.zoom.by(1 / 1.5);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** From the areas to the places and back. */
  private swap(here: Selection): void {
    const other = here.kind === "area" ? this.data.points[0] : this.data.areas.find((area) => area.geometry);
    if (other) this.focusOn({ kind: here.kind === "area" ? "point" : "area", id: other.id });
  }

  /** The nearest of the same kind that lies in a direction. */
  private neighbour(here: Selection, [dx, dy]: [number, number]): Selection | null {
    const spots: [string, number, number][] =
      here.kind === "area"
        ? this.data.areas.filter((area) => area.geometry).map((area: Area) => [area.id, ...(this.sheet?.middle(area) ?? [0, 0])])
        : this.data.points.map((point: Place) => [point.id, ...(this.sheet?.project(point.lon, point.lat) ?? [0, 0])]);
    const from = spots.find(([id]) => id === here.id);
    if (!from) return null;
    let best: string | null = null;
    let nearest = Infinity;
    for (const [id, x, y] of spots) {
      const along = (x - from[1]) * dx + (y - from[2]) * dy;
      const aside = Math.abs((x - from[1]) * dy) + Math.abs((y - from[2]) * dx);
      if (id === here.id || along <= 0 || aside > along * 2) continue;
      if (along + aside * 1.5 < nearest) {
        nearest = along + aside * 1.5;
        best = id;
      }
    }
    return best === null ? null : { kind: here.kind, id: best };
  }
}

function selectionOf(target: EventTarget | null): Selection | null {
  const element = target instanceof Element ? target : null;
  const area = element?.getAttribute("data-area");
  const point = element?.getAttribute("data-point");
  return area ? { kind: "area", id: area } : point ? { kind: "point", id: point } : null;
}

function same(a: Selection | null | undefined, b: Selection): boolean {
  return a?.kind === b.kind && a.id === b.id;
}

function drop(elements: Map<string, Element>, kept: readonly { id: string }[]): void {
  const ids = new Set(kept.map((one) => one.id));
  for (const [id, element] of elements) {
    if (ids.has(id)) continue;
    element.parentElement?.remove();
    elements.delete(id);
  }
}

/** About as much room as a name needs, with the words below it. */
function nameSize(name: string, word: string | undefined): { w: number; h: number } {
  return { w: Math.max(name.length * 8.2, (word?.length ?? 0) * 7.4), h: word ? 36 : 20 };
}

/** The first of the steps that covers the fewest. */
function calmest(steps: readonly number[], covered: (step: number) => number): number {
  let [best, fewest] = [0, Infinity];
  for (const step of steps) {
    const many = covered(step);
    if (many < fewest) [best, fewest] = [step, many];
    if (!fewest) break;
  }
  return best;
}

function tone(name: Tone): string {
  return `var(--tone-${name})`;
}

export default component<MapData, AreaMap>((root, given) => new AreaMap(root, given));
