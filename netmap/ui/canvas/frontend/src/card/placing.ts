/**
 * Where names stand: the one rule of screen and paper. Pure and deterministic.
 *
 * `exchange/drawing/placing.py` is the same algorithm, and a test holds both to the same places. What
 * could differ by a last bit between the two is rounded: directions to six digits, prices to three.
 * Here a candidate is priced only when it may still win, so most of them never are.
 */
import { drawing } from "./geometry";
import { crosses, Net, type Box, type Line } from "./net";
import { ASIDES, PER_SHAPE, standOf } from "./stands";

/** One way to set a name: how wide and high it is, and what it costs to take it. */
export interface Shape {
  w: number;
  h: number;
  price: number;
}
/** A mark whose name is to be placed; `outward` is 1 where the name best stands to its right, else −1. */
export interface Spot {
  id: string;
  x: number;
  y: number;
  r: number;
  outward: 1 | -1;
  shapes: readonly Shape[];
}
/** A line that names should not lie on; `owner` is the number of the mark it leads to, or −1. */
export interface Stroke {
  ax: number;
  ay: number;
  bx: number;
  by: number;
  price: number;
  owner: number;
}
export interface Placed {
  shape: number;
  gap: number;
  /** −1: the name ends at the mark, 0: centred above or below, 1: it begins there. */
  side: -1 | 0 | 1;
  box: Box;
  leader: Line | null;
  /** Whether it overlaps another name or touches what it must not. */
  clashes: boolean;
}

const RULE = drawing.labels;
const ROUNDS = 8;
const SWEEPS = 4;
const PUSHING = 48;
const HALF = RULE.forbidden / 2;
const OPEN = 1;
const SHUT = 2;

function three(value: number): number {
  return Math.floor(value * 1000 + 0.5) / 1000;
}

export function placeNames(spots: readonly Spot[], frame: Box, blocked: readonly Box[], strokes: readonly Stroke[], unit: number): Placed[] {
  const search = new Search(spots, frame, blocked, strokes, unit);
  search.descend();
  search.push();
  return spots.map((_, i) => search.placed(i));
}

/** Everything about one mark that the search asks for again and again. */
interface Own {
  spot: Spot;
  aside: { price: Float64Array; order: Uint16Array };
  /** Whether a candidate touches nothing that it must not; 0: not asked for yet. */
  open: Uint8Array;
  /** What a candidate costs but for other names; −1: not asked for yet. */
  fixed: Float64Array;
  /** When it looked last; nothing near may have moved since. */
  looked: number;
  reach: Box;
  boxes: (Box | undefined)[];
  crowd: number;
}

class Search {
  private readonly own: Own[];
  private readonly chosen: Int32Array;
  private readonly order: number[];
  private readonly air: number;
  private readonly standing: (Box | null)[];
  /** Boxes that names have come to or left, in order. */
  private readonly moves: Box[] = [];
  /** The marks' boxes, then what else is blocked. */
  private readonly solid: Box[];
  private readonly solids: Net;
  private readonly lines: Net;
  private readonly names: Net;

  constructor(
    private readonly spots: readonly Spot[],
    private readonly frame: Box,
    blocked: readonly Box[],
    private readonly strokes: readonly Stroke[],
    private readonly unit: number,
  ) {
    const u = unit;
    this.air = RULE.air * u;
    this.own = spots.map((spot) => this.known(spot));
    this.chosen = new Int32Array(spots.length).fill(-1);
    this.standing = spots.map(() => null);
    this.order = spots.map((_, i) => i).sort((a, b) => this.at(b).crowd - this.at(a).crowd || (this.at(a).spot.id < this.at(b).spot.id ? -1 : 1));
    this.solid = [...spots.map(({ x, y, r }) => ({ x: x - r - u, y: y - r - u, w: 2 * r + 2 * u, h: 2 * r + 2 * u })), ...blocked];
    this.solids = new Net(this.solid.length, frame, 32 * u);
    this.solid.forEach(({ x, y, w, h }, n) => this.solids.add(n, x - this.air, y - this.air, x + w + this.air, y + h + this.air));
    this.lines = new Net(strokes.length, frame, 24 * u);
    strokes.forEach((stroke, n) => this.lines.addLine(n, stroke));
    this.names = new Net(spots.length, frame, 40 * u);
  }

  private at(i: number): Own {
    return this.own[i] as Own;
  }

