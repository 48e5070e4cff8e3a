/**
 * Where names and numerals stand: none on another, none on a line where that can be had.
 *
 * Everything is in the picture's own units, so that it is worked out when something moves and not in each frame.
 */
export interface Spot {
  x: number;
  y: number;
  r: number;
}

export interface Line {
  ax: number;
  ay: number;
  bx: number;
  by: number;
}

interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

export type Where = "bottom" | "top" | "right" | "left" | "bottom-right" | "bottom-left" | "top-right" | "top-left";
const WAYS: readonly Where[] = ["bottom", "top", "right", "left", "bottom-right", "bottom-left", "top-right", "top-left"];
const GAP = 5;

function boxAt(spot: Spot, w: number, h: number, where: Where): Box {
  const reach = spot.r + GAP;
  const far = spot.r * 0.75 + GAP;
  const right = where.endsWith("right");
  const left = where.endsWith("left");
  const slant = where.includes("-");
  const x0 = right ? spot.x + (slant ? far : reach) : left ? spot.x - (slant ? far : reach) - w : spot.x - w / 2;
  const y0 = where.startsWith("bottom")
    ? spot.y + (slant ? far : reach)
    : where.startsWith("top")
      ? spot.y - (slant ? far : reach) - h
      : spot.y - h / 2;
  return { x0, y0, x1: x0 + w, y1: y0 + h };
}

function overlap(a: Box, b: Box): number {
  const w = Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0);
  const h = Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0);
  return w > 0 && h > 0 ? w * h : 0;
}

/** How much of a line runs through a box. */
function through(line: Line, box: Box): number {
  let [from, to] = [0, 1];
  const dx = line.bx - line.ax;
  const dy = line.by - line.ay;
  for (const [p, q] of [
    [-dx, line.ax - box.x0], [dx, box.x1 - line.ax], [-dy, line.ay - box.y0], [dy, box.y1 - line.ay],
  ] as const) {
    if (p === 0) {
      if (q < 0) return 0;
    } else if (p < 0) from = Math.max(from, q / p);
    else to = Math.min(to, q / p);
  }
  return to > from ? (to - from) * Math.hypot(dx, dy) : 0;
}

/** Chooses for each name one of eight places beside its mark; the crowded ones choose first. */
export function placeNames(
  spots: readonly Spot[],
  sizes: readonly { w: number; h: number }[],
  lines: readonly Line[],
  signs: readonly Spot[],
): Where[] {
  const around = (s: Spot): Box => ({ x0: s.x - s.r - 2, y0: s.y - s.r - 2, x1: s.x + s.r + 2, y1: s.y + s.r + 2 });
  const marks = spots.map(around);
  const numerals = signs.map(around);
  const crowd = spots.map((s) => spots.filter((o) => Math.abs(o.x - s.x) < 180 && Math.abs(o.y - s.y) < 90).length);
  const order = spots.map((_, i) => i).sort((a, b) => (crowd[b] ?? 0) - (crowd[a] ?? 0) || a - b);
  const taken: (Box | undefined)[] = spots.map(() => undefined);
  const found: Where[] = spots.map(() => "bottom");
  const cost = (i: number, where: Where, rank: number): [number, Box] => {
    const spot = spots[i] as Spot;
    const { w, h } = sizes[i] ?? { w: 0, h: 0 };
    const box = boxAt(spot, w, h, where);
    let sum = rank * 30;
    marks.forEach((mark, n) => { if (n !== i) sum += overlap(box, mark) * 12; });
    taken.forEach((other, n) => { if (other && n !== i) sum += overlap(box, other) * 12; });
    for (const numeral of numerals) sum += overlap(box, numeral) * 5;
    for (const line of lines) sum += through(line, box) * 9;
    return [sum, box];
  };
  // a second and third round: who chose early sees where the others went
  for (let round = 0; round < 3; round++) {
    for (const i of order) {
      let best = Infinity;
      WAYS.forEach((where, rank) => {
        const [sum, box] = cost(i, where, rank);
        if (sum >= best) return;
        best = sum;
        found[i] = where;
        taken[i] = box;
      });
    }
  }
  return found;
}

/** Moves each numeral along its line, away from marks and from numerals that stand already. */
export function placeSigns(lines: readonly Line[], spots: readonly Spot[], radius: number): number[] {
  const set: Spot[] = [];
  return lines.map((line) => {
    let best = 0.5;
    let least = Infinity;
    for (const share of [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68]) {
      const x = line.ax + (line.bx - line.ax) * share;
      const y = line.ay + (line.by - line.ay) * share;
      let sum = Math.abs(share - 0.5) * 20;
      for (const other of spots) sum += 4 * Math.max(0, other.r + radius + 2 - Math.hypot(other.x - x, other.y - y));
      for (const other of set) sum += 3 * Math.max(0, other.r + radius - Math.hypot(other.x - x, other.y - y));
      if (sum < least) [best, least] = [share, sum];
    }
    set.push({ x: line.ax + (line.bx - line.ax) * best, y: line.ay + (line.by - line.ay) * best, r: radius });
    return best;
  });
}
