/** The Netzwerkkarte: rings, sectors and every entry as a node of its own that has a name and takes the focus. */
import { afterPaint, measureSince, s, set } from "../shared/dom";
import { apart } from "./apart";
import { Camera } from "./camera";
import type { Desk } from "./desk";
import { listen, type Gestured } from "./gestures";
import { drawing, freePlace, placed, sectorInk, sectorOf, toPlace, toPoint, type Place, type Point } from "./geometry";
import { placeLabels, type Name, type Room } from "./labels";
import { along, barred, bow, egoLines, zigzag } from "./lines";
import { markNode, type MarkNode } from "./mark";
import { Paper } from "./paper";
import type { Box } from "./net";
import type { Stroke } from "./placing";
import { describe, notes, ordered, title } from "./speech";
import type { Alter } from "./types";
import { pair } from "./types";

type Placed = Alter & Place;
/** What lies between the client and an entry, the lowest first. */
const EGO_PARTS = ["open", "tie", "burden", "conflict", "none", "heads"] as const;
type EgoPart = (typeof EGO_PARTS)[number];

export class NetworkView implements Gestured {
  readonly element: SVGSVGElement;
  private readonly camera = new Camera();
  private readonly paper = new Paper();
  private readonly egoTies = s("g", { "aria-hidden": "true" });
  private readonly alterTies = s("g", { "aria-hidden": "true" });
  private readonly marks = s("g", { role: "list" });
  private readonly draft = s("path", { class: "draft", fill: "none" });
  private readonly nodes = new Map<string, MarkNode>();
  private readonly egoPaths = new Map<string, { group: SVGGElement; parts: Map<EgoPart, SVGPathElement> }>();
  private readonly tiePaths = new Map<string, SVGPathElement>();
  /** What is dragged, and where it is on the plane. */
  private dragged: { id: string; at: Point } | null = null;
  private over: string | null = null;
  private current: string | null = null;
  private waiting = 0;
  /** Where marks are seen on the plane, and what that was worked out for. */
  private seen = new Map<string, Point>();
  private movedFor = "";
  /** What the names were placed for last, and how: nothing is placed anew that stands already. */
  private lettered = "";
  /** Whether names are placed with each drawing: the first is painted without, and they follow in the next frame. */
  private naming: "not yet" | "soon" | "always" = "not yet";

  constructor(private readonly desk: Desk) {
    this.element = s("svg", { class: "network", role: "group" });
    listen(this.element, this);
  }

  // --- geometry of the surface -------------------------------------------------------------

  private pixelOf(alter: Placed): Point {
    return this.camera.toPixel(this.dragged?.id === alter.id ? this.dragged.at : this.seenAt(alter));
  }

  /** Where an entry is seen on the plane: beside its place, where another mark would cover it. */
  private seenAt(alter: Placed): Point {
    return this.seen.get(alter.id) ?? toPoint(alter);
  }

  private moveApart(shown: readonly Placed[]): void {
    const { camera } = this;
    const [radius, ego] = [(drawing.mark_radius * camera.marks) / camera.scale, (drawing.ego_radius * camera.grown) / camera.scale];
    const asked = JSON.stringify([radius, ego, shown.map(({ id, angle, distance }) => [id, angle, distance])]);
    if (asked === this.movedFor) return;
    this.movedFor = asked;
    const places = apart(shown, radius, ego);
    this.seen = new Map(shown.map((alter, n) => [alter.id, places[n] as Point]));
  }

  private radiusOf(alter: Alter): number {
    return (alter.child ? drawing.child_radius : drawing.mark_radius) * this.camera.marks;
  }

  /** Whether anything stands on the paper yet. */
  get drawn(): boolean {
    return this.camera.size.w > 0;
  }

  resize(w: number, h: number): void {
    if (w < 10 || h < 10 || (w === this.camera.size.w && h === this.camera.size.h)) return;
    this.camera.size = { w, h };
    set(this.element, "viewBox", `0 0 ${w} ${h}`);
    this.camera.keepInView();
    this.draw();
  }

  // --- drawing -------------------------------------------------------------------------------

  /** Brings the drawing up to date; marks that stay keep their nodes, and with them the focus. */
  draw(): void {
    if (this.camera.size.w === 0) return;
    const { camera, desk } = this;
    const shown = ordered(this.desk.picture).filter(placed);
    camera.count = shown.length;
    this.moveApart(shown);
    this.paper.draw(camera, desk.words);
    this.paper.drawGhosts(camera, desk.ghosts, (id) => this.spotOf(id));
    this.dropGone(shown);
    if (!this.current || !this.nodes.has(this.current)) this.current = this.desk.selected ?? shown[0]?.id ?? null;
    for (const alter of shown) this.drawMark(alter);
    this.drawTies();
    if (this.naming === "always") this.nameMarks(shown);
    else if (this.naming === "not yet") this.nameSoon();
    set(this.element, "aria-label", this.desk.words.say("surface", { count: shown.length }));
    set(this.marks, "aria-label", shown.length ? this.desk.words.say("entries") : null);
    set(this.element, "class", camera.full ? "network full" : "network");
    set(this.marks, "role", shown.length ? "list" : null);
    // the first drawing is made aside and put on the page in one piece: there each node costs more than to make it
    const { ground, ghosts, titles, ego } = this.paper;
    if (!this.element.firstChild) this.element.append(ground, ghosts, this.egoTies, this.alterTies, titles, ego, this.marks, this.draft);
  }