  private known(spot: Spot): Own {
    const count = spot.shapes.length * PER_SHAPE;
    const r = spot.r + (RULE.gaps.at(-1) ?? 0) * this.unit + this.air;
    const [w, h] = [Math.max(...spot.shapes.map((shape) => shape.w)) + r, Math.max(...spot.shapes.map((shape) => shape.h)) + r];
    return {
      spot, aside: spot.outward < 0 ? ASIDES.left : ASIDES.right, open: new Uint8Array(count), fixed: new Float64Array(count).fill(-1), boxes: new Array<Box | undefined>(count), crowd: this.crowd(spot),
      looked: -1, reach: { x: spot.x - w, y: spot.y - h, w: 2 * w, h: 2 * h },
    };
  }

  private crowd(spot: Spot): number {
    const [wide, u] = [spot.shapes[0]?.w ?? 0, this.unit];
    let near = 0;
    for (const other of this.spots) {
      if (Math.abs(other.x - spot.x) < (wide + (other.shapes[0]?.w ?? 0)) / 2 + 40 * u && Math.abs(other.y - spot.y) < 60 * u) near += 1;
    }
    return near;
  }

  private box(i: number, c: number): Box {
    const { boxes, spot } = this.at(i);
    const old = boxes[c];
    if (old) return old;
    const { w, h } = spot.shapes[Math.floor(c / PER_SHAPE)] as Shape;
    const { gap, cos, sin, side } = standOf(c);
    const reach = spot.r + gap * this.unit;
    let lift = side === 0 ? 0 : -h * 0.25;
    if (Math.abs(sin) < 0.3) lift = -h / 2;
    else if (sin < 0) lift = -h * (side === 0 ? 1 : 0.75);
    const x = spot.x + cos * reach + (side === 1 ? 0 : side === -1 ? -w : -w / 2);
    return (boxes[c] = { x, y: spot.y + sin * reach + lift, w, h });
  }

  private leads(c: number): boolean {
    return standOf(c).gap > RULE.leader_from;
  }

  private leader(i: number, box: Box): Line {
    const { x, y, r } = this.at(i).spot;
    const u = this.unit;
    const bx = Math.max(box.x, Math.min(x, box.x + box.w));
    const by = Math.max(box.y + 3 * u, Math.min(y, box.y + box.h - 3 * u));
    const dx = bx - x;
    const dy = by - y;
    const length = Math.sqrt(dx * dx + dy * dy) || 1;
    const reach = r + 2 * u;
    return { ax: x + (dx / length) * reach, ay: y + (dy / length) * reach, bx, by };
  }

  /** Whether a candidate stays in the frame and touches neither mark nor anything else that is blocked. */
  private open(i: number, c: number): boolean {
    const { open } = this.at(i);
    const old = open[c] as number;
    if (old !== 0) return old === OPEN;
    const box = this.box(i, c);
    const free = this.outside(box) === 0 && this.clear(i, box);
    open[c] = free ? OPEN : SHUT;
    return free;
  }

  private outside(box: Box): number {
    const { frame } = this;
    const wide = Math.max(0, frame.x - box.x) + Math.max(0, box.x + box.w - (frame.x + frame.w));
    return wide + (Math.max(0, frame.y - box.y) + Math.max(0, box.y + box.h - (frame.y + frame.h)));
  }

  private clear(i: number, box: Box): boolean {
    const { solid, solids } = this;
    const many = solids.ask(box.x, box.y, box.x + box.w, box.y + box.h);
    for (let k = 0; k < many; k++) {
      const n = solids.list[k] as number;
      if (n !== i && this.meet(box, solid[n] as Box)) return false;
    }
    return true;
  }

  /** How much a candidate touches of what it must not. */
  private hit(i: number, box: Box): number {
    const { solid, solids } = this;
    const over = this.outside(box);
    let hit = over > 0 ? 1 + over / (100 * this.unit) : 0;
    const many = solids.ask(box.x, box.y, box.x + box.w, box.y + box.h);
    for (let k = 0; k < many; k++) {
      const n = solids.list[k] as number;
      if (n !== i) hit += this.overlap(box, solid[n] as Box);
    }
    return hit;
  }

  /** How many other marks a candidate is close to: it may be taken for the name of one of them. */
  private besides(i: number, { x, y, w, h }: Box): number {
    const { solid, solids } = this;
    const by = RULE.beside * this.unit;
    const close = { x: x - by, y: y - by, w: w + 2 * by, h: h + 2 * by };
    const many = solids.ask(close.x, close.y, close.x + close.w, close.y + close.h);
    let found = 0;
    for (let k = 0; k < many; k++) {
      const n = solids.list[k] as number;
      if (n !== i && n < this.spots.length && this.meet(close, solid[n] as Box)) found += 1;
    }
    return found;
  }

