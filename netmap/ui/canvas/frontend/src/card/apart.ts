/**
 * Where marks are seen: where the card says, moved a little where two would cover each other.
 *
 * The same rule as on paper (`exchange/drawing/layout.py`), and a test holds both to the same places. A mark never
 * leaves its sector or its ring for this, so the picture keeps saying what the card says; what is stored stays.
 * Everything is in units of the plane: the nearer one looks, the smaller marks are in it, and the less they move.
 */
import { drawing, ringOf, sectorOf, toPoint, type Place, type Point } from "./geometry";

const ROUNDS = 120;
const PAIRS = 1_500_000;
/** A mark that gives way stays so far from a sector's border that it is not read as belonging to both. */
const MARGIN_DEG = 2;
/** One that nobody covers stays where it was put, if only on its own side of the border. */
const HAIR_DEG = 0.2;
const MIDDLE = { family: 45, friends: 135, colleagues: 225, professionals: 315 } as const;
const RINGS = [0, ...drawing.rings.map((ring) => (drawing.radius * ring.until) / 100), (drawing.radius * drawing.print.outside) / 100];

interface Bounds {
  least: number;
  most: number;
  /** The middle angle of the sector, if it has one. */
  middle: number | null;
}

/** The places of entries in reading order, no two marks of this radius covering each other where there is room. */
export function apart(places: readonly Place[], radius: number, ego: number): Point[] {
  const bounds = places.map((place) => boundsOf(place, radius, ego));
  const at = places.map((place, n) => held(started(place), bounds[n] as Bounds, HAIR_DEG));
  // hopelessly full cards get fewer rounds: every pair is looked at in each
  const rounds = Math.min(ROUNDS, 1 + Math.floor(PAIRS / Math.max(1, at.length) ** 2));
  const [xs, ys] = [Float64Array.from(at, (p) => p.x), Float64Array.from(at, (p) => p.y)];
  for (let round = 0; round < rounds; round++) {
    const moves = pushes(xs, ys, 2 * radius + 4);
    if (!moves) break;
    for (let n = 0; n < at.length; n++) {
      if (!moves.pushed[n]) continue;
      const to = held({ x: (xs[n] as number) + (moves.x[n] as number), y: (ys[n] as number) + (moves.y[n] as number) }, bounds[n] as Bounds);
      [xs[n], ys[n]] = [to.x, to.y];
    }
  }
  return at.map((_, n) => ({ x: xs[n] as number, y: ys[n] as number }));
}

function started(place: Place): Point {
  const { x, y } = toPoint(place);
  return { x: round(x, 100), y: round(y, 100) };
}

interface Moves {
  x: Float64Array;
  y: Float64Array;
  pushed: Uint8Array;
}

/** How far each mark that is too close to another should move, half of the way each; nothing where none is. */
function pushes(xs: Float64Array, ys: Float64Array, gap: number): Moves | null {
  const count = xs.length;
  let moves: Moves | null = null;
  for (let a = 0; a < count; a++) {
    const [ax, ay] = [xs[a] as number, ys[a] as number];
    for (let b = a + 1; b < count; b++) {
      const dx = (xs[b] as number) - ax;
      const dy = (ys[b] as number) - ay;
      if (Math.abs(dx) >= gap || Math.abs(dy) >= gap) continue;
      const distance = Math.hypot(dx, dy);
      if (distance >= gap - 0.5) continue;
      // one on the other: apart in a direction that their order gives
      const turn = 2.399963 * (a + b + 1);
      const [ux, uy] = distance < 1e-6 ? [Math.cos(turn), Math.sin(turn)] : [dx / distance, dy / distance];
      const by = distance < 1e-6 ? gap / 2 : (gap - distance) / 2;
      moves ??= { x: new Float64Array(count), y: new Float64Array(count), pushed: new Uint8Array(count) };
      (moves.x[a] as number) -= ux * by;
      (moves.y[a] as number) -= uy * by;
      (moves.x[b] as number) += ux * by;
      (moves.y[b] as number) += uy * by;
      moves.pushed[a] = moves.pushed[b] = 1;
    }
  }
  return moves;
}

function boundsOf(place: Place, radius: number, ego: number): Bounds {
  const code = ringOf(place.distance);
  const ring = place.distance > 100 ? 3 : drawing.rings.findIndex((one) => one.code === code);
  const least = Math.max((RINGS[ring] ?? 0) + 1, ego + radius + 4);
  const sector = sectorOf(place);
  return { least, most: Math.max((RINGS[ring + 1] ?? 0) - 1, least), middle: sector && MIDDLE[sector] };
}

const round = (value: number, digits: number) => Math.floor(value * digits + 0.5) / digits;

function held(at: Point, { least, most, middle }: Bounds, margin = MARGIN_DEG): Point {
  const [dx, dy] = [at.x - drawing.centre, drawing.centre - at.y];
  const distance = Math.min(Math.max(Math.hypot(dx, dy), least), most);
  let angle = (Math.atan2(dy, dx) * 180) / Math.PI;
  if (middle !== null) {
    const off = ((((angle - middle + 180) % 360) + 360) % 360) - 180;
    const reach = 45 - margin;
    angle = middle + Math.min(Math.max(off, -reach), reach);
  }
  const turn = (angle * Math.PI) / 180;
  // rounded in each step: where many stand close together, a last bit would send screen and paper two ways
  return { x: round(drawing.centre + distance * Math.cos(turn), 1000), y: round(drawing.centre - distance * Math.sin(turn), 1000) };
}
