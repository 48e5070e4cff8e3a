/** The shapes of the lines between marks, as SVG paths. Pure; `exchange/drawing/lines.py` draws the same on paper. */
import { drawing, type Point } from "./geometry";
import { supportsOf } from "./speech";
import type { Alter } from "./types";

const n = (value: number) => value.toFixed(1);
const { lines: LINES } = drawing;

export interface EgoLines {
  /** The tie, or, where it is not asked yet but something flows, a thin broken line. */
  tie: string;
  open: string;
  burden: string;
  conflict: string;
  none: string;
  heads: string;
}

/**
 * Everything between the client and one entry, on one line: the tie begins at the client, what weighs
 * lies on the half towards the entry. Arrow heads show where help arrives: at the client, at the entry.
 */
export function egoLines(alter: Alter, ego: Point, mark: Point, egoReach: number, markReach: number, grown: number): EgoLines {
  const lines: EgoLines = { tie: "", open: "", burden: "", conflict: "", none: "", heads: "" };
  const dx = mark.x - ego.x;
  const dy = mark.y - ego.y;
  const length = Math.hypot(dx, dy);
  const whole = length - egoReach - markReach;
  if (whole < 4) return lines;
  const [ux, uy] = [dx / length, dy / length];
  const at = (along: number, aside = 0): Point => ({
    x: ego.x + ux * (egoReach + along) - uy * aside,
    y: ego.y + uy * (egoReach + along) + ux * aside,
  });
  const path = (...points: Point[]) => `M${points.map((p) => `${n(p.x)},${n(p.y)}`).join("L")}`;
  const fit = grown * Math.min(1, whole / (LINES.head.both_fit * grown));
  const [long, half] = [LINES.head.long * fit, LINES.head.half * fit];
  const head = (tip: number, base: number) => `${path(at(tip), at(base, -half), at(base, half))}Z`;
  const arrives = supportsOf(alter, "received").length > 0;
  const goes = supportsOf(alter, "given").length > 0;
  if (arrives) lines.heads += head(0, long);
  if (goes) lines.heads += head(whole, whole - long);
  // the line ends inside the head, so that its tip stays sharp
  const from = arrives ? long * 0.7 : 0;
  const to = goes ? whole - long * 0.7 : whole;
  const tied = alter.ego_tie === "strong" || alter.ego_tie === "loose";
  const weighs = (["burden", "conflict"] as const).filter((kind) => alter[kind]);
  const turn = weighs.length && tied ? from + (to - from) * LINES.troubled_from : weighs.length ? from : to;
  if (tied) lines.tie = path(at(from), at(turn));
  weighs.forEach((kind, i) => {
    const share = (to - turn) / weighs.length;
    const [a, b] = [at(turn + share * i), at(turn + share * (i + 1))];
    lines[kind] = kind === "conflict" ? zigzag(a, b, grown) : path(a, b);
  });
  if (!tied && weighs.length === 0 && alter.ego_tie === null && (arrives || goes)) lines.open = path(at(from), at(to));
  if (alter.ego_tie === "none" && !alter.deceased) {
    const [reach, bar] = [14 * grown, 6 * grown];
    lines.none = path(at(whole - reach), at(whole)) + path(at(whole - reach, -bar), at(whole - reach, bar));
  }
  return lines;
}

export function zigzag(a: Point, b: Point, grown: number): string {
  const { step, swing } = LINES.conflict;
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = Math.hypot(dx, dy) || 1;
  const teeth = Math.max(4, Math.round(length / (step * grown)));
  const [px, py] = [((-dy / length) * swing * grown) / 2, ((dx / length) * swing * grown) / 2];
  const points: string[] = [];
  for (let i = 0; i <= teeth; i++) {
    const side = i === 0 || i === teeth ? 0 : i % 2 ? 1 : -1;
    points.push(`${n(a.x + (dx * i) / teeth + px * side)},${n(a.y + (dy * i) / teeth + py * side)}`);
  }
  return `M${points.join("L")}`;
}

export interface Bow {
  path: string;
  a: Point;
  c: Point;
  b: Point;
}

/** Two entries that know each other: a bow that leads around the middle. */
export function bow(a: Point, b: Point, middle: Point, grown: number): Bow {
  const mx = (a.x + b.x) / 2;
  const my = (a.y + b.y) / 2;
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = Math.hypot(dx, dy) || 1;
  let px = -dy / length;
  let py = dx / length;
  if ((mx + px - middle.x) ** 2 + (my + py - middle.y) ** 2 < (mx - px - middle.x) ** 2 + (my - py - middle.y) ** 2) {
    px = -px;
    py = -py;
  }
  const reach = Math.min(60 * grown, length * LINES.acquainted.bend) * 2;
  const c = { x: mx + px * reach, y: my + py * reach };
  return { path: `M${n(a.x)},${n(a.y)}Q${n(c.x)},${n(c.y)} ${n(b.x)},${n(b.y)}`, a, c, b };
}

/** Points along a bow, its ends included. */
export function along({ a, c, b }: Bow, parts: number): Point[] {
  return Array.from({ length: parts + 1 }, (_, i) => {
    const t = i / parts;
    const [p, q, r] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    return { x: p * a.x + q * c.x + r * b.x, y: p * a.y + q * c.y + r * b.y };
  });
}

/** Two entries that do not know each other: a straight line with a bar across. */
export function barred(a: Point, b: Point): string {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = Math.hypot(dx, dy) || 1;
  const [px, py] = [(-dy / length) * 7, (dx / length) * 7];
  const [mx, my] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
  return `M${n(a.x)},${n(a.y)}L${n(b.x)},${n(b.y)}M${n(mx - px)},${n(my - py)}L${n(mx + px)},${n(my + py)}`;
}