  private fixed(i: number, c: number): number {
    const own = this.at(i);
    const old = own.fixed[c] as number;
    if (old >= 0) return old;
    const box = this.box(i, c);
    const { lines, strokes, solid, solids } = this;
    const shape = own.spot.shapes[Math.floor(c / PER_SHAPE)] as Shape;
    let price = (own.aside.price[c % PER_SHAPE] as number) + shape.price;
    if (!this.open(i, c)) price += RULE.forbidden * this.hit(i, box);
    const many = lines.ask(box.x, box.y, box.x + box.w, box.y + box.h);
    for (let k = 0; k < many; k++) {
      const stroke = strokes[lines.list[k] as number] as Stroke;
      if (crosses(stroke, box)) price += stroke.owner === i ? RULE.own_line : stroke.price;
    }
    price += RULE.beside_mark * this.besides(i, box);
    if (this.leads(c)) {
      const line = this.leader(i, box);
      const near = solids.ask(Math.min(line.ax, line.bx), Math.min(line.ay, line.by), Math.max(line.ax, line.bx), Math.max(line.ay, line.by));
      for (let k = 0; k < near; k++) {
        const n = solids.list[k] as number;
        if (n !== i && n < this.spots.length && crosses(line, solid[n] as Box)) price += RULE.leader_over_mark;
      }
    }
    own.fixed[c] = price;
    return price;
  }

