/** What the card is drawn on: sectors, rings, their words, the client in the middle, and ghosts of other days. */
import { s, set, setText } from "../shared/dom";
import type { Words } from "../shared/strings";
import type { Camera } from "./camera";
import { drawing, toPoint, type Point } from "./geometry";
import { type Label, type Name } from "./labels";
import { width } from "./lettering";
import { writeLabel } from "./mark";
import { crosses, type Box } from "./net";
import type { Stroke } from "./placing";
import type { Ghost } from "./types";

const AIR = 3;

export class Paper {
  /** Below everything. */
  readonly ground = s("g", { "aria-hidden": "true" });
  readonly ghosts = s("g", { "aria-hidden": "true" });
  /** Above the lines. */
  readonly titles = s("g", { "aria-hidden": "true" });
  readonly ego = s("g", { "aria-hidden": "true", class: "ego" });
  /** Where ghosts stand: no name may cover them. */
  ghostBoxes: Box[] = [];
  private ringBoxes: Box[] = [];
  private shownGhosts: readonly Ghost[] = [];
  private readonly ghostTexts = new Map<string, { text: SVGTextElement; leader: SVGPathElement }>();

  draw(camera: Camera, words: Words): void {
    const c = camera.middle;
    const rim = drawing.rim * camera.scale;
    if (!this.ground.firstChild) this.build();
    const turns = [0, -90, 180, 90];
    drawing.sectors.forEach((sector, i) => {
      const a = ((turns[i] ?? 0) * Math.PI) / 180;
      const b = a - Math.PI / 2;
      const p = (turn: number) => `${(c.x + rim * Math.cos(turn)).toFixed(1)},${(c.y + rim * Math.sin(turn)).toFixed(1)}`;
      const wedge = this.ground.querySelector(`[data-sector="${sector.code}"]`);
      if (wedge) set(wedge, "d", `M${c.x.toFixed(1)},${c.y.toFixed(1)}L${p(a)}A${rim},${rim} 0 0 0 ${p(b)}Z`);
    });
    for (const ring of drawing.rings) {
      const radius = ((drawing.radius * Math.min(ring.until, 100)) / 100) * camera.scale;
      for (const circle of this.ground.querySelectorAll(`[data-ring="${ring.code}"]`)) {
        set(circle, "cx", c.x.toFixed(1));
        set(circle, "cy", c.y.toFixed(1));
        set(circle, "r", radius.toFixed(1));
      }
      const name = this.titles.querySelector(`[data-ring-name="${ring.code}"]`);
      if (name) setText(name, words.say(`ring_${ring.code}`));
    }
    const pad = Math.max(14, Math.min(32, camera.size.w * 0.025));
    drawing.sectors.forEach((sector) => {
      const text = this.titles.querySelector(`[data-title="${sector.code}"]`);
      if (!text) return;
      const right = sector.code === "family" || sector.code === "professionals";
      const top = sector.code === "family" || sector.code === "friends";
      setText(text, words.say(`sector_${sector.code}`));
      set(text, "x", right ? camera.size.w - pad : pad);
      set(text, "y", top ? 30 : camera.size.h - 16);
      set(text, "text-anchor", right ? "end" : "start");
    });
    const radius = drawing.ego_radius * camera.grown;
    set(this.ego, "transform", `translate(${c.x.toFixed(1)} ${c.y.toFixed(1)})`);
    const [circle, text] = this.ego.children;
    if (circle) set(circle, "r", radius.toFixed(1));
    if (text) {
      setText(text, words.say("ego"));
      set(text, "font-size", (drawing.label_size * camera.grown).toFixed(1));
    }
  }

  private build(): void {
    for (const sector of drawing.sectors) {
      this.ground.append(s("path", { "data-sector": sector.code, fill: sector.paper, opacity: drawing.paper_opacity }));
      this.titles.append(s("text", { "data-title": sector.code, class: "sector-title", fill: sector.ink }));
    }
    for (const ring of drawing.rings) {
      this.ground.append(
        s("circle", { "data-ring": ring.code, class: "ring-light" }),
        s("circle", { "data-ring": ring.code, class: "ring" }),
      );
      this.titles.append(s("text", { "data-ring-name": ring.code, class: "ring-name" }));
    }
    this.ego.append(s("circle", { class: "ego-mark" }), s("text", { "text-anchor": "middle", dy: "0.35em" }));
  }

