/**
 * Where names and signs stand: no name on a name, a mark or a sign.
 *
 * Names choose first, beside their mark and away from lines. Then each sign moves along its line to a free place; one
 * that finds none waits until there is room (nearer) or until it is asked for. Everything is in the picture's own
 * units, so that it is worked out when something moves and not in each frame.
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
  /** How much it disturbs a name it runs through. */
  weight: number;
}

export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** A name as it may be set, in one of its ways. */
export interface Setting {
  text: string;
  w: number;
  h: number;
}

export type Where = "bottom" | "top" | "right" | "left" | "bottom-right" | "bottom-left" | "top-right" | "top-left";
const WAYS: readonly Where[] = ["bottom", "top", "right", "left", "bottom-right", "bottom-left", "top-right", "top-left"];
/** In a frame names stand below, as the rows of a frame have room for them. */
const BELOW: readonly Where[] = ["bottom"];
const GAP = 5;

export interface Named {
  where: Where;
  text: string;
  box: Box;
}

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

/** Chooses for each name how it is set and one of eight places beside its mark; the crowded ones choose first. */
export function placeNames(
  spots: readonly Spot[],
  settings: readonly (readonly Setting[])[],
  lines: readonly Line[],
  framed: readonly boolean[],
): Named[] {
  const marks = spots.map((s): Box => ({ x0: s.x - s.r - 2, y0: s.y - s.r - 2, x1: s.x + s.r + 2, y1: s.y + s.r + 2 }));
  const crowd = spots.map((s) => spots.filter((o) => Math.abs(o.x - s.x) < 180 && Math.abs(o.y - s.y) < 90).length);
  const order = spots.map((_, i) => i).sort((a, b) => (crowd[b] ?? 0) - (crowd[a] ?? 0) || a - b);
  const found: (Named | undefined)[] = spots.map(() => undefined);
  const hard = (i: number, box: Box): number => {
    let sum = 0;
    marks.forEach((mark, n) => { if (n !== i) sum += overlap(box, mark); });
    found.forEach((other, n) => { if (other && n !== i) sum += overlap(box, other.box); });
    return sum;
  };
  // a second round: who chose early sees where the others went
  for (let round = 0; round < 2; round++) {
    for (const i of order) {
      let [worst, least] = [Infinity, Infinity];
      (settings[i] ?? []).forEach(({ text, w, h }, way) => (framed[i] ? BELOW : WAYS).forEach((where, rank) => {
        const box = boxAt(spots[i] as Spot, w, h, where);
        const covers = hard(i, box);
        if (covers > worst) return;
        let crosses = rank * 6 + way * 10;
        for (const line of lines) crosses += through(line, box) * line.weight;
        if (covers === worst && crosses >= least) return;
        [worst, least] = [covers, crosses];
        found[i] = { where, text, box };
      }));
    }
  }
  return found.map((one, i) => one ?? { where: "bottom", text: "", box: boxAt(spots[i] as Spot, 0, 0, "bottom") });
}

/** Which names can be read: no name on a name or on a mark; the higher ranks choose first. */
export function readable(boxes: readonly Box[], spots: readonly Spot[], rank: readonly number[]): boolean[] {
  const marks = spots.map((s): Box => ({ x0: s.x - s.r, y0: s.y - s.r, x1: s.x + s.r, y1: s.y + s.r }));
  const shown = boxes.map(() => false);
  const kept: Box[] = [];
  for (const i of boxes.map((_, n) => n).sort((p, q) => (rank[q] ?? 0) - (rank[p] ?? 0) || p - q)) {
    const box = boxes[i] as Box;
    // letters do not fill their box: a touch is no covering
    const core = { x0: box.x0 + 2, y0: box.y0 + 3, x1: box.x1 - 2, y1: box.y1 - 3 };
    if (kept.some((other) => overlap(core, other) > 0) || marks.some((mark, n) => n !== i && overlap(core, mark) > 0)) continue;
    shown[i] = true;
    kept.push(core);
  }
  return shown;
}

/** A sign that looks for a place: between which distances from the first end, and where best. */
export interface Wanted {
  line: number;
  text: string;
  low: number;
  high: number;
  best: number;
}

export interface Sign {
  line: number;
  text: string;
  /** Where on its line, as a share from the first end. */
  share: number;
}

export const DIFFERS = "≠";
export const UNASKED = "?";
const STEP = 5;
export const reachOf = (text: string): number => (text === DIFFERS ? 13 : 11);