  private dropGone(shown: readonly Alter[]): void {
    const ids = new Set(shown.map((alter) => alter.id));
    for (const [id, node] of this.nodes) {
      if (ids.has(id)) continue;
      node.item.remove();
      this.nodes.delete(id);
      this.egoPaths.get(id)?.group.remove();
      this.egoPaths.delete(id);
    }
  }

  private drawMark(alter: Placed): void {
    let node = this.nodes.get(alter.id);
    if (!node) {
      node = markNode(alter.id);
      this.nodes.set(alter.id, node);
      this.marks.append(node.item);
      node.button.addEventListener("focus", () => this.takeFocus(alter.id));
    }
    const { desk } = this;
    node.show(alter, {
      radius: this.radiusOf(alter),
      ink: sectorInk(sectorOf(alter)),
      selected: desk.selected === alter.id,
      highlighted: desk.highlighted.has(alter.id),
      dimmed: desk.highlighted.size > 0 && !desk.highlighted.has(alter.id),
      unsaved: desk.picture.unsaved.has(alter.id),
      target: this.over === alter.id || desk.connecting?.from === alter.id,
      handle: desk.selected === alter.id && !desk.readOnly,
      spoken: this.naming === "not yet" ? null : describe(alter, desk.picture, desk.roles, desk.words, desk.highlighted.has(alter.id)),
      roleDescription: desk.words.say("mark_role"),
      inTabOrder: this.current === alter.id,
    });
    node.moveTo(this.pixelOf(alter));
  }

  private takeFocus(id: string): void {
    this.current = id;
    for (const [other, node] of this.nodes) set(node.button, "tabindex", other === id ? 0 : -1);
  }

  private drawTies(): void {
    for (const alter of this.desk.picture.alters.values()) if (placed(alter)) this.drawEgoTie(alter);
    const seen = new Set<string>();
    for (const key of this.desk.picture.ties.keys()) if (this.drawTie(key)) seen.add(key);
    for (const [key, path] of this.tiePaths) {
      if (seen.has(key)) continue;
      path.remove();
      this.tiePaths.delete(key);
    }
  }

  private drawEgoTie(alter: Placed): void {
    let drawn = this.egoPaths.get(alter.id);
    if (!drawn) {
      drawn = { group: s("g"), parts: new Map() };
      this.egoPaths.set(alter.id, drawn);
      this.egoTies.append(drawn.group);
    }
    const { group, parts } = drawn;
    const middle = this.camera.middle;
    const { grown } = this.camera;
    const lines = egoLines(alter, middle, this.pixelOf(alter), drawing.ego_radius * grown + 2, this.radiusOf(alter) + 1, grown);
    let under: Element | null = null;
    for (const part of EGO_PARTS) {
      let path = parts.get(part);
      if (!lines[part]) {
        path?.remove();
        parts.delete(part);
        continue;
      }
      if (!path) {
        path = s("path");
        parts.set(part, path);
        if (under) under.after(path);
        else group.prepend(path);
      }
      set(path, "d", lines[part]);
      set(path, "class", part === "tie" ? `tie ${alter.ego_tie ?? "unknown"}${alter.lost ? " lost" : ""}` : part);
      under = path;
    }
    const chosen = this.desk.selected === alter.id ? " chosen" : "";
    set(group, "class", `ego-tie${chosen}${this.faded(alter.id) ? " faded" : ""}`);
  }

  private faded(id: string): boolean {
    return this.desk.highlighted.size > 0 && !this.desk.highlighted.has(id);
  }