  /** Writes each ring's word just inside of it, beside the axis where the fewest marks and lines are in the way. */
  placeRingWords(camera: Camera, names: readonly Name[], strokes: readonly Stroke[]): void {
    const c = camera.middle;
    const size = RING_LETTERS * camera.grown;
    this.ringBoxes = [];
    for (const ring of drawing.rings) {
      const text = this.titles.querySelector(`[data-ring-name="${ring.code}"]`);
      if (!text) continue;
      const radius = ((drawing.radius * Math.min(ring.until, 100)) / 100) * camera.scale;
      const [w, h] = [width(text.textContent ?? "") * size, size * 1.1];
      const boxes = [-1, 1].flatMap((up) =>
        [1, -1].map((right) => ({
          x: c.x + (right > 0 ? 5 : -5 - w),
          y: c.y + (up < 0 ? -radius + 3 * camera.grown : radius - 3 * camera.grown - h),
          w,
          h,
        })),
      );
      const cost = (box: Box) =>
        4 * names.filter((one) => near(box, one)).length + strokes.reduce((sum, line) => sum + (crosses(line, box) ? line.price / 4 : 0), 0);
      const costs = boxes.map(cost);
      const box = boxes[costs.indexOf(Math.min(...costs))] as Box;
      this.ringBoxes.push(box);
      set(text, "x", box.x.toFixed(1));
      set(text, "y", (box.y + size * 0.85).toFixed(1));
      set(text, "font-size", size.toFixed(1));
    }
  }

  /** Where entries stood in another snapshot, behind where they stand now. */
  drawGhosts(camera: Camera, ghosts: readonly Ghost[], now: (id: string) => Point | null): void {
    this.shownGhosts = ghosts;
    this.ghosts.replaceChildren();
    this.ghostTexts.clear();
    this.ghostBoxes = [];
    const r = drawing.mark_radius * camera.marks - 2;
    for (const ghost of ghosts) {
      const p = camera.toPixel(toPoint(ghost));
      const q = now(ghost.id);
      this.ghostBoxes.push({ x: p.x - r, y: p.y - r, w: 2 * r, h: 2 * r });
      if (ghost.kind === "moved" && q) {
        this.ghosts.append(s("path", { class: "ghost-way", d: way(p, q, r) }));
      }
      this.ghosts.append(
        ghost.human
          ? s("circle", { class: "ghost", cx: p.x, cy: p.y, r })
          : s("rect", { class: "ghost", x: p.x - r, y: p.y - r, width: 2 * r, height: 2 * r, rx: 6 }),
      );
      if (ghost.kind !== "left") continue;
      const [text, leader] = [s("text", { class: "ghost-name" }), s("path", { class: "leader" })];
      this.ghosts.append(s("g", { class: "gone", transform: `translate(${p.x.toFixed(1)} ${p.y.toFixed(1)})` }, leader, text));
      this.ghostTexts.set(ghost.id, { text, leader });
    }
  }

  /** The names of those who left: placed with all others, so that none lies on another. */
  ghostNames(camera: Camera): Name[] {
    const r = drawing.mark_radius * camera.marks;
    return this.shownGhosts
      .filter((ghost) => ghost.kind === "left")
      .map((ghost) => ({ id: ghost.id, text: ghost.name, notes: [], ...camera.toPixel(toPoint(ghost)), r }));
  }

  letterGhost(name: Name, label: Label): void {
    const found = this.ghostTexts.get(name.id);
    if (found) writeLabel(found.text, found.leader, name, label);
  }

  /** What names must not cover: the client, the words of the paper, the buttons for the size, ghosts. */
  obstacles(camera: Camera): Box[] {
    const c = camera.middle;
    const r = drawing.ego_radius * camera.grown + 2;
    // a ghost whose name is placed is a mark like the others
    const moved = this.ghostBoxes.filter((_, i) => this.shownGhosts[i]?.kind === "moved");
    const boxes: Box[] = [{ x: c.x - r, y: c.y - r, w: 2 * r, h: 2 * r }, ...this.ringBoxes, ...moved];
    // the buttons for the size lie over the upper right corner
    boxes.push({ x: camera.size.w - 54, y: 42, w: 54, h: 124 });
    for (const text of this.titles.querySelectorAll("[data-title]")) {
      const w = width(text.textContent ?? "", "700") * 17 + 4;
      const [x, y] = [Number(text.getAttribute("x")), Number(text.getAttribute("y"))];
      boxes.push({ x: text.getAttribute("text-anchor") === "end" ? x - w : x, y: y - 16, w, h: 21 });
    }
    return boxes;
  }
}

/** Letters of the rings' words, in pixels of the sketch. */
const RING_LETTERS = 12.5;

function near(box: Box, one: Name): boolean {
  const r = one.r + AIR;
  return one.x + r > box.x && one.x - r < box.x + box.w && one.y + r > box.y && one.y - r < box.y + box.h;
}

/** From the edge of where somebody stood towards where they stand now. */
function way(from: Point, to: Point, r: number): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  return `M${(from.x + ux * r).toFixed(1)},${(from.y + uy * r).toFixed(1)}L${to.x.toFixed(1)},${to.y.toFixed(1)}`;
}
