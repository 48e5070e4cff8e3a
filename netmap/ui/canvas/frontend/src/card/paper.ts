/** What the card is drawn on: sectors, rings, their words, the client in the middle, and ghosts of other days. */
import { s, set } from "../shared/dom";
import type { Words } from "../shared/strings";
import type { Camera } from "./camera";
import { drawing, toPoint, type Point } from "./geometry";
import type { Box } from "./labels";
import { measure } from "./lettering";
import type { Ghost } from "./types";

export class Paper {
  /** Below everything. */
  readonly ground = s("g", { "aria-hidden": "true" });
  readonly ghosts = s("g", { "aria-hidden": "true" });
  /** Above the lines. */
  readonly titles = s("g", { "aria-hidden": "true" });
  readonly ego = s("g", { "aria-hidden": "true", class: "ego" });

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
      if (name) {
        name.textContent = words.say(`ring_${ring.code}`);
        set(name, "x", (c.x + 5).toFixed(1));
        set(name, "y", (c.y - radius + 15 * Math.min(1.2, camera.grown)).toFixed(1));
      }
    }
    const pad = Math.max(14, Math.min(32, camera.size.w * 0.025));
    drawing.sectors.forEach((sector) => {
      const text = this.titles.querySelector(`[data-title="${sector.code}"]`);
      if (!text) return;
      const right = sector.code === "family" || sector.code === "professionals";
      const top = sector.code === "family" || sector.code === "friends";
      text.textContent = words.say(`sector_${sector.code}`);
      set(text, "x", right ? camera.size.w - pad : pad);
      set(text, "y", top ? 30 : camera.size.h - 16);
      set(text, "text-anchor", right ? "end" : "start");
    });
    const radius = drawing.ego_radius * camera.grown;
    set(this.ego, "transform", `translate(${c.x.toFixed(1)} ${c.y.toFixed(1)})`);
    const [circle, text] = this.ego.children;
    if (circle) set(circle, "r", radius.toFixed(1));
    if (text) {
      text.textContent = words.say("ego");
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

  /** Where entries stood in another snapshot, behind where they stand now. */
  drawGhosts(camera: Camera, ghosts: readonly Ghost[], now: (id: string) => Point | null): void {
    this.ghosts.replaceChildren();
    for (const ghost of ghosts) {
      const p = camera.toPixel(toPoint(ghost));
      const r = drawing.mark_radius * camera.grown - 2;
      const q = now(ghost.id);
      if (ghost.kind === "moved" && q) {
        this.ghosts.append(s("path", { class: "ghost-way", d: `M${p.x},${p.y}L${q.x},${q.y}` }));
      }
      this.ghosts.append(
        ghost.human
          ? s("circle", { class: "ghost", cx: p.x, cy: p.y, r })
          : s("rect", { class: "ghost", x: p.x - r, y: p.y - r, width: 2 * r, height: 2 * r, rx: 6 }),
      );
      if (ghost.kind === "left") {
        this.ghosts.append(s("text", { class: "ghost-name", x: p.x, y: p.y + r + 14, "text-anchor": "middle" }, ghost.name));
      }
    }
  }

  /** What names must not cover: the client, the words of the paper, the buttons for the size. */
  obstacles(camera: Camera): Box[] {
    const c = camera.middle;
    const r = drawing.ego_radius * camera.grown + 2;
    const boxes: Box[] = [{ x: c.x - r, y: c.y - r, w: 2 * r, h: 2 * r }];
    // the buttons for the size lie over the upper right corner
    boxes.push({ x: camera.size.w - 54, y: 42, w: 54, h: 124 });
    for (const text of this.titles.children) {
      const ring = text.hasAttribute("data-ring-name");
      const w = measure(text.textContent ?? "", ring ? 13 : 18) + 4;
      const x = Number(text.getAttribute("x"));
      const y = Number(text.getAttribute("y"));
      const end = text.getAttribute("text-anchor") === "end";
      boxes.push({ x: end ? x - w : x, y: y - (ring ? 11 : 16), w, h: ring ? 14 : 21 });
    }
    return boxes;
  }
}
