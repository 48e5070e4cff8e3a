/**
 * Where the names stand. Pure and deterministic: the same marks give the same places.
 *
 * Names in the densest surroundings choose first; each takes the cheapest free spot around its mark,
 * on the outward side and close by if it can, farther away with a leader line if it must. Two more
 * rounds let every name look again now that the others stand.
 */

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}
export interface Segment {
  ax: number;
  ay: number;
  bx: number;
  by: number;
  owner: string;
}
export interface Mark {
  id: string;
  x: number;
  y: number;
  r: number;
  /** Size of the name. */
  w: number;
  h: number;
}
type Boxed = Mark & { box: Box; crowd: number };

export interface Spot {
  box: Box;
  /** −1: the name ends at the mark, 0: centred above or below, 1: it begins there. */
  side: -1 | 0 | 1;
  /** From the mark's edge to the name, where they are apart. */
  leader: { ax: number; ay: number; bx: number; by: number } | null;
}

const GAPS = [6, 12, 22, 34, 48, 64, 82, 104, 128, 156, 190, 230];
const TURNS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].map((i) => (i * Math.PI) / 8);
/** The directions, the liked ones first: once a good place is found, the rest need no second look. */
const LIKED = {
  right: TURNS.map((turn) => ({ turn, cost: dislike(turn, 1) })).sort((a, b) => a.cost - b.cost),
  left: TURNS.map((turn) => ({ turn, cost: dislike(turn, -1) })).sort((a, b) => a.cost - b.cost),
};
const BLOCKED = 10_000;
const AIR = 2;

export function placeNames(
  marks: readonly Mark[],
  surface: Box,
  obstacles: readonly Box[],
  lines: readonly Segment[],
  middle: { x: number; y: number },
): Map<string, Spot> {
  const spots = new Map<string, Spot>();
  const boxed = marks.map((mark) => ({ ...mark, box: markBox(mark), crowd: crowd(mark, marks) }));
  const order = [...boxed].sort((a, b) => b.crowd - a.crowd || (a.id < b.id ? -1 : 1));
  for (let round = 0; round < 3; round++) {
    let moved = false;
    for (const mark of order) {
      const found = cheapest(mark, boxed, spots, surface, obstacles, lines, middle);
      const old = spots.get(mark.id);
      if (!old || old.box.x !== found.box.x || old.box.y !== found.box.y) moved = true;
      spots.set(mark.id, found);
    }
    if (!moved) break;
  }
  return spots;
}

function crowd(mark: Mark, marks: readonly Mark[]): number {
  let near = 0;
  for (const other of marks) {
    if (Math.abs(other.x - mark.x) < (mark.w + other.w) / 2 + 40 && Math.abs(other.y - mark.y) < 60) near += 1;
  }
  return near;
}

function cheapest(
  mark: Boxed,
  marks: readonly Boxed[],
  spots: ReadonlyMap<string, Spot>,
  surface: Box,
  obstacles: readonly Box[],
  lines: readonly Segment[],
  middle: { x: number; y: number },
): Spot {
  let best: Spot | null = null;
  let bestCost = Infinity;
  const liked = mark.x < middle.x ? LIKED.left : LIKED.right;
  for (const gap of GAPS) {
    if (gap * 0.6 > bestCost) break;
    for (const { turn, cost: disliked } of liked) {
      let cost = gap * 0.6 + disliked;
      if (cost >= bestCost) break;
      const box = boxAt(mark, turn, gap);
      cost += outside(box, surface) * BLOCKED;
      if (cost >= bestCost) continue;
      for (const other of marks) {
        if (cost >= bestCost) break;
        if (other !== mark) cost += BLOCKED * overlap(box, other.box);
      }
      for (const [id, spot] of spots) {
        if (cost >= bestCost) break;
        if (id !== mark.id) cost += BLOCKED * overlap(box, spot.box);
      }
      for (const obstacle of obstacles) {
        if (cost >= bestCost) break;
        cost += BLOCKED * 0.7 * overlap(box, obstacle);
      }
      if (cost >= bestCost) continue;
      for (const line of lines) if (line.owner !== mark.id && crosses(line, box)) cost += 7;
      if (cost >= bestCost) continue;
      const line = gap > 16 ? leader(mark, box) : null;
      if (line) cost += tangle(line, mark.id, marks, spots);
      if (cost >= bestCost) continue;
      bestCost = cost;
      best = { box, side: sideOf(turn), leader: line };
    }
  }
  return best ?? { box: boxAt(mark, 0, 6), side: 1, leader: null };
}