  private meet(a: Box, b: Box): boolean {
    const { air } = this;
    return (
      Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x) + air > 0 && Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y) + air > 0
    );
  }

  /** 0 where two boxes are apart, else 1 and a little more the more they overlap. */
  private overlap(a: Box, b: Box): number {
    const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x) + this.air;
    if (w <= 0) return 0;
    const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y) + this.air;
    return h > 0 ? 1 + (w * h) / (a.w * a.h + this.unit) : 0;
  }

  private askNames(box: Box): number {
    const { air } = this;
    return this.names.ask(box.x - air, box.y - air, box.x + box.w + air, box.y + box.h + air);
  }

  /** Whether a candidate lies on a name that stands. */
  private covered(i: number, box: Box): boolean {
    const { names, standing } = this;
    const many = this.askNames(box);
    for (let k = 0; k < many; k++) {
      const n = names.list[k] as number;
      if (n !== i && this.meet(box, standing[n] as Box)) return true;
    }
    return false;
  }

  /** What the names cost that a leader line runs over. */
  private ledOver(i: number, c: number): number {
    if (!this.leads(c)) return 0;
    const { names, standing } = this;
    const line = this.leader(i, this.box(i, c));
    const many = names.ask(Math.min(line.ax, line.bx), Math.min(line.ay, line.by), Math.max(line.ax, line.bx), Math.max(line.ay, line.by));
    let price = 0;
    for (let k = 0; k < many; k++) {
      const n = names.list[k] as number;
      if (n !== i && crosses(line, standing[n] as Box)) price += RULE.leader_over_name;
    }
    return price;
  }

  /** The price of a candidate among the names that stand, whatever it touches. */
  private total(i: number, c: number): number {
    let price = this.fixed(i, c);
    const box = this.box(i, c);
    const { names, standing } = this;
    const many = this.askNames(box);
    for (let k = 0; k < many; k++) {
      const n = names.list[k] as number;
      if (n !== i) price += RULE.forbidden * this.overlap(box, standing[n] as Box);
    }
    return three(price + this.ledOver(i, c));
  }

  /** The cheapest candidate: one that touches nothing if there is any, for all others cost more. */
  private cheapest(i: number): { c: number; price: number } {
    const found = this.cheapestOf(i, true);
    return found.price < RULE.forbidden ? found : this.cheapestOf(i, false);
  }

  private cheapestOf(i: number, free: boolean): { c: number; price: number } {
    const { aside, spot, fixed } = this.at(i);
    // where it stands now is a first offer: most others then need no second look
    let best = this.chosen[i] as number;
    let bestPrice = best < 0 ? Infinity : this.total(i, best);
    for (let shape = 0; shape < spot.shapes.length; shape++) {
      const extra = (spot.shapes[shape] as Shape).price;
      for (let k = 0; k < PER_SHAPE; k++) {
        const n = aside.order[k] as number;
        const c = shape * PER_SHAPE + n;
        const most = bestPrice + 0.001;
        if ((aside.price[n] as number) + extra > most) break;
        if ((fixed[c] as number) > most) continue;
        if (free && (!this.open(i, c) || this.covered(i, this.box(i, c)))) continue;
        if (this.fixed(i, c) > most) continue;
        const price = free ? three(this.fixed(i, c) + this.ledOver(i, c)) : this.total(i, c);
        if (price < bestPrice || (price === bestPrice && c < best)) {
          best = c;
          bestPrice = price;
        }
      }
    }
    return { c: best, price: bestPrice };
  }

  private take(i: number, c: number): void {
    if (c === this.chosen[i]) return;
    const left = this.standing[i] ?? null;
    this.chosen[i] = c;
    this.standing[i] = this.box(i, c);
    const now = this.standing[i] as Box;
    if (left) {
      this.moves.push(left);
      this.names.remove(i, left.x, left.y, left.x + left.w, left.y + left.h);
    }
    this.moves.push(now);
    this.names.add(i, now.x, now.y, now.x + now.w, now.y + now.h);
  }

  /** Whether a name has come to or left the surroundings of a mark since it looked last. */
  private stirred(own: Own): boolean {
    if (own.looked < 0) return true;
    const { x, y, w, h } = own.reach;
    for (let k = own.looked; k < this.moves.length; k++) {
      const one = this.moves[k] as Box;
      if (one.x < x + w && one.x + one.w > x && one.y < y + h && one.y + one.h > y) return true;
    }
    return false;
  }

  /** Lets one name after the other take its cheapest place, until nothing moves. */
  descend(): void {
    for (let round = 0; round < ROUNDS; round++) {
      let moved = false;
      for (const i of this.order) {
        const own = this.at(i);
        if (!this.stirred(own)) continue;
        const { c } = this.cheapest(i);
        own.looked = this.moves.length;
        if (c === this.chosen[i]) continue;
        moved = true;
        this.take(i, c);
        own.looked = this.moves.length;
      }
      if (!moved) break;
    }
  }

  /** Lets names that collide push one other name away, where both then stand free. */
  push(): void {
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      const stuck = this.order.filter((i) => this.collides(i));
      if (stuck.filter((i) => this.pushed(i)).length === 0) break;
    }
  }

  private pushed(i: number): boolean {
    if (!this.collides(i)) return false;
    const old = this.chosen[i] as number;
    let best: { joint: number; c: number; j: number; place: number } | null = null;
    for (const c of this.cheap(i)) {
      const hits = this.hits(i, c);
      const j = hits[0];
      if (hits.length !== 1 || j === undefined) continue;
      const held = this.chosen[j] as number;
      this.take(i, c);
      const found = this.cheapest(j);
      if (found.price < HALF) {
        const joint = three(three(this.fixed(i, c)) + found.price);
        if (!best || joint < best.joint) best = { joint, c, j, place: found.c };
      }
      this.take(i, old);
      this.take(j, held);
    }
    if (!best) return false;
    this.take(i, best.c);
    this.take(best.j, best.place);
    return true;
  }

  private cheap(i: number): number[] {
    const { fixed } = this.at(i);
    const every: { c: number; price: number }[] = [];
    for (let c = 0; c < fixed.length; c++) if (this.open(i, c)) every.push({ c, price: three(this.fixed(i, c)) });
    every.sort((a, b) => a.price - b.price || a.c - b.c);
    return every.slice(0, PUSHING).filter((one) => one.price < HALF).map((one) => one.c);
  }

  private hits(i: number, c: number): number[] {
    const box = this.box(i, c);
    const found: number[] = [];
    this.standing.forEach((name, k) => {
      if (k !== i && name && this.overlap(box, name) > 0) found.push(k);
    });
    return found;
  }

  private collides(i: number): boolean {
    return this.hits(i, this.chosen[i] as number).length > 0;
  }

  /** Whether a name stands nearer to another mark than to its own: then a line says whose it is. */
  private nearerToAnother(i: number, box: Box): boolean {
    const apart = ({ x, y, r }: Spot) => {
      const dx = Math.max(box.x - x, 0, x - box.x - box.w);
      const dy = Math.max(box.y - y, 0, y - box.y - box.h);
      return three(Math.sqrt(dx * dx + dy * dy) - r);
    };
    const own = apart(this.at(i).spot);
    return this.spots.some((spot, n) => n !== i && apart(spot) < own);
  }

  placed(i: number): Placed {
    const c = this.chosen[i] as number;
    const { gap, side } = standOf(c);
    const box = this.box(i, c);
    // so short a line as that of a name right beside its mark would be read as a hyphen
    const doubtful = gap > (RULE.gaps[0] ?? 0) && this.nearerToAnother(i, box);
    return {
      shape: Math.floor(c / PER_SHAPE),
      gap,
      side: side as Placed["side"],
      box,
      leader: this.leads(c) || doubtful ? this.leader(i, box) : null,
      clashes: this.collides(i) || !this.open(i, c) || this.fixed(i, c) >= HALF,
    };
  }
}
