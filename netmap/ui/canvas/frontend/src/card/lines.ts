/** The shapes of the lines between marks, as SVG paths. Pure. */
import { drawing, type Point } from "./geometry";
import type { Alter } from "./types";
import { supportsOf } from "./speech";

const n = (value: number) => value.toFixed(1);

export interface EgoLines {
  tie: string;
  burden: string;
  conflict: string;
  none: string;
  arrows: string;
  stub: string;
}

/** Everything between the client and one entry: tie, burden and conflict side by side, arrows for help. */
export function egoLines(alter: Alter, ego: Point, mark: Point, egoReach: number, markReach: number): EgoLines {
  const lines: EgoLines = { tie: "", burden: "", conflict: "", none: "", arrows: "", stub: "" };
  const dx = mark.x - ego.x;
  const dy = mark.y - ego.y;
  const length = Math.hypot(dx, dy);
  if (length < egoReach + markReach + 4) return lines;
  const ux = dx / length;
  const uy = dy / length;
  const at = (along: number, aside: number): Point => ({
    x: ego.x + ux * along - uy * aside,
    y: ego.y + uy * along + ux * aside,
  });
  const from = egoReach;
  const to = length - markReach;
  const kinds: ("tie" | "burden" | "conflict")[] = [];
  if (alter.ego_tie === "strong" || alter.ego_tie === "loose") kinds.push("tie");
  if (alter.burden) kinds.push("burden");
  if (alter.conflict) kinds.push("conflict");
  kinds.forEach((kind, i) => {
    const aside = (i - (kinds.length - 1) / 2) * drawing.lines.side_by_side;
    const a = at(from, aside);
    const b = at(to, aside);
    lines[kind] = kind === "conflict" ? zigzag(a, b) : `M${n(a.x)},${n(a.y)}L${n(b.x)},${n(b.y)}`;
  });
  if (alter.ego_tie === "none") {
    const a = at(to - 14, 0);
    const b = at(to, 0);
    const c = at(to - 14, -6);
    const d = at(to - 14, 6);
    lines.none = `M${n(a.x)},${n(a.y)}L${n(b.x)},${n(b.y)}M${n(c.x)},${n(c.y)}L${n(d.x)},${n(d.y)}`;
  }
  const arrow = (tip: number, base: number) => {
    const [p, q, r] = [at(tip, 0), at(base, -5), at(base, 5)];
    return `M${n(p.x)},${n(p.y)}L${n(q.x)},${n(q.y)}L${n(r.x)},${n(r.y)}Z`;
  };
  const given = supportsOf(alter, "given").length > 0;
  if (given) lines.arrows += arrow(to - 1, to - 11);
  if (supportsOf(alter, "received").length > 0) lines.arrows += arrow(to - (given ? 24 : 14), to - (given ? 14 : 4));
  // an arrow without a line beside it would float
  if (lines.arrows && kinds.length === 0 && !lines.none) {
    const [a, b] = [at(to - (given ? 26 : 18), 0), at(to, 0)];
    lines.stub = `M${n(a.x)},${n(a.y)}L${n(b.x)},${n(b.y)}`;
  }
  return lines;
}

export function zigzag(a: Point, b: Point): string {
  const { step, swing } = drawing.lines.conflict;
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = Math.hypot(dx, dy) || 1;
  const teeth = Math.max(2, Math.round(length / step));
  const [px, py] = [(-dy / length) * (swing / 2), (dx / length) * (swing / 2)];
  const points: string[] = [];
  for (let i = 0; i <= teeth; i++) {
    const side = i === 0 || i === teeth ? 0 : i % 2 ? 1 : -1;
    points.push(`${n(a.x + (dx * i) / teeth + px * side)},${n(a.y + (dy * i) / teeth + py * side)}`);
  }
  return `M${points.join("L")}`;
}

/** Two entries that know each other: a bow that leads around the middle. */
export function bow(a: Point, b: Point, middle: Point): { path: string; top: Point } {
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
  const reach = Math.min(60, length * drawing.lines.acquainted.bend) * 2;
  const c = { x: mx + px * reach, y: my + py * reach };
  return {
    path: `M${n(a.x)},${n(a.y)}Q${n(c.x)},${n(c.y)} ${n(b.x)},${n(b.y)}`,
    top: { x: (mx + c.x) / 2, y: (my + c.y) / 2 },
  };
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