  /** Draws one tie if it is to be seen: "do not know each other" only beside a chosen entry. */
  private drawTie(key: string): boolean {
    const tie = this.desk.picture.ties.get(key);
    const a = tie && this.desk.picture.alters.get(tie.a);
    const b = tie && this.desk.picture.alters.get(tie.b);
    if (!tie || !a || !b || !placed(a) || !placed(b)) return false;
    const chosen = this.desk.selected === a.id || this.desk.selected === b.id;
    if (tie.state === "none" && !chosen) return false;
    let path = this.tiePaths.get(key);
    if (!path) {
      path = s("path", { fill: "none" });
      this.tiePaths.set(key, path);
      this.alterTies.append(path);
    }
    const [from, to] = [this.pixelOf(a), this.pixelOf(b)];
    const middle = this.camera.middle;
    const { grown } = this.camera;
    const shape = tie.conflict ? zigzag(from, to, grown) : tie.state === "none" ? barred(from, to) : bow(from, to, middle, grown).path;
    set(path, "d", shape);
    const look = tie.conflict ? "conflict" : tie.state === "none" ? "not-acquainted" : "acquainted";
    set(path, "class", `${look}${chosen ? " chosen" : ""}${this.faded(a.id) && this.faded(b.id) ? " faded" : ""}`);
    return true;
  }

  /** What is said of marks, and names: finding places for many takes longer than all the rest, most of all the first time. */
  private nameSoon(): void {
    this.naming = "soon";
    const start = performance.now();
    afterPaint(() => {
      this.naming = "always";
      const shown = ordered(this.desk.picture).filter(placed);
      for (const alter of shown) this.drawMark(alter);
      this.nameMarks(shown);
      afterPaint(() => measureSince("netmap card names", start));
    });
  }

  /** Places names, ring words and the names of ghosts; what has not changed since stays as it stands. */
  private nameMarks(shown: readonly Placed[]): void {
    const { camera } = this;
    const names = [...shown.map((alter) => this.nameOf(alter)), ...this.paper.ghostNames(camera)];
    const strokes = this.strokes(shown);
    const size = drawing.label_size * camera.letters;
    const asked = JSON.stringify([size, camera.size, camera.middle, names, strokes, this.paper.ghostBoxes]);
    if (asked === this.lettered) return;
    this.lettered = asked;
    this.paper.placeRingWords(camera, names, strokes);
    const frame: Box = { x: 4, y: 4, w: camera.size.w - 8, h: camera.size.h - 8 };
    const room: Room = { frame, blocked: this.paper.obstacles(camera), strokes, middle: camera.middle };
    const labels = placeLabels(names, room, size);
    for (const name of names) {
      const label = labels.get(name.id);
      if (!label) continue;
      const node = this.nodes.get(name.id);
      if (node) node.letter(name, label);
      else this.paper.letterGhost(name, label);
    }
  }

  private nameOf(alter: Placed): Name {
    const { desk } = this;
    // where it is full, the small words come with the choice; signs, table and spoken name have them anyway
    const chosen = desk.selected === alter.id;
    const told = this.camera.full && !chosen && !desk.withSupports ? [] : notes(alter, desk.words, desk.withSupports || chosen);
    return { id: alter.id, text: title(alter, desk.roles, desk.words), notes: told, ...this.pixelOf(alter), r: drawing.mark_radius * this.camera.marks };
  }

  /** The lines that names should not lie on. */
  private strokes(shown: readonly Placed[]): Stroke[] {
    const c = this.camera.middle;
    const prices = drawing.line_prices;
    const found: Stroke[] = [];
    shown.forEach((alter, owner) => {
      const tie = alter.ego_tie === "strong" || alter.ego_tie === "loose" ? prices[alter.ego_tie] : 0;
      const price = Math.max(tie, alter.burden ? prices.burden : 0, alter.conflict ? prices.conflict : 0);
      const p = this.pixelOf(alter);
      if (price) found.push({ ax: c.x, ay: c.y, bx: p.x, by: p.y, price, owner });
    });
    for (const tie of [...this.desk.picture.ties.values()].slice(0, 250)) {
      const [a, b] = [this.desk.picture.alters.get(tie.a), this.desk.picture.alters.get(tie.b)];
      if (tie.state !== "known" || !a || !b || !placed(a) || !placed(b)) continue;
      const points = along(bow(this.pixelOf(a), this.pixelOf(b), c, this.camera.grown), 4);
      points.slice(1).forEach((to, i) => {
        const from = points[i] as Point;
        found.push({ ax: from.x, ay: from.y, bx: to.x, by: to.y, price: prices.thread, owner: -1 });
      });
    }
    return found;
  }

  // --- keyboard ------------------------------------------------------------------------------

  focus(id: string): void {
    this.takeFocus(id);
    this.nodes.get(id)?.button.focus();
  }

  has(id: string): boolean {
    return this.nodes.has(id);
  }

  /** The entry `step` further on in reading order. */
  next(id: string, step: number): string | null {
    const ids = ordered(this.desk.picture).filter(placed).map((alter) => alter.id);
    const i = ids.indexOf(id);
    return ids.length ? (ids[(i + step + ids.length) % ids.length] ?? null) : null;
  }

  /** Where an entry stands after a step to the right and down, in units of the plane. */
  stepped(alter: Placed, dx: number, dy: number): Place {
    const point = toPoint(alter);
    return toPlace({ x: point.x + dx, y: point.y + dy });
  }