/** What stands on a line of this length between marks of these radii. */
export function wantedOn(line: number, length: number, ra: number, rb: number, a: number | null, b: number | null, grown: number): Wanted[] {
  const [near, far, middle] = [ra + 13 * grown, length - rb - 13 * grown, length / 2];
  if (length - ra - rb < 34 * grown) return [];
  if (a === b) return [{ line, text: a === null ? UNASKED : `${a}`, low: near, high: far, best: middle }];
  const found: Wanted[] = [];
  const both = a !== null && b !== null;
  if (both) {
    const play = 14 * grown;
    found.push({ line, text: DIFFERS, low: Math.max(near, middle - play), high: Math.min(far, middle + play), best: middle });
    if (far - near < 72 * grown) return found;
  }
  // what each side says stands on its own half
  const clear = (both ? 38 : 12) * grown;
  if (a !== null) found.push({ line, text: `${a}`, low: near, high: Math.max(near, middle - clear), best: (near + middle) / 2 });
  if (b !== null) found.push({ line, text: `${b}`, low: Math.min(far, middle + clear), high: far, best: (far + middle) / 2 });
  return found;
}

/** Places signs where they are free: what differs chooses first, then what is said alike, then one side. */
export function placeSigns(
  lines: readonly Line[],
  marks: readonly Spot[],
  names: readonly Box[],
  wanted: readonly Wanted[],
  grown: number,
): Sign[] {
  const count = new Map<number, number>();
  for (const one of wanted) count.set(one.line, (count.get(one.line) ?? 0) + 1);
  const rank = (one: Wanted) => (one.text === DIFFERS ? 0 : count.get(one.line) === 1 ? 1 : 2);
  const order = [...wanted].sort((p, q) => rank(p) - rank(q) || p.high - p.low - (q.high - q.low));
  const placed: Spot[] = [];
  const signs: Sign[] = [];
  for (const want of order) {
    const line = lines[want.line];
    if (!line) continue;
    const reach = reachOf(want.text) * grown;
    const length = Math.hypot(line.bx - line.ax, line.by - line.ay) || 1;
    const steps = Math.max(1, Math.floor((want.high - want.low) / STEP));
    let least = Infinity;
    let best: Spot | undefined;
    for (let n = -1; n <= steps; n++) {
      const along = n < 0 ? want.best : want.low + ((want.high - want.low) * n) / steps;
      const wide = Math.abs(along - want.best) * 0.4;
      if (wide >= least) continue;
      const spot = { x: line.ax + ((line.bx - line.ax) * along) / length, y: line.ay + ((line.by - line.ay) * along) / length, r: reach };
      if (!free(spot, marks, names, placed)) continue;
      const cost = wide + crossed(spot, lines, want.line) * 40;
      if (cost < least) [least, best] = [cost, spot];
    }
    if (!best) continue;
    placed.push(best);
    const across = Math.abs(line.bx - line.ax) > Math.abs(line.by - line.ay);
    signs.push({ line: want.line, text: want.text, share: across ? (best.x - line.ax) / (line.bx - line.ax) : (best.y - line.ay) / (line.by - line.ay) });
  }
  return signs;
}

function free(spot: Spot, marks: readonly Spot[], names: readonly Box[], placed: readonly Spot[]): boolean {
  for (const other of marks) if (Math.hypot(other.x - spot.x, other.y - spot.y) < other.r + spot.r + 1) return false;
  for (const other of placed) if (Math.hypot(other.x - spot.x, other.y - spot.y) < other.r + spot.r) return false;
  for (const name of names) {
    const dx = Math.max(0, name.x0 - spot.x, spot.x - name.x1);
    const dy = Math.max(0, name.y0 - spot.y, spot.y - name.y1);
    if (Math.hypot(dx, dy) < spot.r) return false;
  }
  return true;
}

/** How far other lines run into a sign. */
function crossed(spot: Spot, lines: readonly Line[], own: number): number {
  let sum = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (!line || i === own) continue;
    const [dx, dy] = [line.bx - line.ax, line.by - line.ay];
    const t = Math.max(0, Math.min(1, ((spot.x - line.ax) * dx + (spot.y - line.ay) * dy) / (dx * dx + dy * dy || 1)));
    sum += Math.max(0, 1 - Math.hypot(line.ax + t * dx - spot.x, line.ay + t * dy - spot.y) / (spot.r + 2));
  }
  return sum;
}