function sideOf(turn: number): -1 | 0 | 1 {
  const c = Math.cos(turn);
  return c > 0.3 ? 1 : c < -0.3 ? -1 : 0;
}

/** The name's box when it stands in this direction, its nearest edge `gap` away from the mark. */
function boxAt(mark: Mark, turn: number, gap: number): Box {
  const c = Math.cos(turn);
  const s = Math.sin(turn);
  const reach = mark.r + gap;
  const side = sideOf(turn);
  const x = mark.x + c * reach + (side === 1 ? 0 : side === -1 ? -mark.w : -mark.w / 2);
  const lift = Math.abs(s) < 0.3 ? -mark.h / 2 : s < 0 ? -mark.h * (side === 0 ? 1 : 0.75) : side === 0 ? 0 : -mark.h * 0.25;
  return { x, y: mark.y + s * reach + lift, w: mark.w, h: mark.h };
}

/** Outward first, level before slanted, above and below last. */
function dislike(turn: number, outward: 1 | -1): number {
  const side = sideOf(turn);
  return (side === outward ? 0 : side === 0 ? 5 : 4) + Math.abs(Math.sin(turn)) * 3;
}

function markBox(mark: Mark): Box {
  return { x: mark.x - mark.r - 1, y: mark.y - mark.r - 1, w: 2 * mark.r + 2, h: 2 * mark.r + 2 };
}

/** 0 where two boxes are apart, else 1 and a little more the more they overlap. */
function overlap(a: Box, b: Box): number {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x) + AIR;
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y) + AIR;
  return w > 0 && h > 0 ? 1 + (w * h) / (a.w * a.h + 1) : 0;
}

function outside(box: Box, surface: Box): number {
  const over =
    Math.max(0, surface.x - box.x) +
    Math.max(0, box.x + box.w - surface.x - surface.w) +
    Math.max(0, surface.y - box.y) +
    Math.max(0, box.y + box.h - surface.y - surface.h);
  return over > 0 ? 1 + over / 100 : 0;
}

/** Whether a line touches a box: asked very often, so without making anything. */
function crosses(line: Segment, box: Box): boolean {
  const { ax, ay, bx, by } = line;
  const right = box.x + box.w;
  const bottom = box.y + box.h;
  if ((ax < box.x && bx < box.x) || (ax > right && bx > right)) return false;
  if ((ay < box.y && by < box.y) || (ay > bottom && by > bottom)) return false;
  const dx = bx - ax;
  const dy = by - ay;
  const first = (box.x - ax) * dy - (box.y - ay) * dx > 0;
  return (
    (right - ax) * dy - (box.y - ay) * dx > 0 !== first ||
    (box.x - ax) * dy - (bottom - ay) * dx > 0 !== first ||
    (right - ax) * dy - (bottom - ay) * dx > 0 !== first
  );
}

/** A leader line that runs through other names and marks misleads. */
function tangle(
  line: NonNullable<Spot["leader"]>,
  owner: string,
  marks: readonly Boxed[],
  spots: ReadonlyMap<string, Spot>,
): number {
  const segment = { ...line, owner };
  let cost = 0;
  for (const other of marks) if (other.id !== owner && crosses(segment, other.box)) cost += 14;
  for (const [id, spot] of spots) if (id !== owner && crosses(segment, spot.box)) cost += 22;
  return cost;
}

function leader(mark: Mark, box: Box): Spot["leader"] {
  const bx = Math.max(box.x, Math.min(mark.x, box.x + box.w));
  const by = Math.max(box.y + 3, Math.min(mark.y, box.y + box.h - 3));
  const length = Math.hypot(bx - mark.x, by - mark.y) || 1;
  const reach = mark.r + 2;
  return { ax: mark.x + ((bx - mark.x) / length) * reach, ay: mark.y + ((by - mark.y) / length) * reach, bx, by };
}