  idOf(target: EventTarget | null): string | null {
    const button = target instanceof Element ? target.closest("[data-id]") : null;
    return button?.getAttribute("data-id") ?? null;
  }

  /** The middle of an entry on the surface. */
  spotOf(id: string): Point | null {
    const alter = this.desk.picture.alters.get(id);
    return alter && placed(alter) ? this.pixelOf(alter) : null;
  }

  pixelsOfPlace(place: Place): Point {
    return this.camera.toPixel(toPoint(place));
  }

  freePlaceNear(place: Place): Place {
    const others = [...this.desk.picture.alters.values()].filter(placed);
    return freePlace(place, others);
  }

  // --- gestures ------------------------------------------------------------------------------

  get mayDrag(): boolean {
    return !this.desk.readOnly;
  }
  get connecting(): boolean {
    return this.desk.connecting !== null;
  }
  get connectFrom(): string | null {
    return this.desk.connecting?.from ?? null;
  }
  get handleOwner(): string | null {
    return this.desk.selected;
  }

  isHandle(target: EventTarget | null): boolean {
    return target instanceof Element && target.closest(".handle") !== null;
  }

  markAt(point: Point, target: EventTarget | null, reach: number): string | null {
    const direct = this.idOf(target);
    if (direct) return direct;
    let best: string | null = null;
    let nearest = Infinity;
    for (const alter of this.desk.picture.alters.values()) {
      if (!placed(alter)) continue;
      const p = this.pixelOf(alter);
      const distance = Math.hypot(p.x - point.x, p.y - point.y);
      if (distance < nearest && distance <= Math.max(reach, this.radiusOf(alter))) {
        nearest = distance;
        best = alter.id;
      }
    }
    return best;
  }

  tapMark(id: string): void {
    const from = this.desk.connecting;
    if (from && from.from && from.from !== id) this.desk.connect(from.from, id);
    else if (from) this.desk.setConnecting({ from: id });
    else this.desk.select(id);
    this.focus(id);
  }

  tapPaper(point: Point): void {
    if (this.desk.connecting) this.desk.setConnecting(null);
    else if (this.desk.selected) this.desk.select(null);
    else if (!this.desk.readOnly) {
      const plane = this.camera.toPlane(point);
      const reach = Math.hypot(plane.x - drawing.centre, plane.y - drawing.centre);
      if (reach <= drawing.rim + 25) this.desk.openPalette(toPlace(plane), point);
    }
  }

  private placeAfter(id: string, by: Point): Place | null {
    const alter = this.desk.picture.alters.get(id);
    if (!alter || !placed(alter)) return null;
    const seen = this.seenAt(alter);
    return toPlace({ x: seen.x + by.x / this.camera.scale, y: seen.y + by.y / this.camera.scale });
  }

  dragMark(id: string, by: Point): void {
    const alter = this.desk.picture.alters.get(id);
    const place = this.placeAfter(id, by);
    if (!alter || !placed(alter) || !place) return;
    this.dragged = { id, at: toPoint(place) };
    this.nodes.get(id)?.moveTo(this.pixelOf(alter));
    this.nodes.get(id)?.tint(sectorInk(sectorOf(place)));
    this.drawEgoTie(alter);
    for (const tie of this.desk.picture.ties.values()) {
      if (tie.a === id || tie.b === id) this.drawTie(pair(tie.a, tie.b));
    }
  }

  dropMark(id: string, by: Point): void {
    const place = this.placeAfter(id, by);
    this.dragged = null;
    if (place) this.desk.move(id, { ...place });
    this.focus(id);
  }

  cancelDrag(): void {
    this.dragged = null;
    this.draw();
  }

  dragLine(from: string, to: Point, over: string | null): void {
    const start = this.spotOf(from);
    if (!start) return;
    set(this.draft, "d", `M${start.x},${start.y}L${to.x},${to.y}`);
    const target = over === from ? null : over;
    if (target === this.over) return;
    const changed = [this.over, target];
    this.over = target;
    for (const id of changed) {
      const alter = id ? this.desk.picture.alters.get(id) : undefined;
      if (alter && placed(alter)) this.drawMark(alter);
    }
  }

  dropLine(from: string, over: string | null): void {
    set(this.draft, "d", null);
    this.over = null;
    if (over && over !== from) this.desk.connect(from, over);
    else this.draw();
  }

  pan(by: Point): void {
    if (!this.camera.zoomed) return;
    this.camera.pan(by);
    this.later();
  }

  zoom(factor: number, around?: Point): void {
    this.camera.zoom(factor, around);
    this.later();
  }

  whole(): void {
    this.camera.whole();
    this.draw();
  }

  settled(): void {
    this.camera.keepInView();
    if (this.waiting) this.later();
  }

  private later(): void {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      this.camera.keepInView();
      this.draw();
    });
  }
}
